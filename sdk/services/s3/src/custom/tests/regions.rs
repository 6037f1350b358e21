//! Buckets that are not in the client's region.

use super::{Change, client, header};
use tucuxi::http::test::{Answer, SentRequest};

const WEST: &str = "us-west-2";
const EAST: &str = "eu-central-1";

/// Whether a request went to a region, and was signed for it.
fn went_to(request: &SentRequest, region: &str) -> bool {
    request.uri.host() == Some(&format!("my-bucket.s3.{region}.amazonaws.com"))
        && header(request, "authorization").contains(&format!("/{region}/s3/aws4_request"))
}

/// The answer of a region that the bucket is not in, with the region it is in as S3 tells it.
fn refusal(status: u16, code: &str, in_header: bool) -> Answer {
    let region = if in_header { String::new() } else { format!("<Region>{EAST}</Region>") };
    let answer = Answer::new(status).body(format!("<Error><Code>{code}</Code>{region}</Error>"));
    if in_header { answer.header("x-amz-bucket-region", EAST) } else { answer }
}

#[tokio::test]
async fn a_call_goes_where_the_bucket_is_and_so_do_the_next() {
    for refusal in [
        refusal(301, "PermanentRedirect", true),
        refusal(302, "Found", true),
        refusal(307, "TemporaryRedirect", true),
        refusal(301, "PermanentRedirect", false),
        refusal(400, "AuthorizationHeaderMalformed", false),
        refusal(400, "IllegalLocationConstraintException", true),
    ] {
        let (client, http) = client([refusal, Answer::new(200), Answer::new(200)]);
        for key in ["a b", "c"] {
            client.put_object().bucket("my-bucket").key(key).body(b"x".to_vec()).send().await.unwrap();
        }
        let sent = http.take_requests();
        assert_eq!(sent.len(), 3);
        assert!(went_to(&sent[0], WEST) && went_to(&sent[1], EAST) && went_to(&sent[2], EAST), "{sent:?}");
        assert_eq!((sent[1].uri.path(), &sent[1].body), ("/a%20b", &sent[0].body));
    }
}

#[tokio::test]
async fn heads_have_no_code_to_tell() {
    for status in [301, 400] {
        let moved = || Answer::new(status).header("x-amz-bucket-region", EAST);
        let (client, http) = client([moved(), Answer::new(200)]);
        client.head_bucket().bucket("my-bucket").send().await.unwrap();
        assert!(went_to(&http.requests()[1], EAST));
        let (client, http) = super::client([moved(), Answer::new(200)]);
        client.head_object().bucket("my-bucket").key("k").send().await.unwrap();
        assert!(went_to(&http.requests()[1], EAST));
    }
    // With nothing to tell the region, it is what it says.
    let (client, http) = client([Answer::new(400)]);
    assert_eq!(client.head_bucket().bucket("my-bucket").send().await.unwrap_err().status(), Some(400));
    assert_eq!(http.requests().len(), 1);
}

#[tokio::test]
async fn where_the_answer_does_not_tell_the_bucket_is_asked() {
    let moved = Answer::new(301).body("<Error><Code>PermanentRedirect</Code></Error>");
    let told = |status| Answer::new(status).header("x-amz-bucket-region", EAST);
    let (client, http) = client([moved, told(301), told(200), Answer::new(200)]);
    client.delete_object().bucket("my-bucket").key("k").send().await.unwrap();
    let requests = http.requests();
    let sent: Vec<_> = requests.iter().map(|sent| (sent.method.as_str(), went_to(sent, EAST))).collect();
    // The bucket's own redirect is followed too.
    assert_eq!(sent, [("DELETE", false), ("HEAD", false), ("HEAD", true), ("DELETE", true)]);
}

#[tokio::test]
async fn one_redirect_is_followed_and_the_second_is_the_error() {
    let back = Answer::new(301).header("x-amz-bucket-region", WEST);
    let (client, http) = client([refusal(301, "PermanentRedirect", true), back]);
    let error = client.get_object().bucket("my-bucket").key("k").send().await.unwrap_err();
    assert_eq!((error.status(), http.requests().len()), (Some(301), 2));
}

#[tokio::test]
async fn what_is_no_region_and_the_region_it_is_already_in_are_not_gone_to() {
    for region in ["evil.example.com/", WEST] {
        let (client, http) = client([Answer::new(301).header("x-amz-bucket-region", region)]);
        assert!(client.get_object().bucket("my-bucket").key("k").send().await.is_err());
        assert_eq!(http.requests().len(), 1);
    }
}

/// A server of another endpoint URL, and another partition, may have a bucket of the same name.
#[tokio::test]
async fn what_one_endpoint_says_of_a_bucket_does_not_hold_for_another() {
    let (client, http) =
        client([refusal(301, "PermanentRedirect", true)].into_iter().chain((0..5).map(|_| Answer::new(200))));
    let changes: [Change; 5] = [
        |call| call,
        |call| call.region("cn-north-1"),
        |call| call.endpoint_url("https://store.example"),
        |call| call.region("us-gov-west-1").use_fips(true),
        |call| call,
    ];
    for change in changes {
        client.head_object().bucket("my-bucket").key("k").customize(change).send().await.unwrap();
    }
    let sent = http.take_requests();
    let hosts: Vec<_> = sent.iter().map(|sent| sent.uri.host().unwrap()).collect();
    assert_eq!(
        hosts,
        [
            "my-bucket.s3.us-west-2.amazonaws.com",
            "my-bucket.s3.eu-central-1.amazonaws.com",
            "my-bucket.s3.cn-north-1.amazonaws.com.cn",
            "store.example",
            "my-bucket.s3-fips.us-gov-west-1.amazonaws.com",
            "my-bucket.s3.eu-central-1.amazonaws.com",
        ]
    );
    assert!(header(&sent[3], "authorization").contains("/us-west-2/s3/"));
}

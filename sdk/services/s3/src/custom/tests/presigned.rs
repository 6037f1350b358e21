//! Where presigned requests go, and for which region they are signed: botocore 1.44.5 says the same, but for FIPS, where it
//! mixes two regions.

use super::*;
use std::time::Duration;

/// The region and other variables, the bucket, the host and path of the URL, and the region it is signed for.
type Case<'a> = (&'a [(&'a str, &'a str)], &'a str, &'a str, &'a str);

const OWN_ENDPOINT: &[(&str, &str)] = &[("AWS_ENDPOINT_URL", "http://127.0.0.1:9000")];
const POINT: &str = "arn:aws:s3:eu-west-1:123456789012:accesspoint/point";

const CASES: [Case<'_>; 10] = [
    (&[], "data", "https://data.s3.amazonaws.com/a%20b/c", "us-west-2"),
    (&[("AWS_REGION", "us-east-1")], "data", "https://data.s3.amazonaws.com/a%20b/c", "us-east-1"),
    (&[], "a.b", "https://s3.us-west-2.amazonaws.com/a.b/a%20b/c", "us-west-2"),
    (&[], "My_Bucket", "https://s3.us-west-2.amazonaws.com/My_Bucket/a%20b/c", "us-west-2"),
    (OWN_ENDPOINT, "data", "http://127.0.0.1:9000/data/a%20b/c", "us-west-2"),
    (
        &[("AWS_USE_DUALSTACK_ENDPOINT", "true")],
        "data",
        "https://data.s3.dualstack.us-west-2.amazonaws.com/a%20b/c",
        "us-west-2",
    ),
    (
        &[("AWS_REGION", "us-east-1"), ("AWS_S3_US_EAST_1_REGIONAL_ENDPOINT", "regional")],
        "data",
        "https://data.s3.us-east-1.amazonaws.com/a%20b/c",
        "us-east-1",
    ),
    (
        &[("AWS_REGION", "cn-north-1")],
        "data",
        "https://data.s3.cn-north-1.amazonaws.com.cn/a%20b/c",
        "cn-north-1",
    ),
    (&[], POINT, "https://point-123456789012.s3-accesspoint.eu-west-1.amazonaws.com/a%20b/c", "eu-west-1"),
    (
        &[("AWS_USE_FIPS_ENDPOINT", "true")],
        "data",
        "https://data.s3-fips.us-west-2.amazonaws.com/a%20b/c",
        "us-west-2",
    ),
];

#[tokio::test]
async fn the_host_has_no_region_where_it_need_not() {
    for (variables, bucket, place, region) in CASES {
        let (client, http) = client_with(variables, []);
        let call = client.get_object().bucket(bucket).key("a b/c");
        let request = call.presigned(Duration::from_secs(60)).await.unwrap();
        let url = request.url();
        let (start, query) = url.split_once('?').unwrap();
        assert_eq!(start, place);
        let scope = format!("X-Amz-Credential=AKID%2F{}%2F{region}%2Fs3%2Faws4_request", day(query));
        assert!(query.contains(&scope), "{query}");
        assert!(query.contains("X-Amz-SignedHeaders=host&") && request.headers().is_empty(), "{query}");
        assert!(http.requests().is_empty());
    }
}

fn day(query: &str) -> &str {
    query.split_once("X-Amz-Date=").map_or("", |(_, date)| &date[..8])
}

#[tokio::test]
async fn a_call_that_is_sent_goes_to_the_region() {
    let (client, http) = client([Answer::new(200)]);
    client.get_object().bucket("data").key("k").await.unwrap();
    assert_eq!(http.requests()[0].uri.host(), Some("data.s3.us-west-2.amazonaws.com"));
}

#[tokio::test]
async fn a_part_is_presigned_with_what_the_uploader_must_send() {
    let (client, _) = client([]);
    let part = client.upload_part().bucket("data").key("k").upload_id("id").part_number(2);
    let request = part.content_length(5).presigned(Duration::from_secs(60)).await.unwrap();
    assert_eq!(request.method(), "PUT");
    assert!(request.url().contains("?partNumber=2&uploadId=id&X-Amz-Algorithm="), "{}", request.url());
    assert_eq!(request.headers()["content-length"], "5");
    assert!(request.url().contains("X-Amz-SignedHeaders=content-length%3Bhost&"), "{}", request.url());
    let with_bytes = client.put_object().bucket("data").key("k").body("bytes");
    assert!(with_bytes.presigned(Duration::from_secs(60)).await.is_err());
}

#[tokio::test]
async fn a_directory_bucket_is_presigned_by_its_session() {
    let answer = "<CreateSessionResult><Credentials><AccessKeyId>ONE</AccessKeyId><SecretAccessKey>s</SecretAccessKey>\
        <SessionToken>token</SessionToken><Expiration>2999-01-01T00:00:00Z</Expiration></Credentials></CreateSessionResult>";
    let (client, _) = client([Answer::new(200).body(answer)]);
    let call = client.get_object().bucket("data--usw2-az1--x-s3").key("k");
    let url = call.presigned(Duration::from_secs(60)).await.unwrap().url();
    assert!(
        url.starts_with("https://data--usw2-az1--x-s3.s3express-usw2-az1.us-west-2.amazonaws.com/k?"),
        "{url}"
    );
    assert!(url.contains("X-Amz-Credential=ONE%2F") && url.contains("X-Amz-S3session-Token=token"), "{url}");
}

//! Directory buckets.

use super::{Change, client, client_with, header};
use tucuxi::credentials::Credentials;
use tucuxi::http::test::{Answer, TestClient};

const BUCKET: &str = "data--usw2-az1--x-s3";
const HOST: &str = "data--usw2-az1--x-s3.s3express-usw2-az1.us-west-2.amazonaws.com";

fn session(key: &str, end: &str) -> Answer {
    Answer::new(200).body(format!(
        "<CreateSessionResult><Credentials><AccessKeyId>{key}</AccessKeyId><SecretAccessKey>s</SecretAccessKey>\
         <SessionToken>token-{key}</SessionToken><Expiration>{end}</Expiration></Credentials></CreateSessionResult>"
    ))
}

#[tokio::test]
async fn calls_of_a_directory_bucket_share_a_session() {
    let other = "logs--usw2-az1--x-s3";
    let answers = [session("ONE", "2999-01-01T00:00:00Z"), Answer::new(200), Answer::new(200)];
    let more = [session("TWO", "2999-01-01T00:00:00Z"), Answer::new(200)];
    let (client, http) = client(answers.into_iter().chain(more));
    for bucket in [BUCKET, BUCKET, other] {
        client.put_object().bucket(bucket).key("k").body(b"x".to_vec()).send().await.unwrap();
    }
    let sent = http.requests();
    let create = &sent[0];
    assert_eq!((create.uri.host(), create.uri.query()), (Some(HOST), Some("session")));
    assert!(header(create, "authorization").contains("Credential=AKID/"));
    assert_eq!(header(create, "x-amz-s3session-token"), "");
    for (index, key) in [(1, "ONE"), (2, "ONE"), (4, "TWO")] {
        let put = &sent[index];
        assert_eq!(put.method, "PUT");
        let authorization = header(put, "authorization");
        assert!(authorization.contains(&format!("Credential={key}/")), "{authorization}");
        assert!(authorization.contains("/us-west-2/s3express/aws4_request"), "{authorization}");
        assert!(authorization.contains("x-amz-s3session-token"), "{authorization}");
        assert_eq!(header(put, "x-amz-s3session-token"), format!("token-{key}"));
        assert_eq!(header(put, "x-amz-security-token"), "");
    }
    assert_eq!(sent.len(), 5);
}

/// A session says who made it. So nobody is given that of other credentials, of a region or of an endpoint.
#[tokio::test]
async fn sessions_are_those_of_credentials_and_place() {
    let keys = ["ONE", "TWO", "THREE", "FOUR", "FIVE"];
    let made = keys.into_iter().flat_map(|key| [session(key, "2999-01-01T00:00:00Z"), Answer::new(200)]);
    let (client, http) = client(made.chain((0..4).map(|_| Answer::new(200))));
    let changes: [Change; 5] = [
        |call| call,
        |call| call.credentials(Credentials::from_keys("AKID", "guessed")),
        |call| call.endpoint_url("https://store.example"),
        |call| call.region("us-east-1"),
        |call| call.use_dual_stack(true),
    ];
    let delete = |change: Change| client.delete_object().bucket(BUCKET).key("k").customize(change).send();
    for change in changes {
        delete(change).await.unwrap();
    }
    let signed = |http: &TestClient| -> Vec<String> {
        let sent = http.take_requests();
        let tokens = sent.iter().map(|sent| header(sent, "x-amz-s3session-token").to_owned());
        tokens.filter(|token| !token.is_empty()).collect()
    };
    assert_eq!(signed(&http), keys.map(|key| format!("token-{key}")));
    // The session of the guessed secret took the place of the other one with its access key, and is not given to it.
    for change in &changes[1..] {
        delete(*change).await.unwrap();
    }
    assert_eq!(signed(&http), keys[1..].iter().map(|key| format!("token-{key}")).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_session_that_is_over_is_made_anew() {
    let old = session("OLD", "2001-01-01T00:00:00Z");
    let new = session("NEW", "2999-01-01T00:00:00Z");
    let (client, http) = client([old, Answer::new(200), new, Answer::new(200)]);
    for _ in 0..2 {
        client.delete_object().bucket(BUCKET).key("k").send().await.unwrap();
    }
    assert_eq!(header(&http.requests()[3], "x-amz-s3session-token"), "token-NEW");
}

#[tokio::test]
async fn a_refused_session_is_the_error_of_the_call() {
    let refused = Answer::new(403).body("<Error><Code>AccessDenied</Code></Error>");
    let (client, http) = client([refused]);
    let error = client.delete_object().bucket(BUCKET).key("k").send().await.unwrap_err();
    assert_eq!(error.code(), Some("AccessDenied"));
    assert_eq!(http.requests().len(), 1);
}

#[tokio::test]
async fn sessions_can_be_turned_off() {
    let off = [("AWS_S3_DISABLE_EXPRESS_SESSION_AUTH", "true")];
    let (client, http) = client_with(&off, [Answer::new(200)]);
    client.delete_object().bucket(BUCKET).key("k").send().await.unwrap();
    let sent = http.requests();
    let authorization = header(&sent[0], "authorization");
    assert!(
        authorization.contains("Credential=AKID/") && authorization.contains("/s3express/"),
        "{authorization}"
    );
}

//! Requests that are signed for somebody else to send.

use super::*;
use crate::client::PresignedRequest;
use crate::credentials::Credentials;
use crate::protocol::JSON;
#[cfg(feature = "xml")]
use crate::protocol::QUERY;
use std::time::{SystemTime, UNIX_EPOCH};

static JSON_SERVICE: ServiceSchema =
    ServiceSchema { rules: &RULES, auth: &[AuthScheme::SigV4], ..service(JSON) };
#[cfg(feature = "xml")]
static QUERY_SERVICE: ServiceSchema =
    ServiceSchema { rules: &RULES, auth: &[AuthScheme::SigV4], ..service(QUERY) };
static SIGNED_SERVICE: ServiceSchema =
    ServiceSchema { rules: &RULES, auth: &[AuthScheme::SigV4], ..service(PLAIN) };
static TOKEN_SERVICE: ServiceSchema =
    ServiceSchema { rules: &RULES, auth: &[AuthScheme::Bearer], ..service(PLAIN) };

macro_rules! operation_of {
    ($name:ident, $input:ident, $service:ident) => {
        struct $name;
        impl Operation for $name {
            type Input = $input;
            type Output = Output;
            fn schema() -> &'static OperationSchema {
                static SCHEMA: OperationSchema = operation(&$service);
                &SCHEMA
            }
        }
    };
}
operation_of!(ActJson, Input, JSON_SERVICE);
#[cfg(feature = "xml")]
operation_of!(ActQuery, Input, QUERY_SERVICE);
operation_of!(ActSigned, Input, SIGNED_SERVICE);
operation_of!(PutSigned, Upload, SIGNED_SERVICE);
operation_of!(ActToken, Input, TOKEN_SERVICE);

const MINUTE: Duration = Duration::from_secs(60);

fn start() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_767_225_600)
}

/// A client of the operation's service, with credentials that end after so many minutes.
fn signing<O: Operation>(script: &TestClient, minutes: Option<u32>) -> Core {
    client(script, O::schema().service, |config| {
        let end = minutes.map(|minutes| start() + MINUTE * minutes);
        config.credentials = Arc::new(Credentials::builder("AKID", "secret").expiration(end).build());
        config.anonymous = false;
        config.clock = Arc::new(start);
        config.idempotency_token = Arc::new(|| Ok("token".to_owned()));
    })
}

async fn presigned<O: Operation<Input = Input>>(lifetime: Duration) -> Result<PresignedRequest, Error> {
    let script = TestClient::capture();
    let result = call::<O>(&signing::<O>(&script, None)).presigned(lifetime).await;
    assert!(script.requests().is_empty(), "nothing is sent");
    result
}

fn parameter<'a>(request: &'a PresignedRequest, name: &str) -> Option<&'a str> {
    let mut pairs = request.uri().query()?.split('&').filter_map(|pair| pair.split_once('='));
    pairs.find(|(known, _)| *known == name).map(|(_, value)| value)
}

#[tokio::test]
async fn the_signature_is_in_the_url_and_nothing_else_has_to_be_sent() {
    let request = presigned::<ActSigned>(10 * MINUTE).await.unwrap();
    assert_eq!(request.method(), "POST");
    assert!(request.url().starts_with("https://test.example/?X-Amz-Algorithm=AWS4-HMAC-SHA256&"));
    assert_eq!(parameter(&request, "X-Amz-Date"), Some("20260101T000000Z"));
    assert_eq!(parameter(&request, "X-Amz-Expires"), Some("600"));
    assert_eq!(
        parameter(&request, "X-Amz-Credential"),
        Some("AKID%2F20260101%2Fus-east-1%2Ftest%2Faws4_request")
    );
    assert_eq!(parameter(&request, "X-Amz-Signature").map(str::len), Some(64));
    assert!(request.headers().is_empty(), "{:?}", request.headers());
    assert_eq!(request.valid_until(), start() + 10 * MINUTE);
}

#[cfg(feature = "xml")]
#[tokio::test]
async fn a_form_moves_into_the_query_string() {
    let request = presigned::<ActQuery>(MINUTE).await.unwrap();
    let query = request.uri().query().unwrap();
    assert!(query.starts_with("Action=Act&Version=2026-01-01&Text=hello&Token=token&X-Amz-"), "{query}");
    assert!(request.body().is_empty() && request.headers().is_empty());
}

#[tokio::test]
async fn a_body_of_json_stays_and_is_signed() {
    let request = presigned::<ActJson>(MINUTE).await.unwrap();
    assert_eq!(request.body(), r#"{"Text":"hello","Token":"token"}"#);
    assert_eq!(request.headers()["x-amz-target"], "Test_20260101.Act");
    let signed = "content-type%3Bhost%3Bx-amz-target";
    assert_eq!(parameter(&request, "X-Amz-SignedHeaders"), Some(signed));
    let mut other = call::<ActJson>(&signing::<ActJson>(&TestClient::capture(), None));
    other.input.text = Some("other".to_owned());
    let other = other.presigned(MINUTE).await.unwrap();
    assert_ne!(parameter(&request, "X-Amz-Signature"), parameter(&other, "X-Amz-Signature"));
}

#[tokio::test]
async fn it_holds_no_longer_than_the_credentials() {
    let core = signing::<ActSigned>(&TestClient::capture(), Some(30));
    let valid = |lifetime| {
        let call = call::<ActSigned>(&core).presigned(lifetime);
        async { call.await.unwrap().valid_until() }
    };
    assert_eq!(valid(10 * MINUTE).await, start() + 10 * MINUTE);
    assert_eq!(valid(60 * MINUTE).await, start() + 30 * MINUTE);
    assert_eq!(valid(MINUTE + Duration::from_millis(900)).await, start() + MINUTE, "in whole seconds");
}

#[tokio::test]
async fn equal_calls_from_the_same_start_are_equal() {
    let core = signing::<ActSigned>(&TestClient::capture(), None);
    let later = start() + 5 * MINUTE;
    let url = || async { call::<ActSigned>(&core).presigned_at(later, MINUTE).await.unwrap() };
    let (one, two) = (url().await, url().await);
    assert_eq!(one.url(), two.url());
    assert_eq!(parameter(&one, "X-Amz-Date"), Some("20260101T000500Z"));
    assert_eq!(one.valid_until(), later + MINUTE);
}

#[tokio::test]
async fn lifetimes_have_bounds() {
    for lifetime in
        [Duration::ZERO, Duration::from_millis(999), 60 * 24 * 7 * MINUTE + Duration::from_secs(1)]
    {
        let error = presigned::<ActSigned>(lifetime).await.unwrap_err();
        assert!(error.to_string().contains("valid for at least a second and at most seven days"), "{error}");
    }
    assert!(presigned::<ActSigned>(60 * 24 * 7 * MINUTE).await.is_ok());
}

#[tokio::test]
async fn what_cannot_be_presigned_says_why() {
    let error = presigned::<ActToken>(MINUTE).await.unwrap_err();
    assert_eq!(error.to_string(), "test Act: a request with a bearer token cannot be presigned");
    let mut put = Call::<PutSigned>::new(&signing::<PutSigned>(&TestClient::capture(), None));
    put.input.body = ByteStream::from("bytes");
    let error = put.presigned(MINUTE).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "test Act: a presigned request cannot hold a streaming body; leave it out: whoever has the request sends the bytes with it"
    );
    let call = Call::<ActSigned>::new(&signing::<ActSigned>(&TestClient::capture(), None));
    assert!(call.presigned(MINUTE).await.unwrap_err().to_string().contains("Text"), "input is checked");
}

#[tokio::test]
async fn an_upload_without_its_bytes_is_signed_for_whoever_has_them() {
    let put = Call::<PutSigned>::new(&signing::<PutSigned>(&TestClient::capture(), None));
    let request = put.presigned(MINUTE).await.unwrap();
    assert!(request.body().is_empty());
}

#[tokio::test]
async fn debug_shows_no_signature() {
    let request = presigned::<ActSigned>(MINUTE).await.unwrap();
    let shown = format!("{request:?}");
    assert!(
        shown.contains("test.example") && !shown.contains("Signature") && !shown.contains("AKID"),
        "{shown}"
    );
}

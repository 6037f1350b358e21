//! Signatures compared with those botocore 1.44.5 makes for the same requests.
#![allow(clippy::unwrap_used)]

#[cfg(feature = "hyper")]
mod hosts;

use super::*;
use crate::Session;
use crate::identity::Credentials;
use crate::schema::ServiceSchema;
use crate::testing;
use crate::types::ByteStream;
use bytes::Bytes;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

const KEY: &str = "AKIDEXAMPLE";
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

/// The start of 2026.
fn start() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_767_225_600)
}

fn config(token: Option<&str>) -> ClientConfig {
    let credentials = Credentials::builder(KEY, SECRET).session_token(token.unwrap_or_default()).build();
    let session = Session::builder().env([("", ""); 0]).credentials(credentials).build().unwrap();
    let mut config = session.client_config(&testing::named("x", "X")).unwrap();
    config.clock = Arc::new(start);
    config
}

fn choice(name: &str) -> AuthChoice {
    AuthChoice::new(AuthScheme::SigV4, name, Some("us-east-1".to_owned())).with_s3_rules(name == "s3")
}

fn request(method: &str, url: &str, headers: &[(&str, &str)], body: Body) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(url);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(body).unwrap()
}

fn bytes(text: &'static str) -> Body {
    Body::Bytes(Bytes::from_static(text.as_bytes()))
}

async fn signed(
    service: &str,
    token: Option<&str>,
    mut request: Request<Body>,
    payload: PayloadHash,
) -> Request<Body> {
    sign(&choice(service), &config(token), None, &mut request, payload).await.unwrap();
    request
}

fn header<'a>(request: &'a Request<Body>, name: &str) -> &'a str {
    request.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

#[track_caller]
fn assert_signature(request: &Request<Body>, service: &str, names: &str, signature: &str) {
    let expected = format!(
        "AWS4-HMAC-SHA256 Credential={KEY}/20260101/us-east-1/{service}/aws4_request, SignedHeaders={names}, \
         Signature={signature}"
    );
    assert_eq!(header(request, "authorization"), expected);
    assert_eq!(header(request, "x-amz-date"), "20260101T000000Z");
}

#[tokio::test]
async fn json_call() {
    let headers = [
        ("content-type", "application/x-amz-json-1.0"),
        ("x-amz-target", "DynamoDB_20120810.GetItem"),
        ("user-agent", "x"),
        ("x-amzn-trace-id", "y"),
    ];
    let request =
        request("POST", "https://dynamodb.us-east-1.amazonaws.com/", &headers, bytes(r#"{"TableName":"t"}"#));
    let mut request = signed("dynamodb", None, request, PayloadHash::Bytes).await;
    let signature = "40713497f71aa692a5339566498b7501cc69ca86407f89570747c6072ffd5e46";
    assert_signature(&request, "dynamodb", "content-type;host;x-amz-date;x-amz-target", signature);
    assert_eq!(header(&request, "x-amz-content-sha256"), "");
    // A retry signs again.
    sign(&choice("dynamodb"), &config(None), None, &mut request, PayloadHash::Bytes).await.unwrap();
    assert_signature(&request, "dynamodb", "content-type;host;x-amz-date;x-amz-target", signature);
}

#[tokio::test]
async fn path_query_and_header_are_made_canonical() {
    let url = "https://lambda.us-east-1.amazonaws.com:443/2015-03-31/functions/a%20b//c/../d%3A1?b=2&a=x%20y&a=1&flag";
    let request = request("GET", url, &[("x-multi", "  a   b ")], Body::Empty);
    let request = signed("lambda", Some("TOKEN/+="), request, PayloadHash::Bytes).await;
    let signature = "05c18ab3fd21b46c244021806a588030280b160775b7730f2ae9562cabcf0173";
    assert_signature(&request, "lambda", "host;x-amz-date;x-amz-security-token;x-multi", signature);
    assert_eq!(header(&request, "x-amz-security-token"), "TOKEN/+=");
    assert!(request.headers()["x-amz-security-token"].is_sensitive());
}

#[tokio::test]
async fn payload_left_out() {
    let request = request("POST", "https://x.us-east-1.amazonaws.com/p", &[], bytes("abc"));
    let request = signed("lex", None, request, PayloadHash::Unsigned).await;
    let signature = "978c36cd493e775d416e4783c0769dcbbf5b5a85d2213c7081b80f2e1769e7c9";
    assert_signature(&request, "lex", "host;x-amz-content-sha256;x-amz-date", signature);
    assert_eq!(header(&request, "x-amz-content-sha256"), "UNSIGNED-PAYLOAD");
}

const S3_URL: &str = "https://b.s3.us-east-1.amazonaws.com/k";

#[tokio::test]
async fn s3_signs_the_path_as_it_is_and_sends_the_payload_hash() {
    let url = "https://b.s3.us-east-1.amazonaws.com/a/../b%20c//d?x-id=PutObject";
    let request_with = |body| request("PUT", url, &[("x-amz-meta-k", "v")], body);
    let signature = "9800e552b570de24459d5af210b97dcbab7bcbe3a7fc983ac0714556a9b5f23b";
    for body in [bytes("hello"), Body::Stream(ByteStream::from("hello"))] {
        let request = signed("s3", None, request_with(body), PayloadHash::Bytes).await;
        assert_signature(&request, "s3", "host;x-amz-content-sha256;x-amz-date;x-amz-meta-k", signature);
        let hash = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
        assert_eq!(header(&request, "x-amz-content-sha256"), hash);
    }
}

#[tokio::test]
async fn s3_payload_left_out_or_followed_by_a_trailer() {
    let headers = [("x-amz-checksum-crc32", "AAAAAA==")];
    let sent =
        signed("s3", None, request("PUT", S3_URL, &headers, bytes("hello")), PayloadHash::Unsigned).await;
    let signature = "ff09521ac7e55cb208ceb022214b5604ab78c3ce544fdec6c4c1acfa3c183371";
    assert_signature(&sent, "s3", "host;x-amz-checksum-crc32;x-amz-content-sha256;x-amz-date", signature);

    let headers = [("x-amz-trailer", "x-amz-checksum-crc32")];
    let sent = request("PUT", S3_URL, &headers, bytes("hello"));
    let sent = signed("s3", Some("T"), sent, PayloadHash::UnsignedTrailer).await;
    let names = "host;x-amz-content-sha256;x-amz-date;x-amz-security-token;x-amz-trailer";
    assert_signature(&sent, "s3", names, "755ba1b01b58ce645644912d7cde6a67a679ef140fbbda36ee54583e85459eae");
    assert_eq!(header(&sent, "x-amz-content-sha256"), "STREAMING-UNSIGNED-PAYLOAD-TRAILER");
}

#[tokio::test]
async fn the_user_may_want_s3_payloads_always_or_never_signed() {
    let with = async |signing, payload| {
        let mut config = config(None);
        config.s3.payload_signing = Some(signing);
        let mut request = request("PUT", S3_URL, &[], bytes("hello"));
        sign(&choice("s3"), &config, None, &mut request, payload).await.unwrap();
        header(&request, "x-amz-content-sha256").to_owned()
    };
    assert!(with(true, PayloadHash::Unsigned).await.starts_with("2cf24dba"));
    assert_eq!(with(false, PayloadHash::Bytes).await, "UNSIGNED-PAYLOAD");
    let trailer = with(true, PayloadHash::UnsignedTrailer).await;
    assert_eq!(trailer, "STREAMING-UNSIGNED-PAYLOAD-TRAILER");
}

#[tokio::test]
async fn a_port_of_its_own_is_part_of_the_host() {
    let request = request("GET", "http://127.0.0.1:5000/b?list-type=2&prefix=", &[], Body::Empty);
    let request = signed("s3", None, request, PayloadHash::Bytes).await;
    let signature = "6a11cb7d5e8be78e003e37632bf4a6b46fd3d95df691f9cf84b55bdc59a6ffac";
    assert_signature(&request, "s3", "host;x-amz-content-sha256;x-amz-date", signature);
}

#[tokio::test]
async fn presigned_urls() {
    let mut get = request("GET", "https://b.s3.us-east-1.amazonaws.com/a/../b?x=1", &[], Body::Empty);
    presign(&choice("s3"), &config(Some("T/+=")), None, &mut get, start(), Duration::from_secs(900))
        .await
        .unwrap();
    assert_eq!(
        get.uri().to_string(),
        "https://b.s3.us-east-1.amazonaws.com/a/../b?x=1&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=\
         AKIDEXAMPLE%2F20260101%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20260101T000000Z&X-Amz-Expires=900\
         &X-Amz-SignedHeaders=host&X-Amz-Security-Token=T%2F%2B%3D&X-Amz-Signature=\
         01fad6f2a360b354206f636484b8882a232094691ead20c84ab001658f6bd682"
    );
    let headers =
        [("content-type", "application/x-www-form-urlencoded; charset=utf-8"), ("x-k8s-aws-id", "c")];
    let url = "https://sts.us-east-1.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15";
    let mut post = request("POST", url, &headers, Body::Empty);
    presign(&choice("sts"), &config(None), None, &mut post, start(), Duration::from_secs(60)).await.unwrap();
    let query = post.uri().query().unwrap();
    assert!(query.ends_with(
        "&X-Amz-SignedHeaders=host%3Bx-k8s-aws-id&X-Amz-Signature=\
         4964a90b2648c20d37fe19a10c19854643842019492aa7403574eee50d2f948d"
    ));
    assert_eq!(header(&post, "content-type"), "");
    assert!(
        presign(&choice("s3"), &config(None), None, &mut post, start(), Duration::from_secs(604_801))
            .await
            .is_err()
    );
}

#[tokio::test]
async fn without_a_region_the_error_says_where_to_set_one() {
    let choice = AuthChoice::new(AuthScheme::SigV4, "ec2", None);
    let mut request = request("GET", S3_URL, &[], Body::Empty);
    let error = sign(&choice, &config(None), None, &mut request, PayloadHash::Bytes).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    let text = error.to_string();
    assert!(text.contains("AWS_REGION") && text.contains("`region` in the profile `default`"), "{text}");
}

#[tokio::test]
async fn tokens_travel_over_https_only() {
    let env = [("AWS_BEARER_TOKEN_BEDROCK", "t0ken")];
    let service = ServiceSchema { environment_token: true, ..testing::named("bedrock", "Bedrock") };
    let config = Session::builder().env(env).build().unwrap().client_config(&service).unwrap();
    assert_eq!(config.auth_scheme_preference, [AuthScheme::Bearer]);
    let choice = AuthChoice::new(AuthScheme::Bearer, "bedrock", None);
    let mut https = request("GET", S3_URL, &[], Body::Empty);
    sign(&choice, &config, None, &mut https, PayloadHash::Bytes).await.unwrap();
    assert_eq!(header(&https, "authorization"), "Bearer t0ken");
    let mut http = request("GET", "http://127.0.0.1/", &[], Body::Empty);
    assert!(sign(&choice, &config, None, &mut http, PayloadHash::Bytes).await.is_err());
    let other = AuthChoice::new(AuthScheme::Bearer, "code-catalyst", None);
    let error = sign(&other, &config, None, &mut https, PayloadHash::Bytes).await.unwrap_err().to_string();
    assert!(error.contains("AWS_BEARER_TOKEN_CODE_CATALYST"), "{error}");
}

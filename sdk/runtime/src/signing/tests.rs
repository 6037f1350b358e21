//! The expected signatures are botocore's.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::error::ErrorKind;
use http::header::AUTHORIZATION;

const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
const TOKEN: &str = "tok/en+==";
const URL: &str = "https://abc.execute-api.eu-west-1.amazonaws.com/prod/a%20b";

fn session(token: Option<&str>) -> Session {
    let keys = Credentials::builder("AKIDEXAMPLE", SECRET).session_token(token.unwrap_or_default()).build();
    Session::builder().env([("", ""); 0]).region("eu-west-1").credentials(keys).build().unwrap()
}

/// For a service, at 2026-01-02T03:04:05.9Z.
fn signer(name: &str, token: Option<&str>) -> RequestSigner {
    session(token).signer(name).at(UNIX_EPOCH + Duration::from_millis(1_767_323_045_900))
}

fn signature<B>(request: &Request<B>) -> &str {
    let header = request.headers()[AUTHORIZATION].to_str().unwrap();
    header.rsplit_once("Signature=").unwrap().1
}

#[tokio::test]
async fn requests_are_signed_as_botocore_signs_them() {
    for (token, expected) in [
        (None, "098a9346b7ad0e1033b48e25ffa674081c23f51d12a7735e69430f45218151da"),
        (Some(TOKEN), "8398333efa56a544d54e43db1e54d57bdd94d442d4daa6f80fe0be5e835751d3"),
    ] {
        let request = Request::post(format!("{URL}?x=1&a=%2F")).header("content-type", "application/json");
        let mut request = request.body(r#"{"name": "tea"}"#).unwrap();
        let signer = signer("execute-api", token);
        for _ in 0..2 {
            signer.sign(&mut request).await.unwrap();
            assert_eq!(signature(&request), expected, "also when it is signed again");
        }
        let hash = "c44321a01ee4f1ebdb9ac78b7b4dd7ccd3fc4b6e0ec4d7d8b5e3cbaaea1d0b2c";
        signer.sign_payload(&mut request, Payload::Sha256(hash)).await.unwrap();
        assert_ne!(signature(&request), expected, "the hash counts");
    }
}

#[tokio::test]
async fn by_the_rules_of_s3_a_path_is_signed_as_it_is() {
    for (token, expected) in [
        (None, "b9b5dd89bcae33c81620e42e9557679a2a25c718b076800829b27cc0692cdfba"),
        (Some(TOKEN), "b6788c34c8be39a22a0acfbcacaa1eefccf5c93aa809398f9e045182a3256a1e"),
    ] {
        let mut request = Request::get("https://B.s3.eu-west-1.amazonaws.com:443/a%20b").body(()).unwrap();
        signer("s3", token).s3_rules().sign_payload(&mut request, Payload::Empty).await.unwrap();
        assert_eq!(signature(&request), expected);
        assert_eq!(request.uri(), "https://b.s3.eu-west-1.amazonaws.com/a%20b");
    }
}

#[tokio::test]
async fn urls_are_signed_as_botocore_signs_them() {
    let scope = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20260102%2Fus-east-1%2Fexecute-api%2F\
                 aws4_request&X-Amz-Date=20260102T030405Z&X-Amz-Expires=600&X-Amz-SignedHeaders=host";
    for (token, end) in [
        (None, "&X-Amz-Signature=834a861adec1607039822a0bcdacc62f382c6ad4d9abb222054cc7988fdc0f86"),
        (
            Some(TOKEN),
            "&X-Amz-Security-Token=tok%2Fen%2B%3D%3D\
             &X-Amz-Signature=ac5c0df09053e9b60be30292600840dbbd9ab63581f3eead484b5348b21bde20",
        ),
    ] {
        let signer = signer("execute-api", token).region("us-east-1");
        let request = Request::get(format!("{URL}?x=1")).body("").unwrap();
        let signed = signer.presign(request, Duration::from_secs(600)).await.unwrap();
        assert_eq!(signed.url(), format!("{URL}?x=1&{scope}{end}"));
        assert_eq!(signed.valid_until(), UNIX_EPOCH + Duration::from_secs(1_767_323_645));
    }
}

#[tokio::test]
async fn an_unsigned_payload_is_told_in_a_header() {
    let mut request = Request::put(URL).body(()).unwrap();
    signer("execute-api", None).sign_payload(&mut request, Payload::Unsigned).await.unwrap();
    assert_eq!(request.headers()["x-amz-content-sha256"], "UNSIGNED-PAYLOAD");
}

#[tokio::test]
async fn what_cannot_be_signed_says_why() {
    let mut request = Request::get("/prod").body("").unwrap();
    let error = signer("execute-api", None).sign(&mut request).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Validation);
    assert!(error.to_string().contains("no host"), "{error}");

    let mut request = Request::get(URL).header("accept", "text/plain").body("").unwrap();
    let nowhere = Session::builder().env([("", ""); 0]).credentials(Credentials::from_keys("a", "b"));
    let error = nowhere.clone().build().unwrap().signer("es").sign(&mut request).await.unwrap_err();
    assert!(error.to_string().contains("no region is set"), "{error}");
    assert_eq!(request.headers().len(), 1, "the request is as it was");

    let error = nowhere.anonymous(true).build().unwrap().signer("es").sign(&mut request).await.unwrap_err();
    assert!(error.to_string().contains("anonymous"), "{error}");
    for host in ["", "a/b", "a b", "a?x", "a.example/"] {
        assert!(
            token::connect(&signer("es", None), host, &[], Duration::from_secs(1)).await.is_err(),
            "{host}"
        );
    }
}

#[test]
fn keys_are_not_shown() {
    let shown = format!("{:?}", signer("es", Some(TOKEN)));
    assert!(shown.contains("eu-west-1") && !shown.contains(SECRET) && !shown.contains(TOKEN), "{shown}");
}

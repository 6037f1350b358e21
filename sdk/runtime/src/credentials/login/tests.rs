//! Console login against answers by script.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::http::test::{Answer, TestClient};
use crate::testing::home::{Home, in_seconds};
use serde_json::{Value, json};

const ARN: &str = "arn:aws:sts::123456789012:federated-user/ann";
const CONFIG: &str = "[profile dev]\nlogin_session = arn:aws:sts::123456789012:federated-user/ann\n";

/// A key made for this test.
const KEY: &str = "-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIMmvqdhFunUWa1whV2ex1pNOUMPbNuibEnuKYisSD2choAoGCCqGSM49
AwEHoUQDQgAEYP7UuiVanTHJYet0xjVtaMBJuJI7Yfps5mliLmDyn7Z5A/4QCLi8
maQa6elWKLxk8vGyDC1+n1F3o8KU1EYimQ==
-----END EC PRIVATE KEY-----
";

/// The file of a sign-in whose credentials hold for so long.
fn sign_in(seconds: i64) -> Value {
    json!({
        "accessToken": {
            "accessKeyId": "FIRST", "secretAccessKey": "s1", "sessionToken": "t1",
            "accountId": "123456789012", "expiresAt": in_seconds(seconds),
        },
        "tokenType": "aws_sigv4",
        "clientId": "arn:aws:signin:::devtools/same-device",
        "refreshToken": "again",
        "idToken": "who",
        "dpopKey": KEY,
    })
}

fn refreshed() -> Answer {
    let answer = json!({
        "accessToken": {"accessKeyId": "SECOND", "secretAccessKey": "s2", "sessionToken": "t2"},
        "tokenType": "aws_sigv4",
        "expiresIn": 900,
        "refreshToken": "once more",
    });
    Answer::new(200).body(answer.to_string())
}

fn refused(reason: &str) -> Answer {
    let body = json!({"error": reason, "message": "no"});
    Answer::new(400).header("x-amzn-errortype", "AccessDeniedException").body(body.to_string())
}

async fn fetch(home: &Home, http: &TestClient) -> Result<Credentials, Error> {
    home.session("dev", http).credentials().credentials().await
}

#[tokio::test]
async fn a_fresh_sign_in_is_used_as_it_is() {
    let home = Home::new(CONFIG);
    home.write(&home.login_file(ARN), &sign_in(6 * 60));
    let http = TestClient::replay([]);
    let credentials = fetch(&home, &http).await.unwrap();
    assert_eq!((credentials.access_key_id(), credentials.session_token()), ("FIRST", Some("t1")));
    assert_eq!(credentials.account_id(), Some("123456789012"));
    assert!(http.requests().is_empty());
}

#[tokio::test]
async fn one_near_its_end_is_refreshed_with_a_proof_and_saved() {
    let home = Home::new(CONFIG);
    let file = home.login_file(ARN);
    home.write(&file, &sign_in(4 * 60));
    let http = TestClient::replay([refreshed()]);
    let credentials = fetch(&home, &http).await.unwrap();
    assert_eq!((credentials.access_key_id(), credentials.session_token()), ("SECOND", Some("t2")));
    assert_eq!(credentials.account_id(), Some("123456789012"));
    let requests = http.requests();
    assert_eq!(requests[0].uri.to_string(), "https://test.example/v1/token");
    let body: Value = serde_json::from_slice(&requests[0].body).unwrap();
    let expected = json!({
        "clientId": "arn:aws:signin:::devtools/same-device", "grantType": "refresh_token", "refreshToken": "again",
    });
    assert_eq!(body, expected);
    assert_eq!(requests[0].headers["dpop"].to_str().unwrap().split('.').count(), 3);
    assert!(!requests[0].headers.contains_key("authorization"));
    let saved = home.read(&file);
    let mut expected = sign_in(0);
    expected["accessToken"] = json!({
        "accessKeyId": "SECOND", "secretAccessKey": "s2", "sessionToken": "t2",
        "accountId": "123456789012", "expiresAt": saved["accessToken"]["expiresAt"],
    });
    expected["refreshToken"] = "once more".into();
    assert_eq!(saved, expected);
    assert!(saved["accessToken"]["expiresAt"].as_str().unwrap() > in_seconds(14 * 60).as_str());
}

#[tokio::test]
async fn a_refusal_is_borne_while_the_credentials_hold() {
    let home = Home::new(CONFIG);
    home.write(&home.login_file(ARN), &sign_in(2 * 60));
    let http = TestClient::replay([refused("TOKEN_EXPIRED")]);
    assert_eq!(fetch(&home, &http).await.unwrap().access_key_id(), "FIRST");
}

#[tokio::test]
async fn refusals_say_what_to_do() {
    let home = Home::new(CONFIG);
    home.write(&home.login_file(ARN), &sign_in(-60));
    for (reason, message, hint) in [
        ("TOKEN_EXPIRED", "the sign-in is over", "`aws login --profile dev`"),
        ("USER_CREDENTIALS_CHANGED", "password of the user was changed", "`aws login --profile dev`"),
        ("INSUFFICIENT_PERMISSIONS", "the user may not refresh", "`signin:CreateOAuth2Token`"),
    ] {
        let error = fetch(&home, &TestClient::replay([refused(reason)])).await.unwrap_err().to_string();
        assert!(error.contains(message) && error.contains(hint), "{error}");
        assert!(error.contains("AccessDeniedException"), "{error}");
    }
}

#[tokio::test]
async fn files_that_are_not_there_or_not_whole_are_told() {
    let home = Home::new(CONFIG);
    let http = TestClient::replay([]);
    let error = async || fetch(&home, &http).await.unwrap_err().to_string();
    let text = error().await;
    assert!(
        text.contains("nobody signed in as `arn:") && text.contains("`aws login --profile dev`"),
        "{text}"
    );
    for (key, problem) in [
        ("accessToken", "has no accessToken"),
        ("refreshToken", "has no refreshToken"),
        ("clientId", "has no clientId"),
        ("dpopKey", "has no dpopKey"),
    ] {
        let mut document = sign_in(-60);
        document.as_object_mut().unwrap().remove(key);
        home.write(&home.login_file(ARN), &document);
        let text = error().await;
        assert!(text.contains(problem) && text.contains("aws login"), "{text}");
    }
    let mut document = sign_in(-60);
    document["dpopKey"] = "hidden".into();
    home.write(&home.login_file(ARN), &document);
    let text = error().await;
    assert!(text.contains("no key on the curve P-256") && !text.contains("hidden"), "{text}");
    assert!(http.requests().is_empty());
}

#[tokio::test]
async fn a_sign_in_is_usable_alone() {
    let home = Home::new("[default]\n");
    home.write(&home.login_file(ARN), &sign_in(-60));
    let http = TestClient::replay([refreshed()]);
    let session = home.session("default", &http);
    assert!(Login::of_profile(&session, "default").unwrap().is_none());
    let login = Login::new(&session, ARN).unwrap();
    assert_eq!(login.credentials().await.unwrap().access_key_id(), "SECOND");
}

//! Single sign-on against answers by script.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::credentials::ProvideToken;
use crate::http::test::{Answer, TestClient};
use crate::session::Session;
use crate::testing;
use crate::testing::home::{Home, in_seconds};
use serde_json::{Value, json};
use std::time::{Duration, UNIX_EPOCH};

const CONFIG: &str = "[profile dev]
sso_session = corp
sso_account_id = 123456789012
sso_role_name = Admin
[sso-session corp]
sso_start_url = https://corp.example/start
sso_region = eu-central-1
[profile old]
sso_start_url = https://old.example/start
sso_region = us-east-1
sso_account_id = 210987654321
sso_role_name = Reader
[profile tokens]
sso_session = corp
";
const URL: &str = "https://old.example/start";

fn keys(seconds: u64) -> Answer {
    let end = SystemTime::now() + Duration::from_secs(seconds);
    let millis = end.duration_since(UNIX_EPOCH).unwrap().as_millis() as u64;
    let keys =
        json!({"accessKeyId": "AKID", "secretAccessKey": "s", "sessionToken": "t", "expiration": millis});
    Answer::new(200).body(json!({"roleCredentials": keys}).to_string())
}

/// A new token, as SSO OIDC gives it.
fn token(name: &str) -> Answer {
    let answer = json!({"accessToken": name, "expiresIn": 3600, "refreshToken": format!("after-{name}")});
    Answer::new(200).body(answer.to_string())
}

/// The file of a sign-in whose token holds for so long.
fn sign_in(seconds: i64) -> Value {
    json!({
        "startUrl": "https://corp.example/start",
        "region": "eu-central-1",
        "accessToken": "first",
        "expiresAt": in_seconds(seconds),
        "clientId": "client",
        "clientSecret": "secret",
        "registrationExpiresAt": in_seconds(86_400),
        "refreshToken": "again",
        "scopes": ["sso:account:access"],
    })
}

fn refused(status: u16, code: &str) -> Answer {
    Answer::new(status).header("x-amzn-errortype", code).body("{}")
}

async fn fetch(session: &Session) -> Result<Credentials, Error> {
    session.credentials().credentials().await
}

fn bearer(request: &crate::http::test::SentRequest) -> &str {
    request.headers["x-amz-sso_bearer_token"].to_str().unwrap()
}

#[tokio::test]
async fn a_sign_in_gives_credentials_of_the_role() {
    let home = Home::new(CONFIG);
    home.write(&home.sso_file("corp"), &sign_in(3_600));
    let http = TestClient::replay([keys(3_600)]);
    let credentials = fetch(&home.session("dev", &http)).await.unwrap();
    assert_eq!((credentials.access_key_id(), credentials.session_token()), ("AKID", Some("t")));
    assert_eq!(credentials.account_id(), Some("123456789012"));
    let left = credentials.expiration().unwrap().duration_since(SystemTime::now()).unwrap();
    assert!((3_590..=3_600).contains(&left.as_secs()), "{left:?}");
    let [request] = &http.requests()[..] else { panic!("one request is sent") };
    assert_eq!(request.method, "GET");
    assert_eq!(
        request.uri.to_string(),
        "https://test.example/federation/credentials?role_name=Admin&account_id=123456789012"
    );
    assert_eq!(bearer(request), "first");
    assert!(!request.headers.contains_key("authorization"));
}

#[tokio::test]
async fn a_token_near_its_end_is_refreshed_and_saved() {
    let home = Home::new(CONFIG);
    let file = home.sso_file("corp");
    home.write(&file, &sign_in(14 * 60));
    let http = TestClient::replay([token("second"), keys(3_600)]);
    fetch(&home.session("dev", &http)).await.unwrap();
    let requests = http.requests();
    assert_eq!(requests[0].uri.to_string(), "https://test.example/token");
    let body: Value = serde_json::from_slice(&requests[0].body).unwrap();
    let expected = json!({
        "clientId": "client", "clientSecret": "secret", "grantType": "refresh_token", "refreshToken": "again",
    });
    assert_eq!(body, expected);
    assert_eq!(bearer(&requests[1]), "second");
    let saved = home.read(&file);
    let mut expected = sign_in(0);
    expected["accessToken"] = "second".into();
    expected["refreshToken"] = "after-second".into();
    for key in ["expiresAt", "registrationExpiresAt"] {
        expected[key] = saved[key].clone();
    }
    assert_eq!(saved, expected);
    assert!(saved["expiresAt"].as_str().unwrap() > in_seconds(3_500).as_str());
}

#[tokio::test]
async fn sessions_that_share_a_sign_in_refresh_it_once() {
    let home = Home::new(CONFIG);
    home.write(&home.sso_file("corp"), &sign_in(-60));
    let http = TestClient::replay([token("second"), keys(3_600), keys(3_600)]);
    let (one, two) = (home.session("dev", &http), home.session("dev", &http));
    let both = tokio::join!(fetch(&one), fetch(&two));
    assert!(both.0.is_ok() && both.1.is_ok());
    let paths: Vec<_> = http.requests().iter().map(|request| request.uri.path().to_owned()).collect();
    assert_eq!(paths, ["/token", "/federation/credentials", "/federation/credentials"]);
}

#[tokio::test]
async fn a_refusal_is_borne_while_the_token_holds() {
    let home = Home::new(CONFIG);
    home.write(&home.sso_file("corp"), &sign_in(5 * 60));
    let http = TestClient::replay([refused(400, "InvalidGrantException"), keys(3_600)]);
    fetch(&home.session("dev", &http)).await.unwrap();
    assert_eq!(bearer(&http.requests()[1]), "first");
}

#[tokio::test]
async fn a_token_that_is_over_and_refused_is_told() {
    let home = Home::new(CONFIG);
    home.write(&home.sso_file("corp"), &sign_in(-60));
    let http = TestClient::always(refused(400, "InvalidGrantException"));
    let error = fetch(&home.session("dev", &http)).await.unwrap_err().to_string();
    assert!(error.contains("the token of sso-session `corp` is over"), "{error}");
    assert!(error.contains("InvalidGrantException"), "{error}");
    assert!(error.contains("`aws sso login --profile dev`"), "{error}");
}

#[tokio::test]
async fn without_a_registration_nothing_is_refreshed() {
    let home = Home::new(CONFIG);
    let mut over = sign_in(-60);
    over["registrationExpiresAt"] = in_seconds(-1).into();
    let mut without = sign_in(-60);
    without.as_object_mut().unwrap().remove("refreshToken");
    for (document, reason) in
        [(over, "the registration of the client ended at"), (without, "has no refreshToken")]
    {
        home.write(&home.sso_file("corp"), &document);
        let http = TestClient::replay([]);
        let error = fetch(&home.session("dev", &http)).await.unwrap_err().to_string();
        assert!(error.contains(reason) && error.contains("aws sso login"), "{error}");
        assert!(http.requests().is_empty());
    }
}

#[tokio::test]
async fn the_older_sign_in_is_read_and_never_refreshed() {
    let home = Home::new(CONFIG);
    let http = TestClient::replay([keys(3_600)]);
    let error = fetch(&home.session("old", &http)).await.unwrap_err().to_string();
    assert!(error.contains("nobody signed in") && error.contains("--profile old"), "{error}");
    home.write(&home.sso_file(URL), &sign_in(-1));
    let error = fetch(&home.session("old", &http)).await.unwrap_err().to_string();
    assert!(error.contains("has a token that is over") && error.contains("--profile old"), "{error}");
    assert!(http.requests().is_empty());
    home.write(&home.sso_file(URL), &sign_in(60));
    let credentials = fetch(&home.session("old", &http)).await.unwrap();
    assert_eq!(credentials.account_id(), Some("210987654321"));
}

#[tokio::test]
async fn a_token_the_service_does_not_take_is_told() {
    let home = Home::new(CONFIG);
    home.write(&home.sso_file("corp"), &sign_in(3_600));
    let http = TestClient::always(refused(401, "UnauthorizedException"));
    let error = fetch(&home.session("dev", &http)).await.unwrap_err().to_string();
    assert!(error.contains("no longer accepted") && error.contains("aws sso login --profile dev"), "{error}");
}

#[tokio::test]
async fn bearer_tokens_come_from_the_environment_or_the_sign_in() {
    let home = Home::new(CONFIG);
    home.write(&home.sso_file("corp"), &sign_in(3_600));
    let http = TestClient::replay([]);
    let provider = crate::credentials::SsoToken::of_profile(&home.session("tokens", &http), "tokens");
    assert_eq!(provider.unwrap().unwrap().token("bedrock").await.unwrap(), "first");
    assert!(crate::credentials::SsoToken::of_profile(&home.session("old", &http), "old").unwrap().is_none());
    let session = home.session("tokens", &http);
    assert_eq!(
        session.client_config(&testing::named("x", "X")).unwrap().token.token("codecatalyst").await.unwrap(),
        "first"
    );
    let error = home
        .session("old", &http)
        .client_config(&testing::named("x", "X"))
        .unwrap()
        .token
        .token("codecatalyst")
        .await;
    let error = error.unwrap_err().to_string();
    assert!(error.contains("AWS_BEARER_TOKEN_CODECATALYST, `sso_session` of profile `old`"), "{error}");
}

#[tokio::test]
async fn a_builder_takes_the_place_of_a_profile() {
    let home = Home::new(CONFIG);
    home.write(&home.sso_file("corp"), &sign_in(3_600));
    let http = TestClient::replay([keys(3_600)]);
    let session = home.session("tokens", &http);
    let provider = Sso::builder("1", "Other").sso_session("corp").build(&session).unwrap();
    provider.credentials().await.unwrap();
    // They are kept.
    provider.credentials().await.unwrap();
    assert!(http.requests()[0].uri.to_string().ends_with("role_name=Other&account_id=1"));
    let error = Sso::builder("1", "Other").start_url("https://x").build(&session).unwrap_err();
    assert!(error.to_string().contains("no region"), "{error}");
}

fn asked(config: &str) -> Result<Option<Asked>, String> {
    let home = Home::new(config);
    let profiles = Profiles::load("~/.aws/config", "~/.aws/credentials", &home.env()).unwrap();
    Asked::of_profile(&profiles, "p").map_err(|error| error.to_string())
}

#[test]
fn profiles_have_to_be_whole_and_agree_with_the_session() {
    assert_eq!(asked("[profile p]\nsso_session = x\n").unwrap(), None);
    let error = asked("[profile p]\nsso_account_id = 1\n").unwrap_err();
    assert!(error.ends_with("has no `sso_role_name`, `sso_start_url`, `sso_region`"), "{error}");
    let error = asked("[profile p]\nsso_account_id = 1\nsso_session = x\n").unwrap_err();
    assert!(error.contains("no section [sso-session x]"), "{error}");
    let whole = "[profile p]\nsso_account_id = 1\nsso_role_name = r\nsso_session = x\nsso_region = a\n\
                 [sso-session x]\nsso_start_url = u\n";
    let region = asked(&format!("{whole}sso_region = a\n")).unwrap().unwrap().region;
    assert_eq!(region, "a");
    let error = asked(&format!("{whole}sso_region = b\n")).unwrap_err();
    assert!(error.contains("its `sso_region` is `a` and that of the sso-session is `b`"), "{error}");
}

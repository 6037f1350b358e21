//! Clients made from one another, and what can be read of their settings.

use super::*;
use crate::client::{Builder, Config};
use crate::config::RetryMode;
use crate::credentials::{Credentials, ProvideCredentials};
use crate::http::BoxFuture;
use crate::session::Session;
use std::sync::atomic::{AtomicU32, Ordering};

fn session(http: &TestClient) -> crate::session::SessionBuilder {
    Session::builder().env([("", ""); 0]).region("us-east-1").http_client(http.clone())
}

#[test]
fn a_client_tells_its_settings() {
    let builder = session(&TestClient::capture()).retry_mode(RetryMode::Adaptive).anonymous(true);
    let core: Core =
        Builder::new(&builder.build().unwrap(), &SERVICE).endpoint_url("https://a.example").build();
    let there = core.customize(|b| b.region("eu-west-1").endpoint_url("https://b.example/x").max_attempts(7));
    let (here, there) = (Config::of(&core), Config::of(&there));
    assert_eq!((here.region(), there.region()), (Some("us-east-1"), Some("eu-west-1")));
    assert_eq!(there.endpoint_url(), Some("https://b.example/x"));
    assert_eq!(there.endpoint().unwrap(), "https://b.example/x");
    assert_eq!((here.max_attempts(), there.max_attempts()), (3, 7));
    assert_eq!(there.retry_mode(), RetryMode::Adaptive);
    assert!(there.credentials().is_none(), "it does not sign");
    assert!(there.error().is_none());
}

#[test]
fn a_client_without_an_endpoint_says_why() {
    let session = session(&TestClient::capture()).build().unwrap();
    let core: Core = Builder::new(&session, &SERVICE).build();
    assert_eq!(Config::of(&core).endpoint_url(), None);
    let error = Config::of(&core).endpoint().unwrap_err().to_string();
    assert!(error.contains("Endpoint is required"), "{error}");
    let broken: Core = Builder::new(&session, &SERVICE).max_attempts(0).build();
    assert_eq!(Config::of(&broken).region(), None);
    assert!(Config::of(&broken).error().unwrap().to_string().contains("`max_attempts` is 0"));
}

#[tokio::test]
async fn a_setting_that_the_service_does_not_have_fails_the_calls() {
    let script = TestClient::capture();
    let core = client(&script, &SERVICE, |_| ());
    let error = call::<Act>(&core.customize(|b| b.client_context("specail", true))).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(
        error
            .to_string()
            .ends_with("`specail` is not a setting of Test; it has only `special`; is `special` meant?"),
        "{error}"
    );
    assert!(script.requests().is_empty());
}

/// Notes its name in a header.
struct Named(&'static str);

impl Interceptor for Named {
    fn before_sign(&self, _: &mut Context, request: &mut http::Request<Body>) -> Result<(), Error> {
        request.headers_mut().append("x-seen", self.0.parse().unwrap());
        Ok(())
    }
}

#[tokio::test]
async fn interceptors_of_the_session_go_before_those_of_the_client() {
    let http = TestClient::always(response(200, "ok"));
    let session = session(&http).anonymous(true).interceptor(Named("session")).build().unwrap();
    let derived = session.to_builder().interceptor(Named("derived")).build().unwrap();
    for (session, expected) in
        [(session, &["session", "client"][..]), (derived, &["session", "derived", "client"])]
    {
        let builder = Builder::<Core>::new(&session, &SERVICE).endpoint_url("https://a.example");
        call::<Act>(&builder.interceptor(Named("client")).build()).send().await.unwrap();
        let sent = http.take_requests();
        assert_eq!(sent[0].headers.get_all("x-seen").iter().collect::<Vec<_>>(), expected);
    }
}

#[derive(Clone, Debug, Default)]
struct Counted(Arc<AtomicU32>);

impl ProvideCredentials for Counted {
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, Error>> {
        self.0.fetch_add(1, Ordering::SeqCst);
        Box::pin(std::future::ready(Ok(Credentials::from_keys("AKID", "secret"))))
    }
}

#[tokio::test]
async fn a_provider_given_to_a_client_is_asked_once() {
    let http = TestClient::always(response(200, "ok"));
    let counted = Counted::default();
    let builder = Builder::<Core>::new(&session(&http).build().unwrap(), &SERVICE);
    let core = builder.endpoint_url("https://a.example").credentials_provider(counted.clone()).build();
    for _ in 0..3 {
        call::<Signed>(&core).send().await.unwrap();
        call::<Signed>(&core.customize(|b| b.region("eu-west-1"))).send().await.unwrap();
    }
    assert_eq!(counted.0.load(Ordering::SeqCst), 1);
}

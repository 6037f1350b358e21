//! Settings of the HTTP layer: of sessions and of clients.

use super::*;
use crate::client::{Builder, Core};
use crate::http::test::TestClient;
use crate::http::{ClientCertificate, HttpClient, HttpOptions, ProxyOptions};
use crate::schema::ServiceSchema;
use std::sync::Arc;
use std::time::Duration;

const SECOND: Duration = Duration::from_secs(1);

/// What a builder is told.
type Change = fn(SessionBuilder) -> SessionBuilder;

static SERVICE: ServiceSchema = testing::named("x", "X");

fn options(session: &Session) -> HttpOptions {
    config(session).http_options().cloned().unwrap()
}

fn client(session: &Session) -> Builder<Core> {
    Builder::new(session, &SERVICE)
}

fn layer(core: &Core) -> Arc<dyn HttpClient> {
    Arc::clone(&core.config().unwrap().http)
}

#[test]
fn an_http_layer_of_the_program_has_its_own_settings() {
    let home = Home::new(CONFIG, "");
    let cases: [(&str, Change); 6] = [
        ("ca_bundle", |b| b.ca_bundle("/x.pem")),
        ("client_certificate", |b| b.client_certificate(ClientCertificate::new("/x.pem"))),
        ("connect_timeout", |b| b.connect_timeout(SECOND)),
        ("max_pool_connections", |b| b.max_pool_connections(1)),
        ("proxy", |b| b.proxy(ProxyOptions::builder().build())),
        ("read_timeout", |b| b.read_timeout(SECOND)),
    ];
    for (name, change) in cases {
        let given = home.builder(&[]).http_client(TestClient::capture());
        let error = change(given).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        let both = format!("`http_client` and `{name}` are both set");
        assert!(error.to_string().starts_with(&both), "{error}");
    }
    let elsewhere = [("AWS_CA_BUNDLE", "/x.pem"), ("HTTPS_PROXY", "http://proxy.example")];
    assert!(home.builder(&elsewhere).http_client(TestClient::capture()).build().is_ok());
}

#[test]
fn proxies_in_code_replace_all_others() {
    let home = Home::new("[default]\nproxies_config =\n  proxy_use_forwarding_for_https = true\n", "");
    let env =
        [("HTTP_PROXY", "http://a.example"), ("HTTPS_PROXY", "http://b.example"), ("NO_PROXY", "c.example")];
    assert_eq!(options(&home.session(&env)).proxy.no.as_deref(), Some("c.example"));
    let proxy = ProxyOptions::builder().https("http://me:secret@d.example").build();
    let session = home.builder(&env).proxy(proxy.clone()).build().unwrap();
    assert_eq!(options(&session).proxy, proxy);
    let shown = session.explain().to_string();
    assert!(shown.contains("d.example"), "{shown}");
    for other in ["a.example", "b.example", "c.example", "secret"] {
        assert!(!shown.contains(other), "{shown}");
    }
}

#[test]
fn a_client_can_have_limits_of_its_own() {
    let session = Home::new(CONFIG, "").builder(&[]).connect_timeout(SECOND).build().unwrap();
    let usual = client(&session).build();
    let slow = || client(&session).connect_timeout(20 * SECOND).read_timeout(30 * SECOND);
    let (one, two) = (slow().build(), slow().build());
    let config = one.config().unwrap();
    let options = config.http_options().unwrap();
    assert_eq!((options.connect_timeout, options.read_timeout), (20 * SECOND, 30 * SECOND));
    assert_eq!(config.read_timeout, 30 * SECOND, "as services are told");
    assert!(Arc::ptr_eq(&layer(&one), &layer(&two)) && !Arc::ptr_eq(&layer(&one), &layer(&usual)));
    let again = one.customize(|b| b.http_options(|options| options.max_pool_connections = Some(2)));
    let options = again.config().unwrap().http_options().unwrap();
    assert_eq!((options.connect_timeout, options.max_pool_connections), (20 * SECOND, Some(2)));
    let error = client(&session).read_timeout(Duration::ZERO).build().config().err().unwrap();
    assert!(error.to_string().contains("`read_timeout` is zero"), "{error}");
}

#[test]
fn limits_beside_an_http_layer_of_the_client_are_an_error() {
    let session = Home::new(CONFIG, "").builder(&[]).http_client(TestClient::capture()).build().unwrap();
    let both = client(&session).http_client(TestClient::capture()).connect_timeout(SECOND).build();
    let other_way_round = client(&session).read_timeout(SECOND).http_client(TestClient::capture()).build();
    for (core, name) in [(both, "connect_timeout"), (other_way_round, "read_timeout")] {
        let error = core.config().err().unwrap().to_string();
        assert!(error.starts_with(&format!("`http_client` and `{name}` are both set")), "{error}");
    }
}

#[test]
fn a_client_can_sign_where_its_session_does_not() {
    let session = Home::new(CONFIG, "").builder(&[]).http_client(TestClient::capture()).anonymous(true);
    let session = session.build().unwrap();
    assert!(client(&session).build().config().unwrap().anonymous);
    let signing = client(&session).anonymous(false).build();
    assert!(!signing.config().unwrap().anonymous);
    assert!(signing.customize(|b| b.anonymous(true)).config().unwrap().anonymous);
}

//! docs/guide/network.md

use std::path::Path;
use std::time::Duration;

use faults::{Server, Transport};
use guide::{Outcome, settings};
use tokio::sync::mpsc;
use tucuxi::Session;
use tucuxi::http::{ClientCertificate, HttpOptions, HyperClient, ProxyOptions};
use tucuxi::session::SessionBuilder;

fn data(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../sdk/runtime/src/http/hyper/testdata").join(name)
}

/// A proxy that keeps the first line of each request and refuses it, and where these lines come out.
async fn proxy() -> (Server, mpsc::UnboundedReceiver<String>) {
    let (sender, lines) = mpsc::unbounded_channel();
    let server = Server::start(Transport::Http, move |mut connection, _| {
        let sender = sender.clone();
        async move {
            if let Some(head) = connection.head().await {
                let _test_may_be_over = sender.send(head.line);
                let refused = "HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
                let _client_may_be_gone = connection.send(refused).await;
            }
        }
    })
    .await;
    (server, lines)
}

#[tokio::test]
async fn a_proxy_of_the_environment() -> Outcome {
    let (server, mut lines) = proxy().await;
    let env = [("HOME", "/nonexistent"), ("HTTPS_PROXY", &server.url)];
    let session = settings().env(env).max_attempts(1).build()?;
    let dynamodb = tucuxi_dynamodb::Client::new(&session);
    let error = dynamodb.list_tables().await.expect_err("the proxy refuses");
    assert!(error.is_connect(), "{error}");
    assert_eq!(lines.recv().await.as_deref(), Some("CONNECT dynamodb.eu-west-1.amazonaws.com:443"));
    Ok(())
}

/// A session that reaches AWS through a proxy alone.
fn behind_proxy(proxy: &str, company_ca: &Path) -> SessionBuilder {
    let proxy = ProxyOptions::builder().https(proxy).no("localhost, .internal, 10.0.0.0/8").build();
    Session::builder().proxy(proxy).ca_bundle(company_ca)
}

#[tokio::test]
async fn a_proxy_in_code() -> Outcome {
    let (server, mut lines) = proxy().await;
    let keys = tucuxi::credentials::Credentials::from_keys("AKIDEXAMPLE", "secret");
    let builder = behind_proxy(&server.url, &data("ca.pem"));
    let session = builder.credentials(keys).region("eu-west-1").max_attempts(1).build()?;
    let dynamodb = tucuxi_dynamodb::Client::new(&session);
    assert!(dynamodb.list_tables().await.expect_err("the proxy refuses").is_connect());
    assert_eq!(lines.recv().await.as_deref(), Some("CONNECT dynamodb.eu-west-1.amazonaws.com:443"));
    // an address without a proxy
    let direct = Server::always(Transport::Tls, "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}").await;
    dynamodb.customize(|client| client.endpoint_url(&direct.url)).list_tables().await?;
    assert_eq!(direct.connections(), 1);
    Ok(())
}

#[tokio::test]
async fn authorities_of_the_company() -> Outcome {
    let company_ca = data("ca.pem");

    let session = Session::builder().ca_bundle(company_ca).build()?;

    let server = Server::always(Transport::Tls, "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}").await;
    let keys = tucuxi::credentials::Credentials::from_keys("AKIDEXAMPLE", "secret");
    let session =
        session.to_builder().credentials(keys).region("eu-west-1").endpoint_url(&server.url).build()?;
    tucuxi_dynamodb::Client::new(&session).list_tables().await?;
    let stranger = settings().endpoint_url(&server.url).max_attempts(1).build()?;
    let error = tucuxi_dynamodb::Client::new(&stranger).list_tables().await.expect_err("unknown authority");
    assert!(error.is_connect(), "{error}");
    Ok(())
}

#[tokio::test]
async fn authorities_of_the_system() -> Outcome {
    let session = Session::builder().native_roots(true).build()?;

    // whether a machine has any shows in calls
    assert!(session.to_builder().http_client(tucuxi::http::test::TestClient::capture()).build().is_err());
    Ok(())
}

#[tokio::test]
async fn options_of_one_client() -> Outcome {
    let server = Server::always(Transport::Http, "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}").await;
    let session = settings().endpoint_url(&server.url).build()?;

    let dynamodb = tucuxi_dynamodb::Client::builder(&session)
        .connect_timeout(Duration::from_secs(1))
        .http_options(|options| options.max_pool_connections = Some(5))
        .build();

    dynamodb.list_tables().await?;
    tucuxi_dynamodb::Client::new(&session).list_tables().await?;
    assert_eq!(server.connections(), 2);
    Ok(())
}

#[tokio::test]
async fn another_http_layer() -> Outcome {
    let options = HttpOptions::builder().idle_timeout(Duration::from_secs(5)).build();
    let session = Session::builder().http_client(HyperClient::new(&options)?).build()?;

    let error =
        session.to_builder().connect_timeout(Duration::from_secs(1)).build().expect_err("both are set");
    assert!(error.to_string().contains("`http_client` and `connect_timeout`"), "{error}");
    Ok(())
}

#[tokio::test]
async fn a_certificate_of_the_program() -> Outcome {
    let (certificate, key) = (data("client.pem"), data("client.pem"));

    let certificate = ClientCertificate::new(certificate).with_key(key);
    let session = Session::builder().client_certificate(certificate).max_pool_connections(20).build()?;

    assert!(session.setting("region").is_none_or(|region| !region.value.is_empty()));
    Ok(())
}

//! Client certificates, and proxies that are spoken to by TLS.

use super::*;
use crate::http::ClientCertificate;

fn certificate() -> Option<ClientCertificate> {
    Some(ClientCertificate { certificate: data("client.pem"), key: None })
}

fn trusting() -> HttpOptions {
    HttpOptions { ca_bundle: Some(data("ca.pem")), ..HttpOptions::default() }
}

async fn fetch(options: &HttpOptions, url: &str) -> Result<String, TransportError> {
    let response = HyperClient::new(options).unwrap().send(request("GET", url, Body::Empty)).await?;
    Ok(String::from_utf8(response.body.collect().await.unwrap().to_vec()).unwrap())
}

#[tokio::test]
async fn a_server_that_asks_for_a_certificate_is_shown_one() {
    let url = format!("https://localhost:{}/", serve_tls_with(acceptor(true)).await);
    assert!(fetch(&trusting(), &url).await.is_err());
    let with = HttpOptions { client_certificate: certificate(), ..trusting() };
    assert_eq!(fetch(&with, &url).await.unwrap(), "hello");
    let key = Some(data("client.pem"));
    let apart = ClientCertificate { certificate: data("client.pem"), key };
    let with = HttpOptions { client_certificate: Some(apart), ..trusting() };
    assert_eq!(fetch(&with, &url).await.unwrap(), "hello");
}

/// A proxy spoken to by TLS, which asks for a certificate: gives the heads of the requests it gets.
async fn secure_proxy() -> (ProxyOptions, tokio::sync::mpsc::UnboundedReceiver<String>) {
    let (sender, heads) = tokio::sync::mpsc::unbounded_channel();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let sender = sender.clone();
            tokio::spawn(async move {
                let Ok(mut client) = acceptor(true).accept(stream).await else { return };
                let Some(Arrived { head, .. }) = arrive(&mut client).await else { return };
                let tunnel = head.strip_prefix("connect localhost:").map(|rest| rest[..5].trim().to_owned());
                let _ = sender.send(head);
                match tunnel {
                    Some(port) => {
                        let port: u16 = port.parse().unwrap();
                        let mut server = tokio::net::TcpStream::connect(("127.0.0.1", port)).await.unwrap();
                        client.write_all(b"HTTP/1.1 200 Connected\r\n\r\n").await.unwrap();
                        let _ = tokio::io::copy_bidirectional(&mut client, &mut server).await;
                    }
                    None => client.write_all(OK).await.unwrap(),
                }
            });
        }
    });
    let url = Some(format!("https://ana:secret@localhost:{port}"));
    let client_certificate = certificate();
    let options =
        ProxyOptions { http: url.clone(), https: url, client_certificate, ..ProxyOptions::default() };
    (options, heads)
}

const PASSWORD: &str = "proxy-authorization: basic yw5honnly3jlda==";

#[tokio::test]
async fn a_tunnel_through_a_proxy_of_https() {
    let port = serve_tls().await;
    let (proxy, mut heads) = secure_proxy().await;
    let options = HttpOptions { proxy, ..trusting() };
    assert_eq!(fetch(&options, &format!("https://localhost:{port}/x")).await.unwrap(), "hello");
    let head = heads.recv().await.unwrap();
    assert!(head.starts_with(&format!("connect localhost:{port} http/1.1\r\n")), "{head}");
    assert!(head.contains(PASSWORD), "{head}");
    assert_eq!(fetch(&options, "http://service.example/x").await.unwrap(), "hello");
    assert!(heads.recv().await.unwrap().starts_with("get http://service.example/x http/1.1\r\n"));
}

#[tokio::test]
async fn https_that_a_proxy_forwards() {
    let (proxy, mut heads) = secure_proxy().await;
    let options = HttpOptions { proxy: ProxyOptions { forward_https: true, ..proxy }, ..trusting() };
    assert_eq!(fetch(&options, "https://service.example/x?y").await.unwrap(), "hello");
    let head = heads.recv().await.unwrap();
    assert!(head.starts_with("get https://service.example/x?y http/1.1\r\n"), "{head}");
    assert!(head.contains(PASSWORD) && head.contains("host: service.example\r\n"), "{head}");
}

#[tokio::test]
async fn a_proxy_that_is_not_trusted_is_named() {
    let (proxy, _heads) = secure_proxy().await;
    let options = HttpOptions { proxy, ..HttpOptions::default() };
    let error = fetch(&options, "http://service.example/").await.unwrap_err();
    assert!(error.message.starts_with("to the proxy localhost: the certificate is of no trusted"), "{error}");
    let (mut proxy, _heads) = secure_proxy().await;
    proxy.ca_bundle = Some(data("ca.pem"));
    let options = HttpOptions { proxy, ..HttpOptions::default() };
    assert_eq!(fetch(&options, "http://service.example/").await.unwrap(), "hello");
}

#[tokio::test]
async fn responses_held_open_do_not_keep_others_waiting() {
    const SIZE: usize = 1 << 20;
    let answer = format!("HTTP/1.1 200 OK\r\ncontent-length: {SIZE}\r\n\r\n{}", "x".repeat(SIZE));
    let (url, connections) = serve(String::leak(answer).as_bytes()).await;
    let options = HttpOptions { max_pool_connections: Some(1), ..HttpOptions::default() };
    let client = HyperClient::new(&options).unwrap();
    let mut held = Vec::new();
    for _ in 0..4 {
        held.push(client.send(request("GET", &url, Body::Empty)).await.unwrap());
    }
    for response in held {
        assert_eq!(response.body.collect().await.unwrap().len(), SIZE);
    }
    assert_eq!(connections.load(Ordering::SeqCst), 4);
}

/// The variable that makes [`authorities_of_this_process`] do its work.
#[cfg(feature = "native-roots")]
const CHILD: &str = "TUCUXI_TEST_NATIVE_ROOTS";

/// rustls-native-certs reads variables of the process, which a test cannot set for itself alone: so another process has them.
#[cfg(feature = "native-roots")]
#[test]
fn authorities_of_the_system_are_trusted_if_there_are_any() {
    for (file, outcome) in [(data("ca.pem"), "trusted"), (data("server.key"), "none")] {
        let mut child = std::process::Command::new(std::env::current_exe().unwrap());
        child.args(["--exact", "http::hyper::tests::secure::authorities_of_this_process"]);
        child.env_remove("SSL_CERT_DIR").env("SSL_CERT_FILE", file).env(CHILD, outcome);
        let output = child.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    }
}

#[cfg(feature = "native-roots")]
#[tokio::test]
async fn authorities_of_this_process() {
    let Ok(expected) = std::env::var(CHILD) else { return };
    let system = HttpOptions::builder().native_roots(true).build();
    let url = format!("https://localhost:{}/", serve_tls().await);
    match expected.as_str() {
        "trusted" => {
            assert_eq!(fetch(&system, &url).await.unwrap(), "hello");
            assert!(fetch(&HttpOptions::default(), &url).await.is_err(), "Mozilla does not know it");
        }
        _ => {
            let error = HyperClient::new(&system).unwrap_err();
            assert_eq!(error.kind(), crate::error::ErrorKind::Configuration);
            assert!(error.to_string().contains("no certificate authorities"), "{error}");
            let bundle = HttpOptions { ca_bundle: Some(data("ca.pem")), ..system };
            assert_eq!(fetch(&bundle, &url).await.unwrap(), "hello", "a CA bundle goes before them");
        }
    }
}

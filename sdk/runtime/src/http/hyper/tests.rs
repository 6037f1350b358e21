//! The client against a server on the loopback interface that answers as each test wants.
#![allow(clippy::unwrap_used)]

mod expect;
mod heads;
mod runtimes;
mod secure;

use super::*;
use crate::http::ProxyOptions;
use crate::types::ByteStream;
use bytes::Bytes;
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

/// A request as it arrived.
#[derive(Debug)]
struct Arrived {
    head: String,
    body: Vec<u8>,
}

/// Reads one request with a body of known length or in chunks; `None` when the client is gone.
async fn arrive(stream: &mut (impl AsyncRead + Unpin)) -> Option<Arrived> {
    let mut data = Vec::new();
    let end = loop {
        if let Some(at) = data.windows(4).position(|window| window == b"\r\n\r\n") {
            break at + 4;
        }
        if stream.read_buf(&mut data).await.ok()? == 0 {
            return None;
        }
    };
    let head = String::from_utf8(data[..end].to_vec()).unwrap().to_lowercase();
    let mut body = data.split_off(end);
    let length =
        head.lines().find_map(|line| line.strip_prefix("content-length: ")).map(|text| text.parse().unwrap());
    let complete = |body: &[u8]| match length {
        Some(length) => body.len() >= length,
        None if head.contains("transfer-encoding: chunked") => body.ends_with(b"0\r\n\r\n"),
        None => true,
    };
    while !complete(&body) {
        stream.read_buf(&mut body).await.ok()?;
    }
    Some(Arrived { head, body })
}

/// Answers every request of every connection with the same bytes, which may end the connection.
async fn serve(answer: &'static [u8]) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let connections = Arc::new(AtomicUsize::new(0));
    let counter = connections.clone();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            counter.fetch_add(1, Ordering::SeqCst);
            tokio::spawn(async move {
                while arrive(&mut stream).await.is_some() {
                    stream.write_all(answer).await.unwrap();
                    if !answer.starts_with(b"HTTP/1.1 2") {
                        return;
                    }
                }
            });
        }
    });
    (url, connections)
}

/// Gives the first connection to `script`.
async fn connected<F>(script: impl FnOnce(TcpStream) -> F + Send + 'static) -> String
where
    F: Future<Output = ()> + Send,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        script(stream).await;
    });
    url
}

/// Gives the first request of one connection to `answer` together with the connection.
async fn once<F>(answer: impl FnOnce(Arrived, TcpStream) -> F + Send + 'static) -> String
where
    F: Future<Output = ()> + Send,
{
    connected(|mut stream| async move {
        let arrived = arrive(&mut stream).await.unwrap();
        answer(arrived, stream).await;
    })
    .await
}

fn client(limit: Duration) -> HyperClient {
    HyperClient::new(&HttpOptions { connect_timeout: limit, read_timeout: limit, ..HttpOptions::default() })
        .unwrap()
}

fn request(method: &str, url: &str, body: Body) -> http::Request<Body> {
    http::Request::builder().method(method).uri(url).body(body).unwrap()
}

async fn get(url: &str) -> Result<Response, TransportError> {
    client(Duration::from_secs(10)).send(request("GET", url, Body::Empty)).await
}

const OK: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\nx-amz-request-id: R\r\n\r\nhello";

#[tokio::test]
async fn connections_are_kept_and_shared() {
    let (url, connections) = serve(OK).await;
    let client = client(Duration::from_secs(10));
    for _ in 0..5 {
        let response = client.clone().send(request("GET", &url, Body::Empty)).await.unwrap();
        assert_eq!(response.head.status, 200);
        assert_eq!(response.head.header("x-amz-request-id"), Some("R"));
        assert_eq!(response.body.collect().await.unwrap(), "hello");
    }
    assert_eq!(connections.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn paths_and_bodies_are_sent_as_they_are() {
    let (sender, receiver) = tokio::sync::oneshot::channel();
    let url = once(|arrived, mut stream| async move {
        stream.write_all(OK).await.unwrap();
        sender.send(arrived).unwrap();
    })
    .await;
    let big = Bytes::from(vec![7; 700_000]);
    let request = request("PUT", &format!("{url}/a/../b/./%2e%2e//c?x='y'&z"), Body::Bytes(big.clone()));
    client(Duration::from_secs(10)).send(request).await.unwrap();
    let arrived = receiver.await.unwrap();
    assert!(arrived.head.starts_with("put /a/../b/./%2e%2e//c?x='y'&z http/1.1\r\n"), "{}", arrived.head);
    assert!(arrived.head.contains("content-length: 700000\r\n"), "{}", arrived.head);
    assert_eq!(arrived.body, big);
}

#[tokio::test]
async fn an_empty_body_has_a_length_unless_the_method_only_reads() {
    for (method, length) in [("PUT", true), ("POST", true), ("GET", false)] {
        let (sender, receiver) = tokio::sync::oneshot::channel();
        let url = once(|arrived, mut stream| async move {
            stream.write_all(OK).await.unwrap();
            sender.send(arrived).unwrap();
        })
        .await;
        client(Duration::from_secs(10)).send(request(method, &url, Body::Empty)).await.unwrap();
        let head = receiver.await.unwrap().head;
        assert_eq!(head.contains("content-length: 0\r\n"), length, "{head}");
    }
}

#[tokio::test]
async fn streams_of_unknown_length_are_sent_in_chunks() {
    let (sender, receiver) = tokio::sync::oneshot::channel();
    let url = once(|arrived, mut stream| async move {
        stream.write_all(OK).await.unwrap();
        sender.send(arrived).unwrap();
    })
    .await;
    let chunks = [io::Result::Ok(Bytes::from_static(b"ab")), Ok(Bytes::from_static(b"cde"))];
    let body = Body::Stream(ByteStream::from_stream(Items(chunks.into()), None));
    client(Duration::from_secs(10)).send(request("PUT", &url, body)).await.unwrap();
    assert_eq!(receiver.await.unwrap().body, b"2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n");
}

/// A stream of items that are there.
struct Items(std::collections::VecDeque<io::Result<Bytes>>);

impl futures_core::Stream for Items {
    type Item = io::Result<Bytes>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<io::Result<Bytes>>> {
        std::task::Poll::Ready(self.0.pop_front())
    }
}

#[tokio::test]
async fn a_request_body_that_fails_is_not_blamed_on_the_network() {
    let (url, _) = serve(OK).await;
    let items = [Ok(Bytes::from_static(b"ab")), Err(io::Error::other("disk gone"))];
    let body = Body::Stream(ByteStream::from_stream(Items(items.into()), Some(10)));
    let error = client(Duration::from_secs(10)).send(request("PUT", &url, body)).await.unwrap_err();
    assert_eq!(error.kind, TransportErrorKind::Request, "{error:?}");
    assert!(format!("{error:?}").contains("disk gone"), "{error:?}");
}

#[tokio::test]
async fn redirects_are_not_followed_and_heads_have_no_body() {
    let (url, _) = serve(b"HTTP/1.1 301 Moved\r\nlocation: /other\r\ncontent-length: 2\r\n\r\nxx").await;
    let response = get(&url).await.unwrap();
    assert_eq!(response.head.status, 301);
    let (url, _) = serve(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n").await;
    let response = client(Duration::from_secs(10)).send(request("HEAD", &url, Body::Empty)).await.unwrap();
    assert_eq!(response.head.header("content-length"), Some("1000"));
    assert_eq!(response.body.collect().await.unwrap(), "");
}

#[tokio::test]
async fn nobody_listens() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let error = get(&url).await.unwrap_err();
    assert_eq!(error.kind, TransportErrorKind::Connect);
    assert!(format!("{error:?}").contains("refused"), "{error:?}");
    let error = get("http://no-such-host.invalid/").await.unwrap_err();
    let expected = (TransportErrorKind::Connect, "the host name does not resolve");
    assert_eq!((error.kind, error.message.as_str()), expected, "{error:?}");
}

#[tokio::test]
async fn silence_is_a_timeout_before_the_head_and_in_the_body() {
    let silent = once(|_, stream| async move {
        tokio::time::sleep(Duration::from_secs(30)).await;
        drop(stream);
    })
    .await;
    let short = Duration::from_millis(100);
    let error = client(short).send(request("GET", &silent, Body::Empty)).await.unwrap_err();
    assert_eq!(error.kind, TransportErrorKind::Timeout);
    assert!(error.message.contains("100ms"), "{error}");
    let half = once(|_, mut stream| async move {
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf").await.unwrap();
        tokio::time::sleep(Duration::from_secs(30)).await;
    })
    .await;
    let response = client(short).send(request("GET", &half, Body::Empty)).await.unwrap();
    let error = response.body.read_all().await.unwrap_err();
    assert_eq!(error.kind, TransportErrorKind::Timeout);
}

#[tokio::test]
async fn a_slow_upload_is_not_silence() {
    let (url, _) = serve(OK).await;
    let (sender, receiver) = tokio::sync::mpsc::channel(1);
    tokio::spawn(async move {
        for _ in 0..8 {
            tokio::time::sleep(Duration::from_millis(100)).await;
            sender.send(Bytes::from_static(b"x")).await.unwrap();
        }
    });
    let body = Body::Stream(ByteStream::from_stream(Received(receiver), Some(8)));
    let response = client(Duration::from_millis(400)).send(request("PUT", &url, body)).await.unwrap();
    assert_eq!(response.head.status, 200);
}

struct Received(tokio::sync::mpsc::Receiver<Bytes>);

impl futures_core::Stream for Received {
    type Item = io::Result<Bytes>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<io::Result<Bytes>>> {
        self.0.poll_recv(context).map(|item| item.map(Ok))
    }
}

#[tokio::test]
async fn answers_that_are_cut_off_or_garbage() {
    let (url, _) = serve(b"SSH-2.0-OpenSSH_9.9\r\n\r\n").await;
    let error = get(&url).await.unwrap_err();
    assert_eq!((error.kind, error.message.as_str()), (TransportErrorKind::Broken, "the answer is not HTTP"));
    let url = once(|_, stream| async move { drop(stream) }).await;
    let error = get(&url).await.unwrap_err();
    assert_eq!(error.kind, TransportErrorKind::Broken);
    assert!(error.message.contains("closed before an answer"), "{error}");
    let url = once(|_, mut stream| async move {
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf").await.unwrap();
    })
    .await;
    let error = get(&url).await.unwrap().body.read_all().await.unwrap_err();
    assert_eq!(error.kind, TransportErrorKind::Broken);
}

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/http/hyper/testdata").join(name)
}

/// A TLS server's side, which asks for a client certificate if told so.
fn acceptor(ask: bool) -> TlsAcceptor {
    let certificate = CertificateDer::from_pem_file(data("server.pem")).unwrap();
    let key = PrivateKeyDer::from_pem_file(data("server.key")).unwrap();
    let provider = Arc::new(rustls_graviola::default_provider());
    let builder =
        ServerConfig::builder_with_provider(provider.clone()).with_safe_default_protocol_versions().unwrap();
    let builder = if ask {
        let mut roots = rustls::RootCertStore::empty();
        roots.add(CertificateDer::from_pem_file(data("client-ca.pem")).unwrap()).unwrap();
        let verifier = rustls::server::WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider);
        builder.with_client_cert_verifier(verifier.build().unwrap())
    } else {
        builder.with_no_client_auth()
    };
    TlsAcceptor::from(Arc::new(builder.with_single_cert(vec![certificate], key).unwrap()))
}

async fn serve_tls() -> u16 {
    serve_tls_with(acceptor(false)).await
}

async fn serve_tls_with(acceptor: TlsAcceptor) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                if let Ok(mut stream) = acceptor.accept(stream).await {
                    answer_all(&mut stream).await;
                }
            });
        }
    });
    port
}

async fn answer_all(stream: &mut (impl AsyncRead + AsyncWrite + Unpin)) {
    while arrive(stream).await.is_some() {
        if stream.write_all(OK).await.is_err() {
            return;
        }
    }
}

#[tokio::test]
async fn https_trusts_the_bundle_it_is_given_and_no_other() {
    let port = serve_tls().await;
    let options = HttpOptions { ca_bundle: Some(data("ca.pem")), ..HttpOptions::default() };
    let trusting = HyperClient::new(&options).unwrap();
    for host in ["localhost", "127.0.0.1"] {
        let url = format!("https://{host}:{port}/");
        let response = trusting.send(request("GET", &url, Body::Empty)).await.unwrap();
        assert_eq!(response.body.collect().await.unwrap(), "hello");
    }
    let error = get(&format!("https://localhost:{port}/")).await.unwrap_err();
    assert_eq!(error.kind, TransportErrorKind::Connect);
    assert!(error.message.contains("AWS_CA_BUNDLE"), "{error:?}");
}

#[tokio::test]
async fn https_to_a_plain_server() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await.unwrap();
        let _ = stream.read(&mut [0; 1024]).await;
    });
    let error = get(&url).await.unwrap_err();
    let expected = (TransportErrorKind::Connect, "the server does not speak TLS on this port");
    assert_eq!((error.kind, error.message.as_str()), expected, "{error:?}");
}

#[tokio::test]
async fn without_cryptography_http_works_and_https_says_what_to_do() {
    let (url, _) = serve(OK).await;
    let connector =
        Connector::new(Err("no cryptography here"), Proxies::default(), Duration::from_secs(10), false);
    let client = HyperClient::over(connector, Proxies::default(), &HttpOptions::default());
    assert!(client.send(request("GET", &url, Body::Empty)).await.is_ok());
    let error = client.send(request("GET", "https://127.0.0.1:1/", Body::Empty)).await.unwrap_err();
    assert_eq!((error.kind, error.message.as_str()), (TransportErrorKind::Request, "no cryptography here"));
}

fn proxied(proxy: &str, no: &str) -> HyperClient {
    let proxy = proxy.replace("http://", "http://ana:secret@");
    let no = Some(no.to_owned());
    let proxy = ProxyOptions { http: Some(proxy.clone()), https: Some(proxy), no, ..ProxyOptions::default() };
    HyperClient::new(&HttpOptions { proxy, ca_bundle: Some(data("ca.pem")), ..HttpOptions::default() })
        .unwrap()
}

#[tokio::test]
async fn http_goes_to_the_proxy_as_a_whole_url() {
    let (sender, receiver) = tokio::sync::oneshot::channel();
    let proxy = once(|arrived, mut stream| async move {
        stream.write_all(OK).await.unwrap();
        sender.send(arrived).unwrap();
    })
    .await;
    let request = request("GET", "http://service.example/x?y", Body::Empty);
    assert_eq!(proxied(&proxy, "").send(request).await.unwrap().head.status, 200);
    let head = receiver.await.unwrap().head;
    assert!(head.starts_with("get http://service.example/x?y http/1.1\r\n"), "{head}");
    assert!(head.contains("proxy-authorization: basic yw5honnly3jlda=="), "{head}");
}

#[tokio::test]
async fn https_goes_through_a_tunnel() {
    let port = serve_tls().await;
    let (sender, receiver) = tokio::sync::oneshot::channel();
    let proxy = once(move |arrived, mut client| async move {
        let mut server = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
        client.write_all(b"HTTP/1.1 200 Connected\r\n\r\n").await.unwrap();
        sender.send(arrived).unwrap();
        let _ = tokio::io::copy_bidirectional(&mut client, &mut server).await;
    })
    .await;
    let response = proxied(&proxy, "").send(request("GET", "https://localhost/", Body::Empty)).await.unwrap();
    assert_eq!(response.body.collect().await.unwrap(), "hello");
    let head = receiver.await.unwrap().head;
    assert!(
        head.starts_with("connect localhost:443 http/1.1\r\n") && head.contains("proxy-authorization"),
        "{head}"
    );
}

#[tokio::test]
async fn some_hosts_are_reached_without_the_proxy() {
    let (url, _) = serve(OK).await;
    let proxy = "http://127.0.0.1:1";
    let response = proxied(proxy, "example.com,127.0.0.0/8").send(request("GET", &url, Body::Empty)).await;
    assert_eq!(response.unwrap().head.status, 200);
    let error = proxied(proxy, "example.com").send(request("GET", &url, Body::Empty)).await.unwrap_err();
    assert_eq!(error.message, "no connection to the proxy 127.0.0.1");
    let options = ProxyOptions { http: Some("socks5://x:1".to_owned()), ..ProxyOptions::default() };
    let error = HyperClient::new(&HttpOptions { proxy: options, ..HttpOptions::default() }).unwrap_err();
    assert!(error.to_string().contains("http://host:port"), "{error}");
}

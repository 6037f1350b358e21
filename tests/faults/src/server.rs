//! [`Server`]: gives each connection to a script.

use crate::connection::Connection;
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

/// How clients reach a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    /// Plain http.
    Http,
    /// https, with a certificate for `localhost`.
    Tls,
}

impl Transport {
    /// Both of them.
    pub const ALL: [Self; 2] = [Self::Http, Self::Tls];
}

/// A server on loopback. It lives as long as the runtime that started it.
pub struct Server {
    /// Its endpoint URL.
    pub url: String,
    connections: Arc<AtomicUsize>,
}

impl Server {
    /// Starts a server that gives each connection to `script`, with the number of the connection from 0 on.
    pub async fn start<F>(
        transport: Transport,
        script: impl Fn(Connection, usize) -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let scheme = if transport == Transport::Tls { "https" } else { "http" };
        let connections = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&connections);
        let acceptor = acceptor();
        let script = Arc::new(script);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let number = counter.fetch_add(1, Ordering::SeqCst);
                let (acceptor, script) = (acceptor.clone(), Arc::clone(&script));
                tokio::spawn(async move {
                    let connection = match transport {
                        Transport::Http => Connection::new(stream),
                        Transport::Tls => match acceptor.accept(stream).await {
                            Ok(stream) => Connection::new(stream),
                            Err(_) => return,
                        },
                    };
                    script(connection, number).await;
                });
            }
        });
        Self { url: format!("{scheme}://localhost:{port}"), connections }
    }

    /// Starts a server that answers each request of every connection with `response`.
    pub async fn always(transport: Transport, response: impl Into<Vec<u8>>) -> Self {
        let response = Arc::new(response.into());
        Self::start(transport, move |mut connection, _| {
            let response = Arc::clone(&response);
            async move {
                while connection.request().await.is_some() {
                    if connection.send(&response[..]).await.is_err() {
                        return;
                    }
                }
            }
        })
        .await
    }

    /// How many connections there have been.
    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

/// A file with a certificate or a key: those of the runtime's own tests.
pub fn data(name: &str) -> PathBuf {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../sdk/runtime/src/http/hyper/testdata");
    PathBuf::from(folder).join(name)
}

fn acceptor() -> TlsAcceptor {
    let certificate = CertificateDer::from_pem_file(data("server.pem")).expect("a certificate");
    let key = PrivateKeyDer::from_pem_file(data("server.key")).expect("a key");
    let builder = ServerConfig::builder_with_provider(Arc::new(rustls_graviola::default_provider()));
    let builder = builder.with_safe_default_protocol_versions().expect("versions of TLS");
    let config = builder.with_no_client_auth().with_single_cert(vec![certificate], key);
    TlsAcceptor::from(Arc::new(config.expect("a key that fits the certificate")))
}

//! Connections of the bare client.

use super::section::Section;
use crate::Failure;
use bench_kit::transfers::BUCKET;
use bytes::Bytes;
use http_body_util::{Either, Full};
use hyper::body::Incoming;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use std::sync::Arc;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

/// The body of a request: bytes, or a section of a file.
pub(super) type Upload = Either<Full<Bytes>, Section>;

/// No body.
pub(super) fn nothing() -> Upload {
    Either::Left(Full::default())
}

/// Where the server is, and how to speak to it.
pub(super) struct Server {
    address: String,
    tls: TlsConnector,
}

impl Server {
    /// Finds it by the variables that the SDKs know.
    pub(super) fn find() -> Result<Self, Failure> {
        let url = std::env::var("AWS_ENDPOINT_URL")?;
        let address = url.strip_prefix("https://").ok_or("AWS_ENDPOINT_URL does not begin with https://")?;
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from_pem_file(std::env::var("AWS_CA_BUNDLE")?)?)?;
        let config = ClientConfig::builder_with_provider(Arc::new(rustls_graviola::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self { address: address.to_owned(), tls: TlsConnector::from(Arc::new(config)) })
    }

    pub(super) async fn connect(self: &Arc<Self>) -> Result<Connection, Failure> {
        let stream = TcpStream::connect(&self.address).await?;
        stream.set_nodelay(true)?;
        let stream = self.tls.connect(ServerName::try_from("localhost")?, stream).await?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        Ok(Connection { server: Arc::clone(self), sender })
    }
}

/// A connection, for one request after the other.
pub(super) struct Connection {
    server: Arc<Server>,
    sender: SendRequest<Upload>,
}

impl Connection {
    /// Sends a request. Anything but success is an error.
    pub(super) async fn send(
        &mut self,
        method: &str,
        target: &str,
        headers: &[(&str, &str)],
        body: Upload,
    ) -> Result<Response<Incoming>, Failure> {
        let uri = format!("/{BUCKET}/{target}");
        let mut request = Request::builder().method(method).uri(&uri).header("host", &self.server.address);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.sender.ready().await?;
        let response = self.sender.send_request(request.body(body)?).await?;
        match response.status().is_success() {
            true => Ok(response),
            false => Err(format!("{method} {uri}: {}", response.status()).into()),
        }
    }
}

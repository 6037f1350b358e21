//! Connections: TCP, and TLS over it for https.

use super::proxy::{self, Proxies};
use super::tls::Tls;
use crate::error::{TransportError, TransportErrorKind};
use hyper::Uri;
use hyper::rt::{Read, ReadBufCursor, Write};
use hyper_util::client::legacy::connect::{Connected, Connection, HttpConnector};
use hyper_util::client::proxy::matcher::Intercept;
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use rustls::{CertificateError, InvalidMessage};
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tower_service::Service;

/// Makes connections for hyper's pool.
#[derive(Clone)]
pub(super) struct Connector {
    tcp: HttpConnector,
    tls: Tls,
    proxies: Proxies,
    /// For name resolution, TCP and TLS together.
    limit: Duration,
}

impl Connector {
    pub fn new(tls: Tls, proxies: Proxies, limit: Duration, keepalive: bool) -> Self {
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        tcp.set_keepalive(keepalive.then_some(Duration::from_secs(60)));
        Self { tcp, tls, proxies, limit }
    }
}

impl Service<Uri> for Connector {
    type Response = Stream;
    type Error = TransportError;
    type Future = Pin<Box<dyn Future<Output = Result<Stream, TransportError>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), TransportError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        let (tcp, tls, limit) = (self.tcp.clone(), self.tls.clone(), self.limit);
        let proxy = proxy::of(&self.proxies, &uri);
        Box::pin(async move {
            match tokio::time::timeout(limit, connect(tcp, tls, proxy, uri)).await {
                Ok(result) => result,
                Err(_) => {
                    let message = format!("no connection within {limit:?}");
                    Err(TransportError::new(TransportErrorKind::Timeout, message))
                }
            }
        })
    }
}

async fn connect(
    mut tcp: HttpConnector,
    tls: Tls,
    proxy: Option<Intercept>,
    uri: Uri,
) -> Result<Stream, TransportError> {
    let https = uri.scheme_str() == Some("https");
    let name = uri.host().unwrap_or_default().trim_start_matches('[').trim_end_matches(']').to_owned();
    // Before the network is asked: there may be no way to speak TLS, or no certificate for such a name.
    let tls = match https {
        false => None,
        true => {
            let config = tls.map_err(|reason| TransportError::new(TransportErrorKind::Request, reason))?;
            let name = ServerName::try_from(name).map_err(|cause| {
                TransportError::new(TransportErrorKind::Request, "the host name is not valid")
                    .with_cause(cause)
            })?;
            Some((TlsConnector::from(config), name))
        }
    };
    let stream = match &proxy {
        None => tcp.call(uri).await.map_err(no_connection)?,
        Some(proxy) if https => proxy::tunnel(tcp, proxy, uri).await?,
        Some(proxy) => tcp.call(proxy.uri().clone()).await.map_err(|cause| {
            let message = format!("no connection to the proxy {}", proxy.uri().host().unwrap_or_default());
            TransportError::new(TransportErrorKind::Connect, message).with_cause(cause)
        })?,
    };
    match tls {
        None => Ok(Stream::Plain { stream, proxied: proxy.is_some() }),
        Some((connector, name)) => {
            let handshake = connector.connect(name, stream.into_inner()).await;
            let stream = handshake.map_err(no_tls)?;
            Ok(Stream::Tls(Box::new(TokioIo::new(stream))))
        }
    }
}

/// Tells a name that does not resolve from a server that does not answer.
fn no_connection(cause: impl std::error::Error + Send + Sync + 'static) -> TransportError {
    let dns = cause.to_string().starts_with("dns error");
    let message = if dns { "the host name does not resolve" } else { "no connection" };
    TransportError::new(TransportErrorKind::Connect, message).with_cause(cause)
}

/// Says what can be done where TLS does not come about.
fn no_tls(cause: io::Error) -> TransportError {
    let tls = cause.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
    let message = match tls {
        Some(rustls::Error::InvalidCertificate(CertificateError::UnknownIssuer)) => {
            "the certificate is of no trusted authority (AWS_CA_BUNDLE or `ca_bundle` names a file with others)"
        }
        Some(rustls::Error::InvalidMessage(InvalidMessage::InvalidContentType)) => {
            "the server does not speak TLS on this port"
        }
        _ => "no TLS connection",
    };
    TransportError::new(TransportErrorKind::Connect, message).with_cause(cause)
}

/// A connection.
pub(super) enum Stream {
    Plain {
        stream: TokioIo<TcpStream>,
        /// Whether a proxy is at its other end, which wants whole URLs.
        proxied: bool,
    },
    Tls(Box<TokioIo<TlsStream<TcpStream>>>),
}

impl Connection for Stream {
    fn connected(&self) -> Connected {
        match self {
            Self::Plain { stream, proxied } => stream.connected().proxy(*proxied),
            Self::Tls(stream) => {
                let (tcp, session) = stream.inner().get_ref();
                let connected = tcp.connected();
                if session.alpn_protocol() == Some(b"h2") { connected.negotiated_h2() } else { connected }
            }
        }
    }
}

impl Read for Stream {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: ReadBufCursor<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain { stream, .. } => Pin::new(stream).poll_read(cx, buf),
            Self::Tls(stream) => Pin::new(stream).poll_read(cx, buf),
        }
    }
}

impl Write for Stream {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Self::Plain { stream, .. } => Pin::new(stream).poll_write(cx, buf),
            Self::Tls(stream) => Pin::new(stream).poll_write(cx, buf),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain { stream, .. } => Pin::new(stream).poll_flush(cx),
            Self::Tls(stream) => Pin::new(stream).poll_flush(cx),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain { stream, .. } => Pin::new(stream).poll_shutdown(cx),
            Self::Tls(stream) => Pin::new(stream).poll_shutdown(cx),
        }
    }

    fn is_write_vectored(&self) -> bool {
        match self {
            Self::Plain { stream, .. } => stream.is_write_vectored(),
            Self::Tls(stream) => stream.is_write_vectored(),
        }
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Self::Plain { stream, .. } => Pin::new(stream).poll_write_vectored(cx, bufs),
            Self::Tls(stream) => Pin::new(stream).poll_write_vectored(cx, bufs),
        }
    }
}

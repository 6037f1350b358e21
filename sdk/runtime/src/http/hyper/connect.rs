//! Connections: TCP, and TLS over it for https, to the server or by way of a proxy.

use super::counted::{self, Counted};
use super::proxy::{Proxies, Proxy};
use super::tls::Tls;
use super::transport::{Transport, handshake, server_name};
use crate::error::{TransportError, TransportErrorKind};
use hyper::Uri;
use hyper::rt::{Read, ReadBufCursor, Write};
use hyper_util::client::legacy::connect::{Connected, Connection, HttpConnector};
use hyper_util::rt::TokioIo;
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tower_service::Service;

/// Makes TCP connections.
#[derive(Clone)]
pub(super) struct Tcp(HttpConnector);

impl Tcp {
    fn new(keepalive: bool) -> Self {
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        tcp.set_keepalive(keepalive.then_some(Duration::from_secs(60)));
        Self(tcp)
    }

    /// A connection to the host of a URL.
    pub async fn connect(
        mut self,
        uri: Uri,
    ) -> Result<Transport, impl std::error::Error + Send + Sync + 'static> {
        self.0.call(uri).await.map(|stream| Transport::Tcp(stream.into_inner()))
    }
}

/// Makes connections for hyper's pool.
#[derive(Clone)]
pub(super) struct Connector {
    tcp: Tcp,
    tls: Tls,
    proxies: Proxies,
    /// For name resolution, TCP and TLS together.
    limit: Duration,
}

impl Connector {
    pub fn new(tls: Tls, proxies: Proxies, limit: Duration, keepalive: bool) -> Self {
        Self { tcp: Tcp::new(keepalive), tls, proxies, limit }
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
        let proxy = self.proxies.of(&uri);
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

async fn connect(tcp: Tcp, tls: Tls, proxy: Option<Proxy>, uri: Uri) -> Result<Stream, TransportError> {
    let proxied = proxy.as_ref().is_some_and(|proxy| proxy.forwards);
    let secure = uri.scheme_str() == Some("https") && !proxied;
    let host = uri.host().unwrap_or_default().to_owned();
    if secure {
        // Before the network is asked: there may be no way to speak TLS, or no certificate for such a name.
        tls.as_ref().map_err(|reason| TransportError::new(TransportErrorKind::Request, *reason))?;
        server_name(&host)?;
    }
    let transport = match proxy {
        None => tcp.connect(uri).await.map_err(no_connection)?,
        Some(proxy) => proxy.connect(tcp, uri).await?,
    };
    let transport = if secure { handshake(&tls, &host, transport).await? } else { transport };
    Ok(Stream { transport: TokioIo::new(transport), proxied, _counted: counted::connection() })
}

/// Tells a name that does not resolve from a server that does not answer.
fn no_connection(cause: impl std::error::Error + Send + Sync + 'static) -> TransportError {
    let dns = cause.to_string().starts_with("dns error");
    let message = if dns { "the host name does not resolve" } else { "no connection" };
    TransportError::new(TransportErrorKind::Connect, message).with_cause(cause)
}

/// A connection.
pub(super) struct Stream {
    transport: TokioIo<Transport>,
    /// Whether a proxy at its other end forwards requests, which wants whole URLs.
    proxied: bool,
    _counted: Counted,
}

impl Connection for Stream {
    fn connected(&self) -> Connected {
        self.transport.inner().connected().proxy(self.proxied)
    }
}

impl Read for Stream {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: ReadBufCursor<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().transport).poll_read(cx, buf)
    }
}

impl Write for Stream {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.get_mut().transport).poll_write(cx, buf)
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().transport).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().transport).poll_shutdown(cx)
    }

    fn is_write_vectored(&self) -> bool {
        self.transport.is_write_vectored()
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.get_mut().transport).poll_write_vectored(cx, bufs)
    }
}

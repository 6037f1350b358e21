//! [`Transport`]: bytes to a server or a proxy and back, by TCP or by TLS over another transport.

use super::tls::Tls;
use crate::error::{TransportError, TransportErrorKind};
use hyper_util::client::legacy::connect::{Connected, Connection as _};
use rustls::pki_types::ServerName;
use rustls::{CertificateError, InvalidMessage};
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

/// TCP, or TLS over TCP, or TLS in a tunnel that is TLS itself.
pub(super) enum Transport {
    Tcp(TcpStream),
    Tls(Box<TlsStream<Transport>>),
}

impl Transport {
    /// What hyper's pool wants to know.
    pub fn connected(&self) -> Connected {
        match self {
            Self::Tcp(stream) => stream.connected(),
            Self::Tls(stream) => {
                let (inner, session) = stream.get_ref();
                let connected = inner.connected();
                if session.alpn_protocol() == Some(b"h2") { connected.negotiated_h2() } else { connected }
            }
        }
    }
}

/// The name of a server as certificates have it.
///
/// # Errors
/// When no certificate can be for such a name.
pub(super) fn server_name(host: &str) -> Result<ServerName<'static>, TransportError> {
    let name = host.trim_start_matches('[').trim_end_matches(']').to_owned();
    ServerName::try_from(name).map_err(|cause| {
        TransportError::new(TransportErrorKind::Request, "the host name is not valid").with_cause(cause)
    })
}

/// TLS with `host` over a connection to it.
///
/// # Errors
/// When TLS does not come about, or there is none in this build.
pub(super) async fn handshake(tls: &Tls, host: &str, stream: Transport) -> Result<Transport, TransportError> {
    let config = tls.clone().map_err(|reason| TransportError::new(TransportErrorKind::Request, reason))?;
    let stream = TlsConnector::from(config).connect(server_name(host)?, stream).await.map_err(no_tls)?;
    Ok(Transport::Tls(Box::new(stream)))
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

impl AsyncRead for Transport {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Tcp(stream) => Pin::new(stream).poll_read(cx, buf),
            Self::Tls(stream) => Pin::new(stream).poll_read(cx, buf),
        }
    }
}

impl AsyncWrite for Transport {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Self::Tcp(stream) => Pin::new(stream).poll_write(cx, buf),
            Self::Tls(stream) => Pin::new(stream).poll_write(cx, buf),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Tcp(stream) => Pin::new(stream).poll_flush(cx),
            Self::Tls(stream) => Pin::new(stream).poll_flush(cx),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Tcp(stream) => Pin::new(stream).poll_shutdown(cx),
            Self::Tls(stream) => Pin::new(stream).poll_shutdown(cx),
        }
    }

    fn is_write_vectored(&self) -> bool {
        match self {
            Self::Tcp(stream) => stream.is_write_vectored(),
            Self::Tls(stream) => stream.is_write_vectored(),
        }
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Self::Tcp(stream) => Pin::new(stream).poll_write_vectored(cx, bufs),
            Self::Tls(stream) => Pin::new(stream).poll_write_vectored(cx, bufs),
        }
    }
}

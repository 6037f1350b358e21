//! Proxies: which one a request goes through, and the tunnel to an https server behind it.

use crate::error::{TransportError, TransportErrorKind};
use crate::http::ProxyOptions;
use http::header::PROXY_AUTHORIZATION;
use http::{HeaderMap, Uri};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::proxy::Tunnel;
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use hyper_util::rt::TokioIo;
use std::sync::Arc;
use tokio::net::TcpStream;
use tower_service::Service;

/// The proxies of a client; `None` if it uses none.
pub(super) type Proxies = Option<Arc<Matcher>>;

/// Reads the settings.
///
/// # Errors
/// When a proxy is not given by an `http` URL.
pub(super) fn matcher(options: &ProxyOptions) -> Result<Proxies, String> {
    if options.http.is_none() && options.https.is_none() {
        return Ok(None);
    }
    let mut builder = Matcher::builder();
    for url in [&options.http, &options.https].into_iter().flatten() {
        match url.parse::<Uri>() {
            Ok(uri) if matches!(uri.scheme_str(), None | Some("http")) && uri.host().is_some() => {}
            // The URL itself is not shown: it may hold a password.
            _ => return Err("the URL of the proxy is not of the form http://host:port".to_owned()),
        }
    }
    if let Some(url) = &options.http {
        builder = builder.http(url.clone());
    }
    if let Some(url) = &options.https {
        builder = builder.https(url.clone());
    }
    Ok(Some(Arc::new(builder.no(options.no.clone().unwrap_or_default()).build())))
}

/// The proxy for a request to `uri`, if it goes through one.
pub(super) fn of(proxies: &Proxies, uri: &Uri) -> Option<Intercept> {
    proxies.as_ref()?.intercept(uri)
}

/// A request that is not tunnelled carries the password of its proxy itself.
pub(super) fn authorize(proxies: &Proxies, uri: &Uri, headers: &mut HeaderMap) {
    if uri.scheme_str() == Some("http")
        && let Some(proxy) = of(proxies, uri)
        && let Some(authorization) = proxy.basic_auth()
    {
        headers.insert(PROXY_AUTHORIZATION, authorization.clone());
    }
}

/// A connection to `destination` through the proxy.
pub(super) async fn tunnel(
    tcp: HttpConnector,
    proxy: &Intercept,
    destination: Uri,
) -> Result<TokioIo<TcpStream>, TransportError> {
    let mut tunnel = Tunnel::new(proxy.uri().clone(), tcp);
    if let Some(authorization) = proxy.basic_auth() {
        tunnel = tunnel.with_auth(authorization.clone());
    }
    tunnel.call(destination).await.map_err(|cause| {
        let host = proxy.uri().host().unwrap_or_default();
        let message = format!("no connection through the proxy {host}");
        TransportError::new(TransportErrorKind::Connect, message).with_cause(cause)
    })
}

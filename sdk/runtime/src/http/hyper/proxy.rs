//! Proxies: which one a request goes through, and the way to a server behind it.

use super::connect::Tcp;
use super::tls::{self, Tls};
use super::transport::{Transport, handshake};
use crate::error::{TransportError, TransportErrorKind};
use crate::http::{HttpOptions, ProxyOptions};
use http::header::PROXY_AUTHORIZATION;
use http::{HeaderMap, Uri};
use hyper_util::client::legacy::connect::proxy::Tunnel;
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use hyper_util::rt::TokioIo;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use tower_service::Service;

/// The proxies of a client. Cheap to clone.
#[derive(Clone, Default)]
pub(super) struct Proxies(Option<Arc<Inner>>);

struct Inner {
    matcher: Matcher,
    /// Hosts and domains that are reached directly.
    direct: Vec<Direct>,
    /// For proxies that are spoken to by TLS.
    tls: Tls,
    forward_https: bool,
}

/// A host or domain that is reached without a proxy.
struct Direct {
    /// The name without dots around it, or `*` for all.
    name: String,
    /// The only port, if one is given.
    port: Option<u16>,
}

/// The proxy of one request.
#[derive(Clone)]
pub(super) struct Proxy {
    intercept: Intercept,
    tls: Tls,
    /// Whether it is given the whole request, rather than asked for a tunnel.
    pub forwards: bool,
}

impl Proxies {
    /// Reads the settings.
    ///
    /// # Errors
    /// When a proxy is not given by an `http` or `https` URL, or a file with its certificates cannot be used.
    pub fn new(options: &HttpOptions) -> Result<Self, String> {
        let ProxyOptions { http, https, no, forward_https, .. } = &options.proxy;
        let (http, https) = (http.as_deref().map(scheme_added), https.as_deref().map(scheme_added));
        if http.is_none() && https.is_none() {
            return Ok(Self::default());
        }
        let mut secure = false;
        for url in [&http, &https].into_iter().flatten() {
            match url.parse::<Uri>() {
                Ok(uri) if uri.scheme_str() == Some("http") && uri.host().is_some() => {}
                Ok(uri) if uri.scheme_str() == Some("https") && uri.host().is_some() => secure = true,
                // The URL itself is not shown: it may hold a password.
                _ => return Err("the URL of the proxy is not of the form http://host:port".to_owned()),
            }
        }
        let tls = if secure { tls::for_proxies(options)? } else { Err("the proxy is not spoken to by TLS") };
        let (direct, no) = read_exceptions(no.as_deref().unwrap_or_default());
        let matcher =
            Matcher::builder().http(http.unwrap_or_default()).https(https.unwrap_or_default()).no(no).build();
        Ok(Self(Some(Arc::new(Inner { matcher, direct, tls, forward_https: *forward_https }))))
    }

    /// The proxy for a request to `uri`, if it goes through one.
    pub fn of(&self, uri: &Uri) -> Option<Proxy> {
        let inner = self.0.as_ref()?;
        let https = uri.scheme_str() == Some("https");
        let port = uri.port_u16().unwrap_or(if https { 443 } else { 80 });
        let host = uri.host()?;
        if inner.direct.iter().any(|direct| direct.contains(host, port)) {
            return None;
        }
        let intercept = inner.matcher.intercept(uri)?;
        let secure = intercept.uri().scheme_str() == Some("https");
        Some(Proxy { intercept, tls: inner.tls.clone(), forwards: !https || (secure && inner.forward_https) })
    }

    /// A request that is forwarded carries the password of its proxy itself.
    pub fn authorize(&self, uri: &Uri, headers: &mut HeaderMap) {
        if let Some(proxy) = self.of(uri)
            && proxy.forwards
            && let Some(authorization) = proxy.intercept.basic_auth()
        {
            headers.insert(PROXY_AUTHORIZATION, authorization.clone());
        }
    }
}

/// A URL without a scheme is one of http, as in botocore.
fn scheme_added(url: &str) -> String {
    let url = url.trim();
    match url.split_once("://") {
        Some(_) => url.to_owned(),
        None => format!("http://{}", url.trim_start_matches('/')),
    }
}

/// Reads a list of what is reached without a proxy: names, and the addresses and networks, which the matcher reads.
///
/// A name stands for all below it as well, whether it begins with `.`, `*.` or a letter, and may have a port. Commas and
/// white space separate the entries.
fn read_exceptions(list: &str) -> (Vec<Direct>, String) {
    let mut direct = Vec::new();
    let mut addresses = Vec::new();
    for entry in list.split(|c: char| c == ',' || c.is_whitespace()) {
        let (name, port) =
            match entry.rsplit_once(':').and_then(|(name, port)| Some((name, port.parse().ok()?))) {
                // More than one colon without brackets is an address of IPv6.
                Some((name, port)) if !name.contains(':') || name.ends_with(']') => (name, Some(port)),
                _ => (entry, None),
            };
        let unbracketed = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name);
        if port.is_none() && (unbracketed.contains('/') || unbracketed.parse::<IpAddr>().is_ok()) {
            addresses.push(unbracketed);
            continue;
        }
        let name = name.strip_prefix("*.").unwrap_or(name).trim_matches('.');
        if !name.is_empty() {
            direct.push(Direct { name: name.to_owned(), port });
        }
    }
    (direct, addresses.join(","))
}

impl Direct {
    fn contains(&self, host: &str, port: u16) -> bool {
        if self.port.is_some_and(|only| only != port) {
            return false;
        }
        // The dot at the end of a name that is complete.
        let host = host.strip_suffix('.').unwrap_or(host);
        let (domain, end) = (self.name.as_str(), host.len().checked_sub(self.name.len()));
        let Some((rest, end)) = end.and_then(|at| host.split_at_checked(at)) else { return domain == "*" };
        let is_below = rest.is_empty() || rest.ends_with('.') && host.parse::<IpAddr>().is_err();
        domain == "*" || is_below && end.eq_ignore_ascii_case(domain)
    }
}

impl Proxy {
    /// A connection to the proxy itself.
    async fn reach(self, tcp: Tcp) -> Result<Transport, TransportError> {
        let uri = self.intercept.uri();
        let host = uri.host().unwrap_or_default();
        let stream = tcp.connect(uri.clone()).await.map_err(|cause| {
            let message = format!("no connection to the proxy {host}");
            TransportError::new(TransportErrorKind::Connect, message).with_cause(cause)
        })?;
        match uri.scheme_str() {
            Some("https") => handshake(&self.tls, host, stream).await.map_err(|mut error| {
                error.message = format!("to the proxy {host}: {}", error.message);
                error
            }),
            _ => Ok(stream),
        }
    }

    /// A connection on which to send requests for `destination`.
    pub async fn connect(self, tcp: Tcp, destination: Uri) -> Result<Transport, TransportError> {
        if self.forwards {
            return self.reach(tcp).await;
        }
        let (uri, authorization) = (self.intercept.uri().clone(), self.intercept.basic_auth().cloned());
        let host = uri.host().unwrap_or_default().to_owned();
        let mut tunnel = Tunnel::new(uri, Reach { proxy: self, tcp });
        if let Some(authorization) = authorization {
            tunnel = tunnel.with_auth(authorization);
        }
        let stream = tunnel.call(destination).await.map_err(|cause| {
            let message = format!("no connection through the proxy {host}");
            TransportError::new(TransportErrorKind::Connect, message).with_cause(cause)
        })?;
        Ok(stream.into_inner())
    }
}

/// Connects to the proxy, for the tunnel.
struct Reach {
    proxy: Proxy,
    tcp: Tcp,
}

impl Service<Uri> for Reach {
    type Response = TokioIo<Transport>;
    type Error = TransportError;
    type Future = Pin<Box<dyn Future<Output = Result<TokioIo<Transport>, TransportError>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), TransportError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Uri) -> Self::Future {
        let (proxy, tcp) = (self.proxy.clone(), self.tcp.clone());
        Box::pin(async move { Ok(TokioIo::new(proxy.reach(tcp).await?)) })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn proxied(no: &str, url: &str) -> bool {
        let url_of_proxy = Some("proxy.example:3128".to_owned());
        let proxy = ProxyOptions {
            http: url_of_proxy.clone(),
            https: url_of_proxy,
            no: Some(no.to_owned()),
            ..ProxyOptions::default()
        };
        let proxies = Proxies::new(&HttpOptions { proxy, ..HttpOptions::default() }).unwrap();
        proxies.of(&url.parse().unwrap()).is_some()
    }

    #[test]
    fn names_without_a_proxy_are_written_in_many_ways() {
        let s3 = "https://s3.eu-west-1.amazonaws.com/x";
        for no in [
            "*.amazonaws.com",
            "*.AmazonAWS.com:443",
            "*.eu-west-1.amazonaws.com",
            "amazonaws.com.",
            "*.amazonaws.com.",
            ".amazonaws.com.:443",
            "  x ,, , *.amazonaws.com ,",
            "x amazonaws.com",
            "x,\t*:443",
        ] {
            assert!(!proxied(no, s3), "{no}");
            assert!(!proxied(no, "https://s3.eu-west-1.amazonaws.com./x"), "{no}");
        }
        assert!(!proxied("*.amazonaws.com", "https://amazonaws.com/"));
        for no in ["*.azonaws.com", "*.amazonaws.com:80", "*.", ".", ",", "*.com.example", "*aws.com", "*:80"]
        {
            assert!(proxied(no, s3), "{no}");
        }
    }

    #[test]
    fn addresses_without_a_proxy() {
        assert!(!proxied("*", "http://10.1.2.3/"));
        assert!(!proxied("[::1]", "http://[::1]:5000/"));
        assert!(!proxied("10.1.2.3:80", "http://10.1.2.3/"));
        for no in ["2.3", "*.2.3", "2.3:80", "10.1.2.4", "10.1.2.3:81"] {
            assert!(proxied(no, "http://10.1.2.3/"), "{no}");
        }
    }

    #[test]
    fn hosts_without_a_proxy() {
        let s3 = "https://s3.eu-west-1.amazonaws.com/x";
        assert!(proxied("", s3));
        for no in
            ["*", "amazonaws.com", ".amazonaws.com", "x, AmazonAWS.com", "s3.eu-west-1.amazonaws.com:443"]
        {
            assert!(!proxied(no, s3), "{no}");
        }
        for no in ["s3", "azonaws.com", "amazonaws.com:80", "10.0.0.0/8", "eu-west-1"] {
            assert!(proxied(no, s3), "{no}");
        }
        assert!(!proxied("localhost:4566", "http://localhost:4566/"));
        assert!(proxied("localhost:4566", "http://localhost:4567/"));
        assert!(!proxied("10.0.0.0/8, 127.0.0.1", "http://10.1.2.3:80/"));
        assert!(!proxied("fd00::/8,::1", "http://[::1]:5000/"));
        assert!(!proxied("[::1]:5000", "http://[::1]:5000/"));
        assert!(proxied("[::1]:5000", "http://[::1]:5001/"));
    }
}

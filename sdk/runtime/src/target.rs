//! [`Target`]: where a request goes, and the one place where that is changed.

use crate::fault::{Error, ErrorKind};
use http::Uri;
use http::uri::{Authority, PathAndQuery, Scheme};
use std::fmt::Write;

/// The URL of a request: scheme, authority, path and query string.
///
/// Its authority is the one that every HTTP layer sends as it is (see [`settle`]), so that what is signed is what arrives.
/// Which region it is for stands with the choice of the signature, since endpoint rules give one for each scheme.
#[derive(Clone, Debug)]
pub(crate) struct Target(Uri);

/// A host, and the scheme to reach it by if that is said.
#[derive(Clone, Debug)]
pub(crate) struct Host {
    scheme: Option<Scheme>,
    authority: Authority,
}

impl Host {
    /// Reads a host with or without a port, or a URL by HTTP, of which scheme, host and port count.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (scheme, rest) = match text.split_once("://") {
            Some(("https", rest)) => (Some(Scheme::HTTPS), rest),
            Some(("http", rest)) => (Some(Scheme::HTTP), rest),
            Some(_) => return None,
            None => (None, text),
        };
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        Some(Self { scheme, authority: rest[..end].parse().ok()? })
    }
}

impl Target {
    /// The URL of an endpoint, with `prefix` before its host, and with `path` and `query` of a request behind its own.
    ///
    /// # Errors
    /// When the endpoint is not a URL.
    pub(crate) fn new(endpoint: &str, prefix: &str, path: &str, query: &str) -> Result<Self, Error> {
        let bad = || Error::new(ErrorKind::Endpoint, format!("`{endpoint}` is not a valid endpoint URL"));
        let (scheme, rest) = endpoint.split_once("://").ok_or_else(bad)?;
        let (location, own_query) = rest.split_once('?').unwrap_or((rest, ""));
        let (host, base) = location.split_at(location.find('/').unwrap_or(location.len()));
        let mut url = String::with_capacity(endpoint.len() + prefix.len() + path.len() + query.len() + 4);
        for part in [scheme, "://", prefix, host] {
            url.push_str(part);
        }
        if path.is_empty() || path == "/" {
            url.push_str(if base.is_empty() { "/" } else { base });
        } else {
            url.push_str(base.strip_suffix('/').unwrap_or(base));
            url.push_str(path);
        }
        let mut separator = '?';
        for query in [own_query, query] {
            if !query.is_empty() {
                url.push(separator);
                url.push_str(query);
                separator = '&';
            }
        }
        let mut uri = Uri::try_from(url).map_err(|error| bad().with_cause(error))?;
        settle(&mut uri)?;
        Ok(Self(uri))
    }

    /// Whether what is sent is encrypted on its way.
    pub(crate) fn is_secure(&self) -> bool {
        self.0.scheme() == Some(&Scheme::HTTPS)
    }

    /// Sends the request to another host, by its scheme if it has one. Path and query string stay.
    ///
    /// # Errors
    /// When the port of the host is not one.
    pub(crate) fn move_to(&mut self, host: &Host) -> Result<(), Error> {
        let mut parts = std::mem::take(&mut self.0).into_parts();
        parts.authority = Some(host.authority.clone());
        if let Some(scheme) = &host.scheme {
            parts.scheme = Some(scheme.clone());
        }
        self.0 = Uri::from_parts(parts).map_err(unwritable)?;
        settle(&mut self.0)
    }

    /// The URL as it is now.
    #[cfg(feature = "tracing")]
    pub(crate) fn uri(&self) -> &Uri {
        &self.0
    }

    /// The URL as requests have it.
    pub(crate) fn into_uri(self) -> Uri {
        self.0
    }
}

/// Gives `uri` another query string.
pub(crate) fn set_query(uri: &mut Uri, query: &str) -> Result<(), Error> {
    let path = PathAndQuery::try_from(format!("{}?{query}", uri.path())).map_err(unwritable)?;
    let mut parts = std::mem::take(uri).into_parts();
    parts.path_and_query = Some(path);
    *uri = Uri::from_parts(parts).map_err(unwritable)?;
    Ok(())
}

/// Gives `uri` the authority that every HTTP layer sends as it is: the host in lower case, no user, the port as a number,
/// and none where it is the scheme's own. botocore signs and sends the same.
///
/// # Errors
/// When the port is not a number from 0 to 65535: HTTP layers would leave it out.
pub(crate) fn settle(uri: &mut Uri) -> Result<(), Error> {
    let Some(authority) = uri.authority() else { return Ok(()) };
    let host = authority.host();
    let own = if uri.scheme() == Some(&Scheme::HTTP) { 80 } else { 443 };
    let (_, host_port) = authority.as_str().rsplit_once('@').unwrap_or(("", authority.as_str()));
    let port = match host_port.strip_prefix(host) {
        Some("" | ":") => None,
        _ => Some(authority.port_u16().ok_or_else(|| no_port(host_port))?),
    };
    let port = port.filter(|port| *port != own);
    let length = host.len() + port.map_or(0, |port| 1 + digits(port));
    if authority.as_str().len() == length && !host.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Ok(());
    }
    let mut settled = host.to_ascii_lowercase();
    if let Some(port) = port {
        let _ = write!(settled, ":{port}");
    }
    let mut parts = std::mem::take(uri).into_parts();
    parts.authority = Some(settled.parse().map_err(unwritable)?);
    *uri = Uri::from_parts(parts).map_err(unwritable)?;
    Ok(())
}

/// How many digits a port has.
fn digits(port: u16) -> usize {
    port.checked_ilog10().map_or(1, |log| log as usize + 1)
}

fn no_port(host_port: &str) -> Error {
    Error::configuration(format!("the port of the endpoint `{host_port}` is not a number from 0 to 65535"))
}

fn unwritable(cause: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::serialize("the URL of the request cannot be written").with_cause(cause)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn settled(url: &'static str) -> Result<String, String> {
        let mut uri = Uri::from_static(url);
        settle(&mut uri).map_err(|error| error.to_string())?;
        Ok(uri.to_string())
    }

    #[test]
    fn authorities_are_bare() {
        for (given, expected) in [
            ("https://Ec2.us-east-1.amazonaws.com:443/", "https://ec2.us-east-1.amazonaws.com/"),
            ("http://127.0.0.1:5000/X?Y", "http://127.0.0.1:5000/X?Y"),
            ("http://u:p@[::1]:80/x", "http://[::1]/x"),
            ("http://U:8@[FE80::1]:8080/x", "http://[fe80::1]:8080/x"),
            ("http://[::1]/", "http://[::1]/"),
            ("http://example.com:443/x", "http://example.com:443/x"),
            ("https://example.com:80/x", "https://example.com:80/x"),
            ("http://example.com:0080/x", "http://example.com/x"),
            ("http://example.com:09000/x", "http://example.com:9000/x"),
            ("http://example.com.:/x", "http://example.com./x"),
            ("http://example.com:0/x", "http://example.com:0/x"),
        ] {
            assert_eq!(settled(given).unwrap(), expected, "{given}");
        }
    }

    #[test]
    fn a_port_that_would_be_left_out_is_an_error() {
        let error = settled("http://example.com:65536/").unwrap_err();
        assert!(error.contains("`example.com:65536`"), "{error}");
    }

    #[test]
    fn a_url_is_made_of_endpoint_and_request() {
        for (endpoint, prefix, path, query, expected) in [
            ("https://a.example", "", "/", "", "https://a.example/"),
            ("https://a.example/base/", "", "", "", "https://a.example/base/"),
            ("https://a.example/base/", "data.", "/x%20y", "q=1", "https://data.a.example/base/x%20y?q=1"),
            ("http://A.example:80?own=1", "", "/x", "q", "http://a.example/x?own=1&q"),
        ] {
            let target = Target::new(endpoint, prefix, path, query).unwrap();
            assert_eq!(target.into_uri().to_string(), expected);
        }
        for endpoint in ["a.example", "https://", "https://a b/"] {
            let error = Target::new(endpoint, "", "/", "").unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Endpoint, "{endpoint}");
            assert!(error.to_string().contains(&format!("`{endpoint}`")), "{error}");
        }
    }

    #[test]
    fn a_move_keeps_path_and_query() {
        let start = Target::new("https://a.example", "", "/x", "q=1").unwrap();
        for (place, expected) in [
            ("b.example", "https://b.example/x?q=1"),
            ("B.example:8443", "https://b.example:8443/x?q=1"),
            ("http://b.example:80/y?r=2", "http://b.example/x?q=1"),
        ] {
            let mut target = start.clone();
            target.move_to(&Host::parse(place).unwrap()).unwrap();
            assert_eq!(target.into_uri().to_string(), expected, "{place}");
        }
        for place in ["", "https://", "a b", "://b.example", "ftp://b.example", "/x"] {
            assert!(Host::parse(place).is_none(), "{place}");
        }
    }
}

//! [`Url`]: the parts of a URL that rules ask for.

use super::table::Attribute;
use super::value::{Value, part};
use crate::percent::{RESERVED, RESERVED_IN_PATHS};
use percent_encoding::utf8_percent_encode;
use std::borrow::Cow;
use std::fmt::Write;
use std::net::Ipv6Addr;
use std::ops::Range;

/// An `http` or `https` URL without a query.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Url<'a> {
    text: Cow<'a, str>,
    secure: bool,
    authority: Range<usize>,
    path: Range<usize>,
}

impl<'a> Url<'a> {
    /// `parseURL`: nothing for other schemes, with a query, without a host, and where the port is no port.
    pub(super) fn parse(text: Cow<'a, str>) -> Option<Self> {
        let (scheme, rest) = text.split_once("://")?;
        let secure = scheme.eq_ignore_ascii_case("https");
        if !secure && !scheme.eq_ignore_ascii_case("http") {
            return None;
        }
        let start = scheme.len() + 3;
        let length = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let authority = start..start + length;
        let path_length = rest[length..].find(['?', '#']).unwrap_or(rest.len() - length);
        let path = authority.end..authority.end + path_length;
        let query = text[path.end..].split('#').next().unwrap_or_default();
        if query.len() > 1 || split_host(&text[authority.clone()]).is_none() {
            return None;
        }
        Some(Self { secure, authority, path, text })
    }

    pub(super) fn attribute(&self, attribute: Attribute) -> Value<'a> {
        match attribute {
            Attribute::Scheme => Value::String(Cow::Borrowed(if self.secure { "https" } else { "http" })),
            Attribute::Authority => Value::text(part(&self.text, self.authority.clone())),
            Attribute::Path => Value::text(part(&self.text, self.path.clone())),
            Attribute::NormalizedPath => Value::String(Cow::Owned(normalize(&self.text[self.path.clone()]))),
            Attribute::IsIp => Value::Boolean(self.is_ip()),
            _ => Value::Null,
        }
    }

    fn is_ip(&self) -> bool {
        match split_host(&self.text[self.authority.clone()]) {
            Some(Host::Bracketed(address)) => {
                address.split('%').next().is_some_and(|bare| bare.parse::<Ipv6Addr>().is_ok())
            }
            Some(Host::Plain(host)) => is_ipv4(host),
            None => false,
        }
    }
}

enum Host<'a> {
    Plain(&'a str),
    Bracketed(&'a str),
}

/// The host of an authority; nothing if it is empty or the port is no number from 0 to 65535.
fn split_host(authority: &str) -> Option<Host<'_>> {
    let host_port = authority.rsplit_once('@').map_or(authority, |(_, host_port)| host_port);
    let (host, port) = match host_port.strip_prefix('[') {
        Some(rest) => {
            let (address, after) = rest.split_once(']')?;
            let port = if after.is_empty() { "" } else { after.strip_prefix(':')? };
            (Host::Bracketed(address), port)
        }
        None => {
            let (host, port) = host_port.split_once(':').unwrap_or((host_port, ""));
            (Host::Plain(host), port)
        }
    };
    let number =
        port.is_empty() || (port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok());
    let (Host::Plain(name) | Host::Bracketed(name)) = host;
    (number && !name.is_empty()).then_some(host)
}

/// Returns the host of a URL, an IPv6 address without brackets; `None` if it is not the URL of a server.
pub(crate) fn host(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let (Host::Plain(host) | Host::Bracketed(host)) = split_host(authority)?;
    Some(host)
}

/// Whether `host` is four numbers of up to three digits with dots between.
pub(super) fn is_ipv4(host: &str) -> bool {
    let number = |part: &str| (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    host.split('.').count() == 4 && host.split('.').all(number)
}

/// `path` without `.`, `..` and empty segments, percent-encoded, with a slash at the end.
fn normalize(path: &str) -> String {
    let mut segments = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => drop(segments.pop()),
            segment => segments.push(segment),
        }
    }
    let mut normalized = String::with_capacity(path.len() + 2);
    normalized.push('/');
    for segment in segments {
        // Writing to a string cannot fail.
        let _ = write!(normalized, "{}/", utf8_percent_encode(segment, RESERVED_IN_PATHS));
    }
    normalized
}

/// `uriEncode`
pub(super) fn encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attribute(url: &str, attribute: Attribute) -> Value<'_> {
        Url::parse(Cow::Borrowed(url)).map_or(Value::Null, |url| url.attribute(attribute))
    }

    fn text(text: &str) -> Value<'_> {
        Value::String(Cow::Borrowed(text))
    }

    #[test]
    fn a_url_has_its_parts() {
        let url = "HTTPS://user@example.com:8443/a//b/../c d#fragment";
        assert_eq!(attribute(url, Attribute::Scheme), text("https"));
        assert_eq!(attribute(url, Attribute::Authority), text("user@example.com:8443"));
        assert_eq!(attribute(url, Attribute::Path), text("/a//b/../c d"));
        assert_eq!(attribute(url, Attribute::NormalizedPath), text("/a/c%20d/"));
        assert_eq!(attribute("http://localhost", Attribute::Path), text(""));
        assert_eq!(attribute("http://localhost", Attribute::NormalizedPath), text("/"));
    }

    #[test]
    fn addresses_are_told_from_names() {
        for (url, expected) in [
            ("http://127.0.0.1:4566/x", true),
            ("http://999.0.0.1", true),
            ("https://[2001:db8::1]:443", true),
            ("https://[fe80::1%25eth0]", true),
            ("https://[example.com]", false),
            ("https://127.0.0.1.example.com", false),
            ("https://1.2.3", false),
        ] {
            assert_eq!(attribute(url, Attribute::IsIp), Value::Boolean(expected), "{url}");
        }
    }

    #[test]
    fn what_is_no_endpoint_is_nothing() {
        for url in [
            "ftp://example.com",
            "example.com",
            "https://example.com?x=1",
            "https://example.com/a?x",
            "https://example.com:port",
            "https://example.com:65536",
            "https://[::1",
            "https://",
            "https://:80",
        ] {
            assert_eq!(attribute(url, Attribute::Scheme), Value::Null, "{url}");
        }
        assert_eq!(attribute("https://example.com/?", Attribute::Path), text("/"));
    }

    #[test]
    fn encoding_leaves_only_unreserved_characters() {
        assert_eq!(encode("a/b c~é"), "a%2Fb%20c~%C3%A9");
    }
}

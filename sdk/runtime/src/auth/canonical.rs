//! The canonical form of a request: what SigV4 hashes.

use crate::percent::RESERVED_IN_PATHS;
use http::header::{self, HeaderName};
use http::{HeaderMap, Uri};
use percent_encoding::utf8_percent_encode;
use std::borrow::Cow;
use std::fmt::Write;

/// Headers that proxies and tracing change on the way: never signed. The list is botocore's.
const UNSIGNED: [&str; 14] = [
    "baggage",
    "connection",
    "expect",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "te",
    "traceparent",
    "tracestate",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
    "x-amzn-trace-id",
];

/// The headers to sign, sorted by name.
pub(super) struct Headers<'a>(Vec<(&'a str, &'a [u8])>);

impl<'a> Headers<'a> {
    /// Those of `headers` that are signed, and `host`, which the network layer adds unless it is among them.
    pub fn new(headers: &'a HeaderMap, uri: &'a Uri) -> Self {
        let signed = headers.iter().filter(|(name, _)| !never_signed(name));
        let mut list: Vec<_> = signed.map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
        if !headers.contains_key(header::HOST) {
            list.push(("host", host(headers, uri)));
        }
        list.sort_by_key(|(name, _)| *name);
        Self(list)
    }

    /// Their names, joined by semicolons.
    pub fn names(&self) -> String {
        let mut names = String::with_capacity(96);
        let mut last = "";
        for (name, _) in &self.0 {
            if *name != last {
                if !names.is_empty() {
                    names.push(';');
                }
                names.push_str(name);
                last = name;
            }
        }
        names
    }

    /// `name:value` lines; several values of a name joined by commas. White space around a value is left out, and several
    /// spaces inside become one. Tabs inside stay, as in the definition of the signature and in `aws-sigv4`; botocore makes
    /// spaces of them.
    fn write(&self, out: &mut Vec<u8>) {
        let mut last = "";
        for (name, value) in &self.0 {
            if *name == last {
                out.push(b',');
            } else {
                if !last.is_empty() {
                    out.push(b'\n');
                }
                out.extend_from_slice(name.as_bytes());
                out.push(b':');
                last = name;
            }
            let words = value.trim_ascii().split(|byte| *byte == b' ').filter(|word| !word.is_empty());
            for (index, word) in words.enumerate() {
                if index > 0 {
                    out.push(b' ');
                }
                out.extend_from_slice(word);
            }
        }
        out.push(b'\n');
    }
}

fn never_signed(name: &HeaderName) -> bool {
    UNSIGNED.binary_search(&name.as_str()).is_ok()
}

/// The canonical request. `names` are those of `headers`.
pub(super) fn request(
    method: &str,
    uri: &Uri,
    s3: bool,
    headers: &Headers<'_>,
    names: &str,
    payload: &[u8],
) -> Vec<u8> {
    let mut out = Vec::with_capacity(1024);
    out.extend_from_slice(method.as_bytes());
    out.push(b'\n');
    match s3 {
        true => out.extend_from_slice(uri.path().as_bytes()),
        false => out.extend_from_slice(path(uri.path()).as_bytes()),
    }
    out.push(b'\n');
    if let Some(text) = uri.query() {
        query(text, &mut out);
    }
    out.push(b'\n');
    headers.write(&mut out);
    out.push(b'\n');
    out.extend_from_slice(names.as_bytes());
    out.push(b'\n');
    out.extend_from_slice(payload);
    out
}

/// A path that is already encoded: dot segments and empty ones taken out, then encoded once more.
fn path(encoded: &str) -> Cow<'_, str> {
    if encoded == "/" {
        return Cow::Borrowed("/");
    }
    let mut segments: Vec<&str> = Vec::new();
    for segment in encoded.split('/') {
        match segment {
            "" | "." => {}
            ".." => drop(segments.pop()),
            segment => segments.push(segment),
        }
    }
    let mut out = String::with_capacity(encoded.len() + 8);
    for segment in &segments {
        let _ = write!(out, "/{}", utf8_percent_encode(segment, RESERVED_IN_PATHS));
    }
    if out.is_empty() || encoded.ends_with('/') {
        out.push('/');
    }
    Cow::Owned(out)
}

/// The pairs of the query string, sorted; `name` alone becomes `name=`.
fn query(text: &str, out: &mut Vec<u8>) {
    let mut pairs: Vec<_> = text.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, ""))).collect();
    pairs.sort_unstable();
    for (index, (name, value)) in pairs.into_iter().enumerate() {
        if index > 0 {
            out.push(b'&');
        }
        out.extend_from_slice(name.as_bytes());
        out.push(b'=');
        out.extend_from_slice(value.as_bytes());
    }
}

/// The header `Host` that is sent: what the caller says, else the authority of the URL, which is [settled](crate::target::settle).
pub(super) fn host<'a>(headers: &'a HeaderMap, uri: &'a Uri) -> &'a [u8] {
    match headers.get(header::HOST) {
        Some(host) => host.as_bytes(),
        None => uri.authority().map_or(&[], |authority| authority.as_str().as_bytes()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_unsigned_headers_is_sorted() {
        assert!(UNSIGNED.is_sorted());
    }

    #[test]
    fn paths_are_normalised_and_encoded_twice() {
        assert_eq!(path("/"), "/");
        assert_eq!(path(""), "/");
        assert_eq!(path("/a%20b//c/./d/../e~(1)/"), "/a%2520b/c/e~%281%29/");
        assert_eq!(path("/../.."), "/");
    }
}

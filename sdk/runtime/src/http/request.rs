//! [`Request`]: a request while it is being built.

use crate::types::ByteStream;
use bytes::Bytes;
use http::{HeaderMap, Method};

/// A request before it has an endpoint: what a protocol writes.
#[derive(Debug, Default)]
pub struct Request {
    /// HTTP method.
    pub method: Method,
    /// Path, percent-encoded, `/` first; the endpoint's own path is put before it.
    pub path: String,
    /// Query string, percent-encoded, without `?`.
    pub query: String,
    /// Headers.
    pub headers: HeaderMap,
    /// Body.
    pub body: Body,
}

/// The body of a request.
#[derive(Debug, Default)]
pub enum Body {
    /// None.
    #[default]
    Empty,
    /// In memory.
    Bytes(Bytes),
    /// To be read while it is sent.
    Stream(ByteStream),
}

//! [`Response`]: what comes back.

use crate::types::ByteStream;
use http::{HeaderMap, StatusCode};

/// Status and headers of a response.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct ResponseHead {
    /// Status code.
    pub status: StatusCode,
    /// Headers.
    pub headers: HeaderMap,
}

impl ResponseHead {
    /// A head with this status and these headers.
    pub fn new(status: StatusCode, headers: HeaderMap) -> Self {
        Self { status, headers }
    }

    /// The value of header `name`, if it is there and is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

/// A response whose body is still to be read.
#[derive(Debug)]
#[non_exhaustive]
pub struct Response {
    /// Status and headers.
    pub head: ResponseHead,
    /// The body.
    pub body: ByteStream,
}

impl Response {
    /// A response with this head and body: what an [`HttpClient`](super::HttpClient) of your own gives back.
    pub fn new(head: ResponseHead, body: impl Into<ByteStream>) -> Self {
        Self { head, body: body.into() }
    }
}

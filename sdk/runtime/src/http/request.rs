//! [`Request`]: a request while it is being built.

use crate::error::TransportError;
use crate::types::ByteStream;
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue, Method};

/// A request before it has an endpoint: what a protocol writes.
#[derive(Debug, Default)]
#[non_exhaustive]
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

/// Whether the body is a form, by its content type.
pub(crate) fn is_form(headers: &HeaderMap) -> bool {
    let content_type = headers.get(CONTENT_TYPE).map_or(&[][..], HeaderValue::as_bytes);
    content_type.to_ascii_lowercase().starts_with(b"application/x-www-form-urlencoded")
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

impl Body {
    /// How many bytes there are, if known before reading them.
    pub fn length(&self) -> Option<u64> {
        match self {
            Self::Empty => Some(0),
            Self::Bytes(bytes) => Some(bytes.len() as u64),
            Self::Stream(stream) => stream.length(),
        }
    }

    /// Reads all there is into memory.
    pub(crate) async fn read_all(self) -> Result<Bytes, TransportError> {
        match self {
            Self::Empty => Ok(Bytes::new()),
            Self::Bytes(bytes) => Ok(bytes),
            Self::Stream(stream) => stream.read_all().await,
        }
    }
}

//! [`PresignedRequest`]: a request that whoever has it can send, without credentials, until a given time.

use bytes::Bytes;
use http::{HeaderMap, Method, Request, Uri};
use std::fmt;
use std::time::SystemTime;

/// A signed request that anyone can send, without credentials and with any HTTP client, until [`valid_until`].
///
/// A call makes one with `presigned` in place of being sent, and a [`RequestSigner`](crate::signing::RequestSigner) of any request. The URL holds the signature: whoever has it can do what the
/// request does, in the name of the credentials it was signed by, so treat it as a secret. `Debug` shows it without its
/// query string.
///
/// The signature covers the method, the URL, the [`headers`] and, but for S3, the [`body`]: a request that differs in one of
/// them is refused. What HTTP clients add by themselves, such as `User-Agent`, does no harm.
///
/// [`valid_until`]: Self::valid_until
/// [`headers`]: Self::headers
/// [`body`]: Self::body
#[derive(Clone)]
pub struct PresignedRequest {
    request: Request<Bytes>,
    valid_until: SystemTime,
}

impl PresignedRequest {
    pub(crate) fn new(request: Request<Bytes>, valid_until: SystemTime) -> Self {
        Self { request, valid_until }
    }

    /// The method to send it with.
    pub fn method(&self) -> &Method {
        self.request.method()
    }

    /// The URL to send it to, with the signature in its query string.
    pub fn url(&self) -> String {
        self.request.uri().to_string()
    }

    /// The same as a [`Uri`].
    pub fn uri(&self) -> &Uri {
        self.request.uri()
    }

    /// The headers to send, beside `Host`: the signature covers them. Most requests without a body have none.
    pub fn headers(&self) -> &HeaderMap {
        self.request.headers()
    }

    /// The body to send. Of an operation whose body is a stream, as PutObject and UploadPart, it is empty here: send the
    /// bytes of the stream.
    pub fn body(&self) -> &Bytes {
        self.request.body()
    }

    /// When it ceases to be valid: after the time that was asked for, and no later than the credentials it was signed by.
    /// Those of a role end after an hour or so.
    pub fn valid_until(&self) -> SystemTime {
        self.valid_until
    }

    /// All of it, for an HTTP client that takes such a request.
    pub fn into_http(self) -> Request<Bytes> {
        self.request
    }
}

impl fmt::Debug for PresignedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let uri = self.request.uri();
        f.debug_struct("PresignedRequest")
            .field("method", self.request.method())
            .field("host", &uri.host().unwrap_or_default())
            .field("path", &uri.path())
            .field("valid_until", &self.valid_until)
            .finish_non_exhaustive()
    }
}

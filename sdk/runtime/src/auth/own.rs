//! Signatures of requests that are no calls of a client.

use super::sigv4::{EMPTY_SHA256, Signer, sha256_hex};
use super::{AuthChoice, PayloadHash, signer_of};
use crate::error::Error;
use crate::identity::Credentials;
use crate::target;
use http::{Request, header};
use std::borrow::Cow;
use std::time::{Duration, SystemTime};

/// What a signature says of the body of a request of a program's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Payload<'a> {
    /// There is no body.
    Empty,
    /// These bytes.
    Bytes(&'a [u8]),
    /// A body with this SHA-256, in hexadecimal digits: for one that is not in memory.
    Sha256(&'a str),
    /// Any body (`UNSIGNED-PAYLOAD`). Few services take it; S3 does. The header `x-amz-content-sha256` says so.
    Unsigned,
}

impl<'a> Payload<'a> {
    fn text(self) -> Cow<'a, str> {
        match self {
            Self::Empty => EMPTY_SHA256.into(),
            Self::Bytes(bytes) => sha256_hex(bytes).into(),
            Self::Sha256(hash) => hash.into(),
            Self::Unsigned => PayloadHash::UNSIGNED.into(),
        }
    }
}

/// Whom and what a request is signed for.
pub(crate) struct Own<'a> {
    pub choice: &'a AuthChoice,
    pub region: &'a str,
    pub credentials: &'a Credentials,
    pub time: SystemTime,
}

impl Own<'_> {
    /// Signs method, URL and headers of a request, and its body as `payload` says, in a header.
    ///
    /// # Errors
    /// When the request has no host, or a key or token cannot be in a header.
    pub fn sign(&self, head: &mut Request<()>, payload: Payload<'_>) -> Result<(), Error> {
        settle(head)?;
        let send_hash = self.choice.is_s3() || payload == Payload::Unsigned;
        self.signer()?.sign_headers(head, &payload.text(), send_hash, false)
    }

    /// The same in the query string, for `lifetime`.
    ///
    /// # Errors
    /// When the request has no host, or `lifetime` is out of its bounds.
    pub fn presign(
        &self,
        head: &mut Request<()>,
        payload: Payload<'_>,
        lifetime: Duration,
    ) -> Result<(), Error> {
        settle(head)?;
        self.signer()?.sign_query(head, &payload.text(), lifetime, false)
    }

    fn signer(&self) -> Result<Signer<'_>, Error> {
        signer_of(self.choice, self.region, self.credentials, self.time)
    }
}

/// The host is part of every signature.
fn settle(head: &mut Request<()>) -> Result<(), Error> {
    if head.uri().host().is_none() && !head.headers().contains_key(header::HOST) {
        let message = format!("a request to `{}` cannot be signed: it has no host", head.uri().path());
        return Err(Error::validation(message).with_hint("give the whole URL, or set the header `Host`"));
    }
    target::settle(head.uri_mut())
}

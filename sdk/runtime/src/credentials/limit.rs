//! Limits what is read of a response: one with credentials or a token is small.

#[cfg(any(feature = "roles", feature = "sso", feature = "login"))]
use crate::error::TransportError;
#[cfg(any(feature = "roles", feature = "sso", feature = "login"))]
use crate::http::{Body, BoxFuture, HttpClient, Response};
use crate::types::ByteStream;
use bytes::Bytes;
use futures_core::Stream;
use std::io;
use std::pin::Pin;
#[cfg(any(feature = "roles", feature = "sso", feature = "login"))]
use std::sync::Arc;
use std::task::{Context, Poll, ready};

/// How large a response with credentials or a token may be, in bytes.
pub(super) const RESPONSE: u64 = 1 << 20;

/// The same body, failing when it turns out to be larger than [`RESPONSE`].
pub(super) fn limited(body: ByteStream) -> ByteStream {
    let length = body.length().filter(|length| *length <= RESPONSE);
    if length.is_some() && (body.is_absent() || body.as_bytes().is_some()) {
        return body;
    }
    ByteStream::from_stream(Limited { body, left: RESPONSE }, length)
}

struct Limited {
    body: ByteStream,
    /// How many bytes more there may be.
    left: u64,
}

impl Stream for Limited {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let chunk = match ready!(Pin::new(&mut self.body).poll_next(cx)) {
            Some(Ok(chunk)) => chunk,
            other => return Poll::Ready(other),
        };
        match self.left.checked_sub(chunk.len() as u64) {
            Some(left) => {
                self.left = left;
                Poll::Ready(Some(Ok(chunk)))
            }
            None => {
                self.left = 0;
                // What is left is not read, and the connection not used again.
                self.body = ByteStream::default();
                let message = format!("the response is larger than {} MiB", RESPONSE >> 20);
                Poll::Ready(Some(Err(io::Error::new(io::ErrorKind::FileTooLarge, message))))
            }
        }
    }
}

/// An HTTP layer whose responses are limited.
#[cfg(any(feature = "roles", feature = "sso", feature = "login"))]
#[derive(Debug)]
pub(super) struct LimitedClient(pub Arc<dyn HttpClient>);

#[cfg(any(feature = "roles", feature = "sso", feature = "login"))]
impl HttpClient for LimitedClient {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'static, Result<Response, TransportError>> {
        let response = self.0.send(request);
        Box::pin(async move {
            let Response { head, body } = response.await?;
            Ok(Response { head, body: limited(body) })
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// A body of so many chunks of 64 KiB.
    struct Chunks(usize);

    impl Stream for Chunks {
        type Item = io::Result<Bytes>;

        fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
            let left = self.0.checked_sub(1);
            Poll::Ready(left.map(|left| {
                self.0 = left;
                Ok(Bytes::from_static(&[b'x'; 65_536]))
            }))
        }
    }

    #[tokio::test]
    async fn what_does_not_end_is_an_error() {
        let body = |chunks, length| limited(ByteStream::from_stream(Chunks(chunks), length)).collect();
        assert_eq!(body(16, None).await.unwrap().len(), 1 << 20);
        for (chunks, length) in
            [(17, None), (17, Some(17 << 16)), (usize::MAX, None), (usize::MAX, Some(u64::MAX))]
        {
            let error = body(chunks, length).await.unwrap_err().to_string();
            assert!(error.contains("the response is larger than 1 MiB"), "{error}");
        }
    }
}

//! [`Lent`]: a body that can be read only once, lent to one attempt after the other until one of them reads it.

use crate::http::Body;
use crate::types::ByteStream;
use bytes::Bytes;
use futures_core::Stream;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

/// A stream that no attempt has read yet, or nothing.
///
/// An attempt that fails before it asks for the body, because there is no connection or the server refuses the request at
/// once, leaves the stream to the next one.
#[derive(Clone)]
pub(super) struct Lent {
    slot: Arc<Mutex<Option<ByteStream>>>,
    length: Option<u64>,
}

impl Lent {
    pub(super) fn new(stream: ByteStream) -> Self {
        let length = stream.length();
        Self { slot: Arc::new(Mutex::new(Some(stream))), length }
    }

    /// Whether nothing has been read.
    pub(super) fn is_whole(&self) -> bool {
        self.slot().is_some()
    }

    /// A body for one attempt: it takes the stream when it is first asked for a piece.
    pub(super) fn body(&self) -> Body {
        let reader = LentStream { lent: self.clone(), stream: None };
        Body::Stream(ByteStream::from_stream(reader, self.length))
    }

    fn slot(&self) -> MutexGuard<'_, Option<ByteStream>> {
        self.slot.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct LentStream {
    lent: Lent,
    stream: Option<ByteStream>,
}

impl Stream for LentStream {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        let this = &mut *self;
        if this.stream.is_none() {
            this.stream = this.lent.slot().take();
        }
        match &mut this.stream {
            Some(stream) => Pin::new(stream).poll_next(context),
            None => Poll::Ready(Some(Err(io::Error::other("the body has been read by an earlier attempt")))),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[tokio::test]
    async fn the_first_attempt_that_reads_it_has_it() {
        let lent = Lent::new(ByteStream::from_stream(ByteStream::from("text"), Some(4)));
        drop(lent.body());
        assert!(lent.is_whole());
        let (one, other) = (lent.body(), lent.body());
        assert_eq!(one.read_all().await.unwrap(), "text");
        assert!(!lent.is_whole());
        assert!(other.read_all().await.is_err());
    }
}

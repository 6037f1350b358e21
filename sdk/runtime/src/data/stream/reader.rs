//! [`StreamReader`]: a body as an [`AsyncRead`].

use super::ByteStream;
use bytes::{Buf, Bytes};
use futures_core::Stream;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use tokio::io::{AsyncBufRead, AsyncRead, ReadBuf};

/// A stream as a reader: hands out one chunk at a time. After an error it fails on each read: an end would look like
/// that of the body.
pub(super) struct StreamReader {
    stream: ByteStream,
    chunk: Bytes,
}

impl StreamReader {
    pub(super) fn new(stream: ByteStream) -> Self {
        Self { stream, chunk: Bytes::new() }
    }
}

impl AsyncBufRead for StreamReader {
    fn poll_fill_buf(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<&[u8]>> {
        let this = self.get_mut();
        while this.chunk.is_empty() {
            match ready!(Pin::new(&mut this.stream).poll_next(context)) {
                Some(chunk) => this.chunk = chunk?,
                None => match this.stream.failure() {
                    Some(error) => return Poll::Ready(Err(error)),
                    None => break,
                },
            }
        }
        Poll::Ready(Ok(&this.chunk))
    }

    fn consume(self: Pin<&mut Self>, amount: usize) {
        let this = self.get_mut();
        this.chunk.advance(amount.min(this.chunk.len()));
    }
}

impl AsyncRead for StreamReader {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let available = ready!(self.as_mut().poll_fill_buf(context))?;
        let amount = available.len().min(into.remaining());
        into.put_slice(available.get(..amount).unwrap_or_default());
        self.consume(amount);
        Poll::Ready(Ok(()))
    }
}

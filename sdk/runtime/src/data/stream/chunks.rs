//! [`Chunks`]: a reader as a stream of chunks.

use crate::data::file::CHUNK;
use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use tokio::io::{AsyncRead, ReadBuf};

/// What a reader gives, as it comes.
pub(super) struct Chunks<R> {
    reader: Pin<Box<R>>,
    /// Room for what is read next. What a read leaves free is for the next one.
    room: BytesMut,
}

impl<R: AsyncRead> Chunks<R> {
    pub(super) fn new(reader: R) -> Self {
        Self { reader: Box::pin(reader), room: BytesMut::new() }
    }
}

impl<R: AsyncRead> Stream for Chunks<R> {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Self { reader, room } = &mut *self;
        if room.is_empty() {
            *room = BytesMut::zeroed(CHUNK);
        }
        let mut buffer = ReadBuf::new(room);
        ready!(reader.as_mut().poll_read(context, &mut buffer))?;
        let read = buffer.filled().len();
        let chunk = room.split_to(read).freeze();
        Poll::Ready((!chunk.is_empty()).then_some(Ok(chunk)))
    }
}

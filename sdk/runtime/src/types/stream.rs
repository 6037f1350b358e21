//! [`ByteStream`]: a body that need not fit into memory, and [`EventStream`]: a response that keeps coming.

use bytes::Bytes;
use futures_core::Stream;
use std::fmt;
use std::io;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Mutex;

/// A stream of chunks; `Mutex` only to make it `Sync`, it is never contended.
pub(crate) type Chunks = Mutex<Pin<Box<dyn Stream<Item = io::Result<Bytes>> + Send>>>;

/// A request or response body.
#[derive(Default)]
pub struct ByteStream(pub(crate) Inner);

/// Where the bytes come from.
#[derive(Default)]
pub(crate) enum Inner {
    /// No body at all.
    #[default]
    Empty,
    /// In memory: can be sent again.
    Bytes(Bytes),
    /// A stream of known or unknown length, read once.
    Chunks { chunks: Chunks, length: Option<u64> },
}

impl ByteStream {
    /// Whether there is no body, not even an empty one.
    pub fn is_absent(&self) -> bool {
        matches!(self.0, Inner::Empty)
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Inner::Empty => f.write_str("ByteStream(empty)"),
            Inner::Bytes(bytes) => write!(f, "ByteStream({} bytes)", bytes.len()),
            Inner::Chunks { length: Some(length), .. } => write!(f, "ByteStream({length} bytes, streamed)"),
            Inner::Chunks { length: None, .. } => f.write_str("ByteStream(streamed)"),
        }
    }
}

/// A body cannot be read twice, so a clone of one that is not in memory is empty.
///
/// Structures that hold a stream are cloned by the SDK only before the stream is taken out.
impl Clone for ByteStream {
    fn clone(&self) -> Self {
        match &self.0 {
            Inner::Bytes(bytes) => Self(Inner::Bytes(bytes.clone())),
            Inner::Empty | Inner::Chunks { .. } => Self(Inner::Empty),
        }
    }
}

/// Events of type `T` that the service sends for as long as the call is open.
pub struct EventStream<T> {
    body: ByteStream,
    event: PhantomData<fn() -> T>,
}

/// An [`EventStream`] of any type, to be bound to the response body.
pub trait EventStreamSlot: Send + Sync {
    /// Hands over the body the events come in.
    fn bind(&mut self, body: ByteStream);
}

impl<T> EventStreamSlot for EventStream<T> {
    fn bind(&mut self, body: ByteStream) {
        self.body = body;
    }
}

impl<T> Default for EventStream<T> {
    fn default() -> Self {
        Self { body: ByteStream::default(), event: PhantomData }
    }
}

impl<T> Clone for EventStream<T> {
    fn clone(&self) -> Self {
        Self { body: self.body.clone(), event: PhantomData }
    }
}

impl<T> fmt::Debug for EventStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EventStream")
    }
}

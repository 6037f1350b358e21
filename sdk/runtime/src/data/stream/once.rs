//! [`Once`]: a stream of chunks that can be read only once, and what it must turn out to be.

use crate::digest::Verifier;
use crate::error::{Error, TransportError};
use bytes::Bytes;
use futures_core::Stream;
use std::io;
use std::pin::Pin;
use std::sync::Mutex;
use std::task::{Context, Poll, ready};

/// A stream of chunks; `Mutex` only to make it `Sync`, it is never locked.
type Chunks = Mutex<Pin<Box<dyn Stream<Item = io::Result<Bytes>> + Send>>>;

/// A stream being read. It ends with an error if it yields more or fewer bytes than announced, or other ones than its
/// checksum says. After its end or an error it is never polled again.
pub(super) struct Once {
    chunks: Chunks,
    /// The sum of all chunks, if it is known.
    pub(super) length: Option<u64>,
    seen: u64,
    pub(super) verifier: Option<Verifier>,
    /// Whether it is the body of a response.
    pub(super) received: bool,
    state: OnceState,
}

#[derive(Clone, Copy, PartialEq)]
enum OnceState {
    Open,
    Ended,
    Failed,
}

impl Once {
    pub(super) fn new(
        stream: impl Stream<Item = io::Result<Bytes>> + Send + 'static,
        length: Option<u64>,
    ) -> Self {
        let chunks = Mutex::new(Box::pin(stream) as Pin<Box<_>>);
        Self { chunks, length, seen: 0, verifier: None, received: false, state: OnceState::Open }
    }

    /// How many bytes are still to come, if that is known.
    pub(super) fn left(&self) -> Option<u64> {
        match self.state {
            OnceState::Open => self.length.map(|length| length.saturating_sub(self.seen)),
            OnceState::Ended => Some(0),
            OnceState::Failed => None,
        }
    }

    /// Whether the stream ended with an error.
    pub(super) fn has_failed(&self) -> bool {
        self.state == OnceState::Failed
    }

    /// How many bytes have been read.
    pub(super) fn seen(&self) -> u64 {
        self.seen
    }

    pub(super) fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        if self.state != OnceState::Open {
            return Poll::Ready(None);
        }
        let chunks = match self.chunks.get_mut() {
            Ok(chunks) => chunks,
            Err(poisoned) => poisoned.into_inner(),
        };
        let result = match ready!(chunks.as_mut().poll_next(context)) {
            Some(Ok(chunk)) => self.accept(chunk).map(Some),
            Some(Err(error)) => Err(error),
            None => self.check_end().map(|()| None),
        };
        match &result {
            Ok(Some(_)) => {}
            Ok(None) => self.state = OnceState::Ended,
            Err(_) => self.state = OnceState::Failed,
        }
        let received = self.received;
        Poll::Ready(result.map_err(|error| if received { of_transfer(error) } else { error }).transpose())
    }

    /// Counts a chunk, unless it is more than announced.
    fn accept(&mut self, chunk: Bytes) -> io::Result<Bytes> {
        self.seen = self.seen.saturating_add(chunk.len() as u64);
        if let Some(length) = self.length.filter(|length| *length < self.seen) {
            let message = format!("the body is longer than the {length} bytes announced");
            return Err(io::Error::new(io::ErrorKind::InvalidData, message));
        }
        if let Some(verifier) = &mut self.verifier {
            verifier.update(&chunk);
        }
        Ok(chunk)
    }

    /// Finds out at the end what is wrong.
    fn check_end(&mut self) -> io::Result<()> {
        if let Some(length) = self.length.filter(|length| *length != self.seen) {
            let message = format!("the body ended after {} of {length} bytes", self.seen);
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, message));
        }
        self.verifier.take().map_or(Ok(()), |verifier| {
            verifier.finish().map_err(|message| io::Error::new(io::ErrorKind::InvalidData, message))
        })
    }
}

/// With our own error inside, which [`Error`] takes out again.
fn of_transfer(error: io::Error) -> io::Error {
    if error.get_ref().is_some_and(|inner| inner.is::<Error>()) {
        return error;
    }
    let kind = error.kind();
    io::Error::new(kind, Error::from(TransportError::from_body(error)))
}

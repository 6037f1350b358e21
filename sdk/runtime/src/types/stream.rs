//! [`ByteStream`]: a body that need not fit into memory.

use super::file::FileSource;
use crate::checksum::Verifier;
use crate::error::{Error, TransportError, TransportErrorKind};
use bytes::{Buf, Bytes, BytesMut};
use futures_core::Stream;
use std::fmt;
use std::future::poll_fn;
use std::io;
use std::path::Path;
use std::pin::Pin;
use std::sync::Mutex;
use std::task::{Context, Poll, ready};
use tokio::io::{AsyncBufRead, AsyncRead, ReadBuf};

/// A stream of chunks; `Mutex` only to make it `Sync`, it is never locked.
type Chunks = Mutex<Pin<Box<dyn Stream<Item = io::Result<Bytes>> + Send>>>;

/// A request or response body: bytes, a file, or any stream of chunks.
///
/// To send one, give a call bytes or text as they are, or a file by [`from_path`](Self::from_path); these can be sent
/// again when a call is retried. To read one, [`collect`](Self::collect) it, use it as a [`Stream`] of chunks, or
/// turn it into an [`AsyncRead`]. A body shorter or longer than announced, and one that does not match its checksum,
/// end with an error.
#[derive(Default)]
pub struct ByteStream(Inner);

/// Where the bytes come from.
#[derive(Default)]
enum Inner {
    /// No body at all.
    #[default]
    Absent,
    /// In memory: can be sent again.
    Bytes(Bytes),
    /// A file: can be sent again.
    File(FileSource),
    /// Read once.
    Chunks(Box<Reader>),
}

/// A stream being read, and what it must turn out to be.
struct Reader {
    chunks: Chunks,
    length: Option<u64>,
    seen: u64,
    verifier: Option<Verifier>,
}

impl ByteStream {
    /// The content of the file at `path`, read while it is sent. Its size is taken now.
    ///
    /// # Errors
    /// When the file is not there or cannot be read.
    pub async fn from_path(path: impl AsRef<Path>) -> io::Result<Self> {
        Ok(Self(Inner::File(FileSource::new(path.as_ref()).await?)))
    }

    /// The chunks of `stream`, which can be read only once: a call that sends it is not retried after the first
    /// chunk. `length` is the sum of all chunks, if known.
    pub fn from_stream(
        stream: impl Stream<Item = io::Result<Bytes>> + Send + 'static,
        length: Option<u64>,
    ) -> Self {
        let chunks = Mutex::new(Box::pin(stream) as Pin<Box<_>>);
        Self(Inner::Chunks(Box::new(Reader { chunks, length, seen: 0, verifier: None })))
    }

    /// Whether there is no body, not even an empty one.
    pub fn is_absent(&self) -> bool {
        matches!(self.0, Inner::Absent)
    }

    /// How many bytes there are, if known before reading them.
    pub fn length(&self) -> Option<u64> {
        match &self.0 {
            Inner::Absent => Some(0),
            Inner::Bytes(bytes) => Some(bytes.len() as u64),
            Inner::File(file) => Some(file.length()),
            Inner::Chunks(reader) => reader.length.map(|length| length.saturating_sub(reader.seen)),
        }
    }

    /// Reads all there is into memory.
    ///
    /// # Errors
    /// When the transfer breaks off, the length is not the one announced or the checksum does not match.
    pub async fn collect(self) -> Result<Bytes, Error> {
        self.read_all().await.map_err(Error::from)
    }

    /// The body as a reader, buffered.
    pub fn into_async_read(self) -> impl AsyncBufRead + Send + Sync + Unpin {
        StreamReader { stream: self, chunk: Bytes::new() }
    }

    /// The same bytes once more, where they can be had again.
    pub(crate) fn again(&self) -> Option<Self> {
        match &self.0 {
            Inner::Absent => Some(Self(Inner::Absent)),
            Inner::Bytes(bytes) => Some(Self(Inner::Bytes(bytes.clone()))),
            Inner::File(file) => Some(Self(Inner::File(file.again()))),
            Inner::Chunks(_) => None,
        }
    }

    /// The bytes, if they are in memory.
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match &self.0 {
            Inner::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// The same body, failing at its end if it does not match `verifier`.
    pub(crate) fn verified(self, verifier: Verifier) -> Self {
        match self.0 {
            Inner::Chunks(mut reader) => {
                reader.verifier = Some(verifier);
                Self(Inner::Chunks(reader))
            }
            other => {
                let whole = Self(other);
                let length = whole.length();
                let mut stream = Self::from_stream(whole, length);
                if let Inner::Chunks(reader) = &mut stream.0 {
                    reader.verifier = Some(verifier);
                }
                stream
            }
        }
    }

    pub(crate) async fn read_all(mut self) -> Result<Bytes, TransportError> {
        if let Inner::Bytes(bytes) = self.0 {
            return Ok(bytes);
        }
        let expected = self.length().unwrap_or(0);
        let Some(first) = self.next_chunk().await else { return Ok(Bytes::new()) };
        let first = first.map_err(broken)?;
        let Some(second) = self.next_chunk().await else { return Ok(first) };
        // What a peer announces is no reason to reserve gigabytes at once.
        let capacity = usize::try_from(expected.min(16 << 20)).unwrap_or(0).max(2 * first.len());
        let mut all = BytesMut::with_capacity(capacity);
        all.extend_from_slice(&first);
        let mut next = Some(second);
        while let Some(chunk) = next {
            all.extend_from_slice(&chunk.map_err(broken)?);
            next = self.next_chunk().await;
        }
        Ok(all.freeze())
    }

    /// The next chunk; `None` at the end.
    pub async fn next_chunk(&mut self) -> Option<io::Result<Bytes>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

fn broken(error: io::Error) -> TransportError {
    let kind = match error.kind() {
        io::ErrorKind::TimedOut => TransportErrorKind::Timeout,
        _ => TransportErrorKind::Broken,
    };
    TransportError::new(kind, "the body could not be read").with_cause(error)
}

impl Stream for ByteStream {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match &mut self.0 {
            Inner::Absent => Poll::Ready(None),
            Inner::Bytes(bytes) => {
                let bytes = std::mem::take(bytes);
                Poll::Ready((!bytes.is_empty()).then_some(Ok(bytes)))
            }
            Inner::File(file) => file.poll_next(context),
            Inner::Chunks(reader) => reader.poll_next(context),
        }
    }
}

impl Reader {
    fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        let chunks = match self.chunks.get_mut() {
            Ok(chunks) => chunks,
            Err(poisoned) => poisoned.into_inner(),
        };
        match ready!(chunks.as_mut().poll_next(context)) {
            Some(Ok(chunk)) => {
                self.seen += chunk.len() as u64;
                if let Some(verifier) = &mut self.verifier {
                    verifier.update(&chunk);
                }
                Poll::Ready(Some(Ok(chunk)))
            }
            Some(Err(error)) => Poll::Ready(Some(Err(error))),
            None => Poll::Ready(self.check_end().err().map(Err)),
        }
    }

    /// Complains once about what the end shows to be wrong.
    fn check_end(&mut self) -> io::Result<()> {
        let verifier = self.verifier.take();
        if let Some(length) = self.length.take()
            && length != self.seen
        {
            let message = format!("the body ended after {} of {length} bytes", self.seen);
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, message));
        }
        verifier.map_or(Ok(()), |verifier| {
            verifier.finish().map_err(|message| io::Error::new(io::ErrorKind::InvalidData, message))
        })
    }
}

/// A stream as a reader: hands out one chunk at a time.
struct StreamReader {
    stream: ByteStream,
    chunk: Bytes,
}

impl AsyncBufRead for StreamReader {
    fn poll_fill_buf(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<&[u8]>> {
        let this = self.get_mut();
        while this.chunk.is_empty() {
            match ready!(Pin::new(&mut this.stream).poll_next(context)) {
                Some(chunk) => this.chunk = chunk?,
                None => break,
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

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.0, self.length()) {
            (Inner::Absent, _) => f.write_str("ByteStream(empty)"),
            (Inner::Bytes(bytes), _) => write!(f, "ByteStream({} bytes)", bytes.len()),
            (Inner::File(file), _) => write!(f, "ByteStream({file:?})"),
            (Inner::Chunks(_), Some(length)) => write!(f, "ByteStream({length} bytes, streamed)"),
            (Inner::Chunks(_), None) => f.write_str("ByteStream(streamed)"),
        }
    }
}

/// A stream cannot be read twice, so a clone of one that is neither in memory nor a file is absent.
impl Clone for ByteStream {
    fn clone(&self) -> Self {
        self.again().unwrap_or_default()
    }
}

impl From<Bytes> for ByteStream {
    fn from(bytes: Bytes) -> Self {
        Self(Inner::Bytes(bytes))
    }
}

impl From<Vec<u8>> for ByteStream {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

impl From<String> for ByteStream {
    fn from(text: String) -> Self {
        Bytes::from(text).into()
    }
}

impl From<&'static str> for ByteStream {
    fn from(text: &'static str) -> Self {
        Bytes::from_static(text.as_bytes()).into()
    }
}

impl From<&'static [u8]> for ByteStream {
    fn from(bytes: &'static [u8]) -> Self {
        Bytes::from_static(bytes).into()
    }
}

impl<const N: usize> From<&'static [u8; N]> for ByteStream {
    fn from(bytes: &'static [u8; N]) -> Self {
        Bytes::from_static(bytes).into()
    }
}

#[cfg(test)]
mod tests;

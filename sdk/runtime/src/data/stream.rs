//! [`ByteStream`]: a body that need not fit into memory.

mod chunks;
mod once;
mod reader;
mod section;

use super::file::{self, FileSource};
use crate::digest::Verifier;
use crate::error::{Error, TransportError, TransportErrorKind};
use bytes::{Bytes, BytesMut};
use chunks::Chunks;
use futures_core::Stream;
use once::Once;
use reader::StreamReader;
use std::fmt;
use std::future::poll_fn;
use std::io;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use tokio::io::{AsyncBufRead, AsyncRead};

/// How much of a stream that can be read only once is read into memory to be sent.
const LARGEST_IN_MEMORY: usize = 64 << 20;

/// A request or response body: bytes, a file, or any stream of chunks.
///
/// To send one, give a call bytes or text as they are, or a file by [`from_path`](Self::from_path); these can be sent
/// again when a call is retried, and so can a [`section`](Self::section) of them. To read one, [`collect`](Self::collect) it, use
/// it as a [`Stream`] of chunks, or
/// turn it into an [`AsyncRead`](tokio::io::AsyncRead). A body shorter or longer than announced, and one that does not
/// match its checksum, end with an error.
///
/// # Clones
/// A clone of bytes or of a file is the whole body, whatever has been read of the original. Any other stream, such as
/// the body of a response, can be read only once: its clone holds no bytes. To read such a clone is an error, and a
/// call with it as input fails before it sends anything.
///
/// # Sending what has been read
/// Bytes and files are sent from their first byte, whatever has been read of them. A call with a stream that has been
/// read, if only in part, fails before it sends anything. To send the rest of a stream, make a body of it:
/// `ByteStream::from_stream(rest, length)`.
#[derive(Default)]
pub struct ByteStream(Inner);

/// Where the bytes come from.
#[derive(Default)]
enum Inner {
    /// No body at all.
    #[default]
    Absent,
    /// In memory: can be sent again. All of it, and whether it has been handed out.
    Bytes { all: Bytes, read: bool },
    /// A file: can be sent again.
    File(FileSource),
    /// Read once.
    Once(Box<Once>),
    /// Stands for a stream whose bytes are elsewhere, and whether a reader has been told.
    Lost { why: Lost, told: bool },
}

/// Why there are no bytes.
#[derive(Clone, Debug)]
enum Lost {
    /// It is a section that is not there.
    Section(Arc<str>),
    Cloned,
    Sent,
}

impl Lost {
    fn message(&self) -> &str {
        match self {
            Self::Section(problem) => problem,
            Self::Cloned => {
                "a clone of a stream that can be read only once holds no bytes; use the original, or bytes or a file"
            }
            Self::Sent => "the stream has been sent, and can be read only once",
        }
    }
}

impl ByteStream {
    /// The content of the file at `path`, read while it is sent.
    ///
    /// The size of a regular file is taken now. A file that is shorter or longer when it is sent is an error: to send
    /// the first bytes of a file that grows, use [`from_stream`](Self::from_stream).
    ///
    /// A named pipe, a terminal, a device, or a file whose size the system does not know (`/proc/cpuinfo`) is read to
    /// its end, as a stream of unknown length that can be read only once. A pipe waits until a process writes to it.
    ///
    /// # Errors
    /// When the file does not exist or cannot be read, or is a directory or a socket.
    pub async fn from_path(path: impl AsRef<Path>) -> io::Result<Self> {
        let source = file::find(path.as_ref()).await?;
        Ok(match source.length() {
            Some(_) => Self(Inner::File(source)),
            None => Self::from_stream(source, None),
        })
    }

    /// The chunks of `stream`, which can be read only once: a call that sends it is not retried after the first
    /// chunk.
    ///
    /// `length` is the sum of all chunks in bytes, if known. A call fails as soon as the stream yields more, or if it
    /// ends with less. S3 refuses to store a body whose length is not known.
    ///
    /// Where the checksum or the hash of a body is sent before it, as with S3 over plain `http`, the stream is first read
    /// into memory. More than 64 MiB are then an error of kind [`Validation`](crate::error::ErrorKind::Validation). Over `https`
    /// S3 takes streams of any length; files and bytes have no such limit.
    pub fn from_stream(
        stream: impl Stream<Item = io::Result<Bytes>> + Send + 'static,
        length: Option<u64>,
    ) -> Self {
        Self(Inner::Once(Box::new(Once::new(stream, length))))
    }

    /// What `reader` gives, which can be read only once: a call that sends it is not retried after the first chunk.
    ///
    /// If you know how many bytes the reader gives, add [`with_length`](Self::with_length): S3 refuses to store a body whose
    /// length is not known. The limits of [`from_stream`](Self::from_stream) hold here too.
    ///
    /// ```
    /// # use tucuxi::types::ByteStream;
    /// let body = ByteStream::from_reader(std::io::Cursor::new("hello")).with_length(5);
    /// # assert_eq!(body.length(), Some(5));
    /// ```
    pub fn from_reader(reader: impl AsyncRead + Send + 'static) -> Self {
        Self::from_stream(Chunks::new(reader), None)
    }

    /// The same body, with `length` bytes still to come. Reading or sending it fails if there are more or fewer.
    pub fn with_length(self, length: u64) -> Self {
        match self.length() {
            Some(actual) if actual == length => self,
            _ => Self::from_stream(self, Some(length)),
        }
    }

    /// Whether there is no body, not even an empty one.
    pub fn is_absent(&self) -> bool {
        matches!(self.0, Inner::Absent)
    }

    /// Whether it can be sent again, and has [`section`](Self::section)s: bytes, a regular file, or no body at all.
    pub fn is_repeatable(&self) -> bool {
        !matches!(self.0, Inner::Once(_) | Inner::Lost { .. })
    }

    /// How many bytes are still to be read, if that is known before reading them.
    pub fn length(&self) -> Option<u64> {
        match &self.0 {
            Inner::Absent | Inner::Bytes { read: true, .. } => Some(0),
            Inner::Bytes { all, .. } => Some(all.len() as u64),
            Inner::File(file) => file.left(),
            Inner::Once(once) => once.left(),
            Inner::Lost { .. } => None,
        }
    }

    /// Reads all that has not been read yet into memory.
    ///
    /// # Errors
    /// When the transfer breaks off, the length is not the one announced or the checksum does not match: for the body of a
    /// response of the kind [`Transport`](crate::error::ErrorKind::Transport). When a file or a stream of the program's own
    /// cannot be read, or this is a clone of a stream that can be read only once: of the kind
    /// [`Io`](crate::error::ErrorKind::Io). [`next_chunk`](Self::next_chunk) and readers give the same, as a
    /// [`std::io::Error`] that `?` turns into this [`Error`].
    pub async fn collect(self) -> Result<Bytes, Error> {
        Ok(self.read_at_most(usize::MAX).await?.bytes)
    }

    /// The body as a reader, buffered.
    pub fn into_async_read(self) -> impl AsyncBufRead + Send + Sync + Unpin {
        StreamReader::new(self)
    }

    /// The same bytes from the first one, where they can be had again.
    pub(crate) fn again(&self) -> Option<Self> {
        match &self.0 {
            Inner::Absent => Some(Self(Inner::Absent)),
            Inner::Bytes { all, .. } => Some(all.clone().into()),
            Inner::File(file) => Some(Self(Inner::File(file.again()))),
            Inner::Once(_) => None,
            Inner::Lost { why, .. } => Some(Self::lost(why.clone())),
        }
    }

    /// Takes the stream to send it. What stays behind says so to a reader.
    pub(crate) fn take_to_send(&mut self) -> Self {
        std::mem::replace(self, Self::lost(Lost::Sent))
    }

    const fn lost(why: Lost) -> Self {
        Self(Inner::Lost { why, told: false })
    }

    /// The body from its first byte, to be sent as the member called `name`.
    ///
    /// # Errors
    /// Says what is wrong when bytes are missing that belong to the body.
    pub(crate) fn whole_as(self, name: &str) -> Result<Self, Error> {
        self.whole()
            .map_err(|problem| Error::validation(format!("invalid input: {name} cannot be sent: {problem}")))
    }

    /// The body from its first byte, to be sent.
    ///
    /// # Errors
    /// Says what is wrong when bytes are missing that belong to the body.
    fn whole(self) -> Result<Self, String> {
        match self.0 {
            Inner::Absent => Ok(self),
            Inner::Bytes { all, .. } => Ok(all.into()),
            Inner::File(file) => Ok(Self(Inner::File(file.again()))),
            Inner::Once(once) if once.has_failed() => Err("reading the stream has failed before".to_owned()),
            Inner::Once(once) if once.seen() > 0 => Err(format!(
                "{} bytes of the stream have been read before; to send the rest, make a body of it with \
                 `ByteStream::from_stream`",
                once.seen()
            )),
            Inner::Once(_) => Ok(self),
            Inner::Lost { why, .. } => Err(why.message().to_owned()),
        }
    }

    /// All bytes, read or not, if they are in memory.
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match &self.0 {
            Inner::Bytes { all, .. } => Some(all),
            _ => None,
        }
    }

    /// The same body, failing if it is not `length` bytes long. A length that is known already stays.
    pub(crate) fn announced(mut self, length: u64) -> Self {
        if let Inner::Once(once) = &mut self.0 {
            once.length.get_or_insert(length);
        }
        self
    }

    /// The same body as that of a response: what breaks it off is an error of the transfer, however it is read.
    pub(crate) fn received(mut self) -> Self {
        if let Inner::Once(once) = &mut self.0 {
            once.received = true;
        }
        self
    }

    /// The same body, failing at its end if it does not match `verifier`.
    pub(crate) fn verified(self, verifier: Verifier) -> Self {
        let mut once = match self.0 {
            Inner::Once(once) => once,
            other => {
                let whole = Self(other);
                let length = whole.length();
                Box::new(Once::new(whole, length))
            }
        };
        once.verifier = Some(verifier);
        Self(Inner::Once(once))
    }

    /// Reads a request body for a checksum or signature that has to be sent before it.
    ///
    /// # Errors
    /// When the body cannot be read, or nothing but the end of the stream would limit how much memory it takes.
    pub(crate) async fn into_memory(self) -> Result<Bytes, Error> {
        let is_known_longer = self.length().is_some_and(|length| length > LARGEST_IN_MEMORY as u64);
        if !is_known_longer {
            let read = self.read_at_most(LARGEST_IN_MEMORY).await;
            let Beginning { bytes, is_whole } = read.map_err(|error| {
                Error::serialize("the body of the request cannot be read").with_cause(error)
            })?;
            if is_whole {
                return Ok(bytes);
            }
        }
        let message = "invalid input: the checksum of the body is sent before it, so that a stream is read into memory, \
                       up to 64 MiB; this one is longer";
        let hint = "use an https endpoint, send a file with `ByteStream::from_path` or bytes in memory, or send smaller \
                    parts";
        Err(Error::validation(message).with_hint(hint))
    }

    pub(crate) async fn read_all(self) -> Result<Bytes, TransportError> {
        Ok(self.read_at_most(usize::MAX).await.map_err(TransportError::from_body)?.bytes)
    }

    /// Reads what has not been read yet, but no more than `limit` bytes of it.
    pub(crate) async fn read_at_most(mut self, limit: usize) -> io::Result<Beginning> {
        if let Some(error) = self.failure() {
            return Err(error);
        }
        if let Inner::Bytes { all, read } = self.0 {
            return Ok(Beginning::new(if read { Bytes::new() } else { all }, limit));
        }
        let expected = self.length().unwrap_or(0);
        let Some(first) = self.next_chunk().await.transpose()? else {
            return Ok(Beginning { bytes: Bytes::new(), is_whole: true });
        };
        if first.len() > limit {
            return Ok(Beginning::new(first, limit));
        }
        let Some(second) = self.next_chunk().await.transpose()? else {
            return Ok(Beginning { bytes: first, is_whole: true });
        };
        // What a peer announces is no reason to reserve gigabytes at once.
        let capacity = usize::try_from(expected.min(16 << 20)).unwrap_or(0).max(2 * first.len());
        let mut all = BytesMut::with_capacity(capacity);
        all.extend_from_slice(&first);
        let mut next = Some(second);
        while let Some(chunk) = next {
            let room = limit.saturating_sub(all.len());
            if let Some(last) = chunk.get(..room).filter(|_| chunk.len() > room) {
                all.extend_from_slice(last);
                return Ok(Beginning { bytes: all.freeze(), is_whole: false });
            }
            all.extend_from_slice(&chunk);
            next = self.next_chunk().await.transpose()?;
        }
        Ok(Beginning { bytes: all.freeze(), is_whole: true })
    }

    /// The next chunk; `None` at the end and after an error.
    pub async fn next_chunk(&mut self) -> Option<io::Result<Bytes>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Why an end that is met now is not that of the body.
    fn failure(&self) -> Option<io::Error> {
        let failed = match &self.0 {
            Inner::Absent | Inner::Bytes { .. } => false,
            Inner::File(file) => file.has_failed(),
            Inner::Once(once) => once.has_failed(),
            Inner::Lost { why, .. } => return Some(io::Error::other(why.message())),
        };
        failed.then(|| io::Error::other("reading it has failed before"))
    }
}

/// The first bytes of a body.
#[derive(Debug)]
pub(crate) struct Beginning {
    pub bytes: Bytes,
    /// Whether these are all.
    pub is_whole: bool,
}

impl Beginning {
    fn new(mut bytes: Bytes, limit: usize) -> Self {
        let is_whole = bytes.len() <= limit;
        bytes.truncate(limit);
        Self { bytes, is_whole }
    }
}

impl TransportError {
    /// The error of a body that cannot be read to its end.
    pub(crate) fn from_body(error: io::Error) -> Self {
        let kind = match error.kind() {
            io::ErrorKind::TimedOut => TransportErrorKind::Timeout,
            _ => TransportErrorKind::Broken,
        };
        Self::new(kind, "the body could not be read").with_cause(error)
    }
}

impl Stream for ByteStream {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match &mut self.0 {
            Inner::Absent => Poll::Ready(None),
            Inner::Bytes { all, read } => {
                let first = !std::mem::replace(read, true) && !all.is_empty();
                Poll::Ready(first.then(|| Ok(all.clone())))
            }
            Inner::File(file) => file.poll_chunk(context),
            Inner::Once(once) => once.poll_next(context),
            Inner::Lost { why, told } => {
                let first = !std::mem::replace(told, true);
                Poll::Ready(first.then(|| Err(io::Error::other(why.message()))))
            }
        }
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.0, self.length()) {
            (Inner::Absent, _) => f.write_str("ByteStream(empty)"),
            (Inner::Bytes { all, .. }, _) => write!(f, "ByteStream({} bytes)", all.len()),
            (Inner::File(file), _) => write!(f, "ByteStream({file:?})"),
            (Inner::Once(once), _) if once.has_failed() => f.write_str("ByteStream(streamed, failed)"),
            (Inner::Once(_), Some(length)) => write!(f, "ByteStream({length} bytes, streamed)"),
            (Inner::Once(_), None) => f.write_str("ByteStream(streamed)"),
            (Inner::Lost { why: Lost::Cloned, .. }, _) => {
                f.write_str("ByteStream(clone of a stream, cannot be read)")
            }
            (Inner::Lost { why: Lost::Section(problem), .. }, _) => write!(f, "ByteStream({problem})"),
            (Inner::Lost { why: Lost::Sent, .. }, _) => f.write_str("ByteStream(sent, cannot be read)"),
        }
    }
}

/// A clone is the whole body, if it is in memory or a file. That of any other stream holds no bytes: reading it is an
/// error, and so is a call that would send it.
impl Clone for ByteStream {
    fn clone(&self) -> Self {
        self.again().unwrap_or(Self::lost(Lost::Cloned))
    }
}

impl From<Bytes> for ByteStream {
    fn from(bytes: Bytes) -> Self {
        Self(Inner::Bytes { all: bytes, read: false })
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

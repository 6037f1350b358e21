//! A file as the source of a [`ByteStream`](super::ByteStream).

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use std::fmt;
use std::fs::Metadata;
use std::future::{Future, poll_fn};
use std::io;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use tokio::fs::File;
use tokio::io::{AsyncRead, ReadBuf};

/// How much is read at once.
const CHUNK: usize = 256 * 1024;

/// A file to be sent: opened when its first byte is asked for, and again for each further attempt.
pub(super) struct FileSource {
    path: Arc<Path>,
    /// `None` for what is read to its end, however far that is.
    length: Option<u64>,
    state: FileState,
}

enum FileState {
    Closed,
    Opening(std::sync::Mutex<Opening>),
    Open { file: File, left: Option<u64> },
    Done,
    Failed,
}

type Opening = Pin<Box<dyn Future<Output = io::Result<File>> + Send>>;

/// Finds out what is at `path`, and how long it is.
pub(super) async fn find(path: &Path) -> io::Result<FileSource> {
    let metadata = tokio::fs::metadata(path).await.map_err(|error| naming(path, error))?;
    if metadata.is_dir() {
        return Err(naming(path, io::ErrorKind::IsADirectory.into()));
    }
    if is_socket(&metadata) {
        let message = "is a socket: connect to it, and use `ByteStream::from_stream`";
        return Err(naming(path, io::Error::new(io::ErrorKind::InvalidInput, message)));
    }
    // Pipes and devices have no length, and of files whose content is made up while they are read the system says 0.
    let length = match metadata.len() {
        _ if !metadata.is_file() => None,
        0 if !is_empty(path).await.map_err(|error| naming(path, error))? => None,
        length => Some(length),
    };
    Ok(FileSource { path: path.into(), length, state: FileState::Closed })
}

async fn is_empty(path: &Path) -> io::Result<bool> {
    let mut file = File::open(path).await?;
    let first = poll_fn(|context| poll_read(&mut file, 1, context)).await?;
    Ok(first.is_empty())
}

#[cfg(unix)]
fn is_socket(metadata: &Metadata) -> bool {
    use std::os::unix::fs::FileTypeExt;
    metadata.file_type().is_socket()
}

#[cfg(not(unix))]
fn is_socket(_: &Metadata) -> bool {
    false
}

impl FileSource {
    /// The size of the file, if it has one.
    pub(super) fn length(&self) -> Option<u64> {
        self.length
    }

    /// How many bytes are still to be read, if that is known.
    pub(super) fn left(&self) -> Option<u64> {
        match self.state {
            FileState::Closed | FileState::Opening(_) => self.length,
            FileState::Open { left, .. } => left,
            FileState::Done => Some(0),
            FileState::Failed => None,
        }
    }

    /// Whether reading ended with an error.
    pub(super) fn has_failed(&self) -> bool {
        matches!(self.state, FileState::Failed)
    }

    pub(super) fn again(&self) -> Self {
        Self { path: Arc::clone(&self.path), length: self.length, state: FileState::Closed }
    }

    pub(super) fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        if matches!(self.state, FileState::Done | FileState::Failed) {
            return Poll::Ready(None);
        }
        let result = ready!(self.poll_open_chunk(context));
        match &result {
            Ok(Some(_)) => {}
            Ok(None) => self.state = FileState::Done,
            Err(_) => self.state = FileState::Failed,
        }
        Poll::Ready(result.map_err(|error| naming(&self.path, error)).transpose())
    }

    fn poll_open_chunk(&mut self, context: &mut Context<'_>) -> Poll<io::Result<Option<Bytes>>> {
        loop {
            match &mut self.state {
                FileState::Closed => {
                    let path = PathBuf::from(&*self.path);
                    let opening: Opening = Box::pin(File::open(path));
                    self.state = FileState::Opening(opening.into());
                }
                FileState::Opening(opening) => {
                    let opening = match opening.get_mut() {
                        Ok(opening) => opening,
                        Err(poisoned) => poisoned.into_inner(),
                    };
                    let file = ready!(opening.as_mut().poll(context))?;
                    self.state = FileState::Open { file, left: self.length };
                }
                FileState::Open { file, left } => {
                    let chunk = ready!(poll_read(file, size(*left), context))?;
                    return Poll::Ready(match left {
                        Some(left) => count(left, chunk),
                        None => Ok((!chunk.is_empty()).then_some(chunk)),
                    });
                }
                FileState::Done | FileState::Failed => return Poll::Ready(Ok(None)),
            }
        }
    }
}

/// How much to read where so much is left: one byte more than the last chunk, to see that it is the last.
fn size(left: Option<u64>) -> usize {
    match left.map(usize::try_from) {
        Some(Ok(left)) if left <= CHUNK => left + 1,
        _ => CHUNK,
    }
}

/// Takes a chunk off what is left; `None` at the end.
///
/// # Errors
/// When there is more or less than there was.
fn count(left: &mut u64, chunk: Bytes) -> io::Result<Option<Bytes>> {
    let size = chunk.len() as u64;
    if size > *left {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "became longer before it was sent"));
    }
    if size == 0 && *left > 0 {
        return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "became shorter before it was sent"));
    }
    *left -= size;
    Ok((size > 0).then_some(chunk))
}

impl Stream for FileSource {
    type Item = io::Result<Bytes>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_chunk(context)
    }
}

/// Reads up to `size` bytes.
fn poll_read(file: &mut File, size: usize, context: &mut Context<'_>) -> Poll<io::Result<Bytes>> {
    let mut chunk = BytesMut::zeroed(size);
    let mut buffer = ReadBuf::new(&mut chunk);
    ready!(Pin::new(file).poll_read(context, &mut buffer))?;
    let filled = buffer.filled().len();
    chunk.truncate(filled);
    Poll::Ready(Ok(chunk.freeze()))
}

fn naming(path: &Path, error: io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

impl fmt::Debug for FileSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.length {
            Some(length) => write!(f, "{length} bytes of {}", self.path.display()),
            None => write!(f, "{}", self.path.display()),
        }
    }
}

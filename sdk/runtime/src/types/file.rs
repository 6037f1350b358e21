//! A file as the source of a [`ByteStream`](super::ByteStream).

use bytes::{Bytes, BytesMut};
use std::fmt;
use std::future::Future;
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
    length: u64,
    state: State,
}

enum State {
    Closed,
    Opening(std::sync::Mutex<Opening>),
    Open { file: File, left: u64 },
    Done,
}

type Opening = Pin<Box<dyn Future<Output = io::Result<File>> + Send>>;

impl FileSource {
    pub(super) async fn new(path: &Path) -> io::Result<Self> {
        let metadata = tokio::fs::metadata(path).await.map_err(|error| naming(path, error))?;
        if metadata.is_dir() {
            return Err(naming(path, io::ErrorKind::IsADirectory.into()));
        }
        Ok(Self { path: path.into(), length: metadata.len(), state: State::Closed })
    }

    pub(super) fn length(&self) -> u64 {
        self.length
    }

    pub(super) fn again(&self) -> Self {
        Self { path: Arc::clone(&self.path), length: self.length, state: State::Closed }
    }

    pub(super) fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        loop {
            match &mut self.state {
                State::Closed => {
                    let path = PathBuf::from(&*self.path);
                    let opening: Opening = Box::pin(File::open(path));
                    self.state = State::Opening(opening.into());
                }
                State::Opening(opening) => {
                    let opening = match opening.get_mut() {
                        Ok(opening) => opening,
                        Err(poisoned) => poisoned.into_inner(),
                    };
                    match ready!(opening.as_mut().poll(context)) {
                        Ok(file) => self.state = State::Open { file, left: self.length },
                        Err(error) => {
                            self.state = State::Done;
                            return Poll::Ready(Some(Err(naming(&self.path, error))));
                        }
                    }
                }
                State::Open { left: 0, .. } => self.state = State::Done,
                State::Open { file, left } => {
                    let result = match ready!(poll_chunk(file, *left, context)) {
                        Ok(chunk) if chunk.is_empty() => Err(io::Error::new(
                            io::ErrorKind::UnexpectedEof,
                            "became shorter while it was sent",
                        )),
                        other => other,
                    };
                    match result {
                        Ok(chunk) => {
                            *left -= chunk.len() as u64;
                            return Poll::Ready(Some(Ok(chunk)));
                        }
                        Err(error) => {
                            self.state = State::Done;
                            return Poll::Ready(Some(Err(naming(&self.path, error))));
                        }
                    }
                }
                State::Done => return Poll::Ready(None),
            }
        }
    }
}

/// Reads up to `left` bytes, at most a chunk.
fn poll_chunk(file: &mut File, left: u64, context: &mut Context<'_>) -> Poll<io::Result<Bytes>> {
    let size = usize::try_from(left).map_or(CHUNK, |left| left.min(CHUNK));
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
        write!(f, "{} bytes of {}", self.length, self.path.display())
    }
}

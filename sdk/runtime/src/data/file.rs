//! A file, or a section of one, as the source of a [`ByteStream`](super::ByteStream).

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use std::collections::VecDeque;
use std::fmt;
use std::fs::{File, Metadata};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::SystemTime;
use tokio::task::{JoinHandle, spawn_blocking};

/// How much is read at once.
pub(super) const CHUNK: usize = 256 * 1024;

/// How much is read at once of a file whose length is known: each turn in a thread that may block takes some 20 µs.
const LARGE_CHUNK: usize = 1024 * 1024;

/// A file to be sent: opened when its first byte is asked for, and again for each further attempt.
pub(super) struct FileSource {
    path: Arc<Path>,
    extent: Extent,
    /// How many bytes are still to be read, if that is known.
    left: Option<u64>,
    state: FileState,
}

/// What is read of a file.
#[derive(Clone, Copy)]
enum Extent {
    /// A pipe, a device or a file without a size: all there is, however much that is.
    Endless,
    Whole(Version),
    Section {
        start: u64,
        length: u64,
        of: Version,
    },
}

/// The state of a file, by which a change is noticed.
#[derive(Clone, Copy, PartialEq)]
struct Version {
    size: u64,
    /// `None` where the system does not know.
    modified: Option<SystemTime>,
    /// Which file it is, where the system says it: another one may have taken its name.
    id: Option<(u64, u64)>,
}

enum FileState {
    Closed,
    /// In a thread of its own, since files block.
    Reading(JoinHandle<io::Result<(Reader, Bytes)>>),
    Open(Reader),
    Done,
    Failed,
}

/// Finds out what is at `path`, and how long it is.
pub(super) async fn find(path: &Path) -> io::Result<FileSource> {
    let path: Arc<Path> = path.into();
    let place = Arc::clone(&path);
    let found = spawn_blocking(move || look(&place)).await?;
    Ok(FileSource::new(Arc::clone(&path), found.map_err(|error| naming(&path, error))?))
}

fn look(path: &Path) -> io::Result<Extent> {
    let metadata = std::fs::metadata(path)?;
    if metadata.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if is_socket(&metadata) {
        let message = "is a socket: connect to it, and use `ByteStream::from_reader`";
        return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
    }
    // Pipes and devices have no length, and of files whose content is made up while they are read the system says 0.
    let has_size =
        metadata.is_file() && (metadata.len() > 0 || read_some(&mut File::open(path)?, 1)?.is_empty());
    Ok(if has_size { Extent::Whole(Version::of(&metadata)) } else { Extent::Endless })
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

#[cfg(unix)]
fn id(metadata: &Metadata) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    Some((metadata.dev(), metadata.ino()))
}

#[cfg(not(unix))]
fn id(_: &Metadata) -> Option<(u64, u64)> {
    None
}

impl Extent {
    fn length(self) -> Option<u64> {
        match self {
            Self::Endless => None,
            Self::Whole(Version { size, .. }) => Some(size),
            Self::Section { length, .. } => Some(length),
        }
    }
}

impl Version {
    fn of(metadata: &Metadata) -> Self {
        Self { size: metadata.len(), modified: metadata.modified().ok(), id: id(metadata) }
    }

    /// # Errors
    /// When `file` is not as it was.
    fn check(self, file: &File) -> io::Result<()> {
        let now = Self::of(&file.metadata()?);
        if now == self {
            return Ok(());
        }
        let message = match now.size == self.size {
            true => "was modified before all its sections were sent".to_owned(),
            false => {
                format!("had {} bytes, and has {} before all its sections were sent", self.size, now.size)
            }
        };
        Err(io::Error::new(io::ErrorKind::InvalidData, message))
    }
}

impl FileSource {
    fn new(path: Arc<Path>, extent: Extent) -> Self {
        Self { path, extent, left: extent.length(), state: FileState::Closed }
    }

    /// The number of bytes from the first one on, if it is known.
    pub(super) fn length(&self) -> Option<u64> {
        self.extent.length()
    }

    /// How many bytes are still to be read, if that is known.
    pub(super) fn left(&self) -> Option<u64> {
        match self.state {
            FileState::Closed | FileState::Reading(_) | FileState::Open(_) => self.left,
            FileState::Done => Some(0),
            FileState::Failed => None,
        }
    }

    /// Whether reading ended with an error.
    pub(super) fn has_failed(&self) -> bool {
        matches!(self.state, FileState::Failed)
    }

    pub(super) fn again(&self) -> Self {
        Self::new(Arc::clone(&self.path), self.extent)
    }

    /// The bytes from `offset` on, which must be in this file or section.
    ///
    /// Sections of one file may go into several requests, so that nothing else would tell a mixture of two contents from
    /// the file: the time of its last change counts too.
    pub(super) fn section(&self, offset: u64, length: u64) -> Option<Self> {
        let (start, of) = match self.extent {
            Extent::Endless => return None,
            Extent::Whole(version) => (0, version),
            Extent::Section { start, of, .. } => (start, of),
        };
        let extent = Extent::Section { start: start + offset, length, of };
        Some(Self::new(Arc::clone(&self.path), extent))
    }

    /// The error, with the path.
    pub(super) fn naming(&self, error: io::Error) -> io::Error {
        naming(&self.path, error)
    }

    pub(super) fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        let result = match ready!(self.poll_read(context)) {
            None => return Poll::Ready(None),
            Some(Ok((reader, chunk))) => {
                self.left = reader.left;
                let is_last = chunk.is_empty() || reader.left == Some(0);
                self.state = if is_last { FileState::Done } else { FileState::Open(reader) };
                Ok((!chunk.is_empty()).then_some(chunk))
            }
            Some(Err(error)) => {
                self.state = FileState::Failed;
                Err(self.naming(error))
            }
        };
        Poll::Ready(result.transpose())
    }

    /// Reads the next chunk, unless the end or an error has been met.
    fn poll_read(&mut self, context: &mut Context<'_>) -> Poll<Option<io::Result<(Reader, Bytes)>>> {
        if let FileState::Done | FileState::Failed = self.state {
            return Poll::Ready(None);
        }
        let mut reading = match std::mem::replace(&mut self.state, FileState::Failed) {
            FileState::Reading(reading) => reading,
            FileState::Open(reader) => spawn_blocking(move || reader.next()),
            _ => {
                let (path, extent) = (Arc::clone(&self.path), self.extent);
                spawn_blocking(move || Reader::open(&path, extent)?.next())
            }
        };
        let result = match Pin::new(&mut reading).poll(context) {
            Poll::Ready(result) => result,
            Poll::Pending => {
                self.state = FileState::Reading(reading);
                return Poll::Pending;
            }
        };
        Poll::Ready(Some(result.unwrap_or_else(|error| Err(error.into()))))
    }
}

/// An open file.
struct Reader {
    file: File,
    left: Option<u64>,
    /// Of a section: what the file must be like.
    version: Option<Version>,
    /// The chunks before, whose memory serves again once they have been sent: new memory costs as much as reading into it.
    given: VecDeque<Bytes>,
}

/// How many chunks may be on their way when the next one is read.
const GIVEN: usize = 2;

impl Reader {
    fn open(path: &Path, extent: Extent) -> io::Result<Self> {
        let mut file = File::open(path)?;
        let version = match extent {
            Extent::Endless | Extent::Whole(_) => None,
            Extent::Section { start, of, .. } => {
                of.check(&file)?;
                file.seek(SeekFrom::Start(start))?;
                Some(of)
            }
        };
        Ok(Self { file, left: extent.length(), version, given: VecDeque::new() })
    }

    /// Reads the next chunk; an empty one at the end.
    ///
    /// # Errors
    /// When the file has changed. Who reads a body by its length may not ask for more once he has all of it, so a change is
    /// looked for before the last chunk is given.
    fn next(mut self) -> io::Result<(Self, Bytes)> {
        let size = match (self.left.map(usize::try_from), self.version) {
            (Some(Ok(left)), Some(_)) => left.min(LARGE_CHUNK),
            // One byte more than the last chunk, to see that it is the last.
            (Some(Ok(left)), None) if left <= LARGE_CHUNK => left + 1,
            (Some(_), _) => LARGE_CHUNK,
            (None, _) => CHUNK,
        };
        let chunk = match self.left {
            Some(_) => {
                let room = self.room(size);
                read(&mut self.file, room, size)?
            }
            None => read_some(&mut self.file, size)?,
        };
        if let Some(left) = &mut self.left {
            count(left, &chunk)?;
            if *left > 0 {
                self.given.push_back(chunk.clone());
            }
        }
        if let Some(version) = self.version.filter(|_| self.left == Some(0)) {
            version.check(&self.file)?;
        }
        Ok((self, chunk))
    }

    /// Room for `size` bytes: that of an earlier chunk, if nobody has it any longer.
    fn room(&mut self, size: usize) -> Vec<u8> {
        let oldest = if self.given.len() < GIVEN { None } else { self.given.pop_front() };
        match oldest.map(Bytes::try_into_mut) {
            Some(Ok(mut sent)) => {
                sent.clear();
                sent.into()
            }
            _ => Vec::with_capacity(size),
        }
    }
}

/// Takes a chunk off what is left.
///
/// # Errors
/// When there is more or less than there was.
fn count(left: &mut u64, chunk: &Bytes) -> io::Result<()> {
    let size = chunk.len() as u64;
    if size > *left {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "became longer before it was sent"));
    }
    if size == 0 && *left > 0 {
        return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "became shorter before it was sent"));
    }
    *left -= size;
    Ok(())
}

impl Stream for FileSource {
    type Item = io::Result<Bytes>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_chunk(context)
    }
}

/// Reads `size` bytes into `chunk`, or fewer at the end of the file; none at the end itself.
fn read(file: &mut File, mut chunk: Vec<u8>, size: usize) -> io::Result<Bytes> {
    // Room that is filled by reading to an end need not be filled with zeros before.
    file.take(size as u64).read_to_end(&mut chunk)?;
    Ok(chunk.into())
}

/// Reads what there is, up to `size` bytes, without waiting for more; none at the end.
fn read_some(file: &mut File, size: usize) -> io::Result<Bytes> {
    let mut chunk = BytesMut::zeroed(size);
    let read = loop {
        match file.read(&mut chunk) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            read => break read?,
        }
    };
    chunk.truncate(read);
    Ok(chunk.freeze())
}

fn naming(path: &Path, error: io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

impl fmt::Debug for FileSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display();
        match self.extent {
            Extent::Endless => write!(f, "{path}"),
            Extent::Whole(Version { size, .. }) => write!(f, "{size} bytes of {path}"),
            Extent::Section { start, length, .. } => {
                write!(f, "{length} bytes of {path} from byte {start} on")
            }
        }
    }
}

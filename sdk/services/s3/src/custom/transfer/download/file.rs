//! Downloads to a file, whose parts are written where they belong as they come.

use super::fetch::{Fetch, Flow, Part};
use super::place::Temporary;
use crate::custom::transfer::config::KIB;
use crate::custom::transfer::parallel::blocking;
use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;
use tucuxi::Error;
use tucuxi::external::bytes::Bytes;
use tucuxi::external::tokio::task::spawn_blocking;
use tucuxi::internal::checksum::{Checksum, combine, combines};
use tucuxi::types::ByteStream;

/// How much of a part is in memory before it is written.
const AT_ONCE: u64 = 1024 * KIB;

/// What becomes the file at a path.
pub(super) enum Target {
    /// A short object is held in memory.
    Memory {
        path: PathBuf,
        chunks: Vec<Bytes>,
    },
    File(Temporary),
}

impl Target {
    /// Prepares for what is to be fetched.
    pub(super) async fn create(fetch: &Fetch, path: PathBuf) -> Result<Self, Error> {
        if fetch.length.is_some_and(|length| length <= AT_ONCE) && fetch.parts().is_none() {
            return Ok(Self::Memory { path, chunks: Vec::new() });
        }
        let length = fetch.length.unwrap_or(0);
        blocking(move || Ok(Self::File(Temporary::create(path, length)?))).await
    }

    /// Fetches the object.
    pub(super) async fn fill(&mut self, fetch: &mut Fetch) -> Result<(), Error> {
        loop {
            let received = match (&mut *self, fetch.parts()) {
                (Self::File(temporary), Some(parts)) => return in_parts(fetch, parts, temporary).await,
                (Self::File(temporary), None) => in_one(fetch, temporary).await,
                (Self::Memory { chunks, .. }, _) => in_memory(fetch, chunks).await,
            };
            match received {
                Ok(()) => return Ok(()),
                Err((error, received)) => fetch.again(error, received).await?,
            }
        }
    }

    /// Puts the object at its path, all at once, with a time if one is given.
    pub(super) async fn commit(self, modified: Option<SystemTime>) -> Result<(), Error> {
        blocking(move || match self {
            Self::File(temporary) => temporary.rename(modified),
            Self::Memory { path, chunks } => {
                let temporary = Temporary::create(path, 0)?;
                let mut file = &*temporary.file();
                let written = chunks.iter().try_for_each(|chunk| file.write_all(chunk));
                written.map_err(|error| temporary.failed(error))?;
                temporary.rename(modified)
            }
        })
        .await
    }
}

/// Fetches the only response into memory.
///
/// # Errors
/// Says how many bytes came before.
async fn in_memory(fetch: &mut Fetch, chunks: &mut Vec<Bytes>) -> Result<(), (Error, u64)> {
    chunks.clear();
    let (mut body, mut received) = (std::mem::take(&mut fetch.body), 0);
    while let Some(chunk) = fetch.flow.next(&mut body).await.map_err(|error| (error, received))? {
        received += chunk.len() as u64;
        chunks.push(chunk);
    }
    Ok(())
}

/// Fetches the only response into the file.
///
/// # Errors
/// Says how many bytes came before.
async fn in_one(fetch: &mut Fetch, temporary: &Temporary) -> Result<(), (Error, u64)> {
    let (mut body, mut received) = (std::mem::take(&mut fetch.body), 0);
    let mut out = Positional::new(temporary, 0, AT_ONCE);
    while let Some(chunk) = fetch.flow.next(&mut body).await.map_err(|error| (error, received))? {
        received += chunk.len() as u64;
        out.push(chunk).await.map_err(|error| (temporary.failed(error), received))?;
    }
    out.flush().await.map_err(|error| (temporary.failed(error), received))?;
    // Another attempt may have had more.
    temporary.file().set_len(received).map_err(|error| (temporary.failed(error), received))
}

async fn in_parts(
    fetch: &mut Fetch,
    parts: impl Iterator<Item = Part>,
    temporary: &Temporary,
) -> Result<(), Error> {
    let expected = fetch.checksum.clone();
    let combined = expected.as_ref().filter(|expected| combines(expected.algorithm)).map(|it| it.algorithm);
    let mut sums = Vec::new();
    let config = &fetch.config;
    let concurrent = u64::try_from(config.max_concurrency).unwrap_or(u64::MAX);
    let share = config.memory(config.multipart_chunksize) / concurrent.saturating_mul(2).max(1);
    let at_once = share.clamp(64 * KIB, AT_ONCE);
    for part in parts {
        while fetch.tasks.len() >= fetch.config.max_concurrency {
            sums.extend(fetch.tasks.next().await?);
        }
        let out = Positional::new(temporary, part.offset, at_once);
        let body = fetch.part(part);
        fetch.tasks.spawn(save(part, body, fetch.flow.clone(), out, combined));
    }
    while let Some(sum) = fetch.tasks.next().await? {
        sums.push(sum);
    }
    match (expected, combined) {
        (Some(expected), Some(algorithm)) => expected.check(&whole(algorithm, sums)?),
        (Some(expected), None) => {
            let file = temporary.file();
            blocking(move || expected.check(&checksum(&file, expected.algorithm)?)).await
        }
        (None, _) => Ok(()),
    }
}

/// Writes a part, and gives its checksum, if that is wanted.
async fn save(
    part: Part,
    body: impl Future<Output = Result<ByteStream, Error>>,
    flow: Flow,
    mut out: Positional,
    algorithm: Option<&str>,
) -> Result<(Part, Option<String>), Error> {
    let mut checksum = algorithm.map(Checksum::new).transpose()?;
    let (mut body, mut left) = (body.await?, part.length);
    while let Some(chunk) = flow.next_of_part(part, &mut body, &mut left).await? {
        if let Some(checksum) = &mut checksum {
            checksum.update(&chunk);
        }
        out.push(chunk).await.map_err(|error| out.failed(error))?;
    }
    out.flush().await.map_err(|error| out.failed(error))?;
    Ok((part, checksum.map(Checksum::finish)))
}

/// The checksum of the whole, from those of its parts.
fn whole(algorithm: &str, mut sums: Vec<(Part, Option<String>)>) -> Result<String, Error> {
    sums.sort_by_key(|(part, _)| part.index);
    let mut whole = Checksum::new(algorithm)?.finish();
    for (part, sum) in sums {
        let combined = sum.and_then(|sum| combine(algorithm, &whole, &sum, part.length));
        whole = combined.ok_or_else(|| Error::parse("the checksums of the parts cannot be combined"))?;
    }
    Ok(whole)
}

/// The checksum of a file. Blocks.
fn checksum(mut file: &File, algorithm: &str) -> Result<String, Error> {
    let mut checksum = Checksum::new(algorithm)?;
    io::Seek::rewind(&mut file)?;
    let mut buffer = vec![0; 256 << 10];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(checksum.finish()),
            read => checksum.update(buffer.get(..read).unwrap_or_default()),
        }
    }
}

/// Writes what comes from a place in a file on.
struct Positional {
    file: Arc<File>,
    path: PathBuf,
    at: u64,
    waiting: Vec<Bytes>,
    /// How many bytes wait.
    length: u64,
    /// How many may.
    limit: u64,
}

impl Positional {
    fn new(temporary: &Temporary, at: u64, limit: u64) -> Self {
        let (file, path) = (temporary.file(), temporary.path().to_owned());
        Self { file, path, at, waiting: Vec::new(), length: 0, limit }
    }

    fn failed(&self, error: io::Error) -> Error {
        super::place::failed("cannot be written", &self.path, error)
    }

    async fn push(&mut self, chunk: Bytes) -> io::Result<()> {
        self.length += chunk.len() as u64;
        self.waiting.push(chunk);
        if self.length < self.limit { Ok(()) } else { self.flush().await }
    }

    async fn flush(&mut self) -> io::Result<()> {
        let (file, mut at) = (Arc::clone(&self.file), self.at);
        let chunks = std::mem::take(&mut self.waiting);
        self.at += std::mem::take(&mut self.length);
        spawn_blocking(move || {
            chunks.iter().try_for_each(|chunk| {
                write_at(&file, chunk, at)?;
                at += chunk.len() as u64;
                Ok(())
            })
        })
        .await?
    }
}

#[cfg(unix)]
fn write_at(file: &File, bytes: &[u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::write_all_at(file, bytes, at)
}

#[cfg(windows)]
fn write_at(file: &File, mut bytes: &[u8], mut at: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        let written = std::os::windows::fs::FileExt::seek_write(file, bytes, at)?;
        if written == 0 {
            return Err(io::ErrorKind::WriteZero.into());
        }
        bytes = bytes.get(written..).unwrap_or_default();
        at += written as u64;
    }
    Ok(())
}

//! [`Scratch`]: a temporary file that nobody else sees, and [`Spool`]: records that wait in one.

use super::sort::Record;
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::marker::PhantomData;
use std::path::PathBuf;
use tucuxi::internal::random;

/// A file in the directory for temporary files. Dropping it deletes it.
pub(super) struct Scratch {
    file: File,
    length: u64,
    /// Where it is, unless it is deleted already and lives on as it is open.
    path: Option<PathBuf>,
}

impl Scratch {
    /// # Errors
    /// When there can be no temporary file: with its path.
    pub(super) fn create() -> io::Result<Self> {
        loop {
            let name = format!("tucuxi-{:016x}", random::next().map_err(io::Error::other)?);
            let path = std::env::temp_dir().join(name);
            match options().open(&path) {
                Ok(file) => {
                    let is_deleted = cfg!(unix) && fs::remove_file(&path).is_ok();
                    return Ok(Self { file, length: 0, path: (!is_deleted).then_some(path) });
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => {
                    let message =
                        format!("the temporary file `{}` cannot be created: {error}", path.display());
                    return Err(io::Error::new(error.kind(), message));
                }
            }
        }
    }

    pub(super) fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        (&self.file).seek(SeekFrom::Start(self.length))?;
        (&self.file).write_all(bytes)?;
        self.length += bytes.len() as u64;
        Ok(())
    }

    pub(super) fn length(&self) -> u64 {
        self.length
    }

    /// # Errors
    /// When there are fewer bytes.
    pub(super) fn read_at(&self, at: u64, length: u64) -> io::Result<Vec<u8>> {
        (&self.file).seek(SeekFrom::Start(at))?;
        let mut bytes = Vec::new();
        match (&self.file).take(length).read_to_end(&mut bytes)? as u64 == length {
            true => Ok(bytes),
            false => Err(io::ErrorKind::UnexpectedEof.into()),
        }
    }
}

fn options() -> fs::OpenOptions {
    let mut options = File::options();
    // Keys are nobody else's business.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.read(true).write(true).create_new(true);
    options
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if let Some(path) = &self.path {
            // Nobody is left to be told.
            let _ = fs::remove_file(path);
        }
    }
}

/// How many bytes of records wait in memory.
const IN_MEMORY: usize = 1 << 20;

/// Records that wait in the order in which they came.
pub(super) struct Spool<T> {
    scratch: Option<Scratch>,
    /// The newest ones, which are not in the file.
    newest: Vec<u8>,
    /// How many of the file's bytes have been read.
    read: u64,
    begun: io::Cursor<Vec<u8>>,
    records: PhantomData<T>,
}

impl<T: Record> Spool<T> {
    pub(super) fn new() -> Self {
        let (newest, begun) = (Vec::new(), io::Cursor::default());
        Self { scratch: None, newest, read: 0, begun, records: PhantomData }
    }

    /// # Errors
    /// When the temporary file cannot be written.
    pub(super) fn push(&mut self, record: &T) -> io::Result<()> {
        record.write(&mut self.newest);
        if self.newest.len() >= IN_MEMORY {
            let scratch = match &mut self.scratch {
                Some(scratch) => scratch,
                none => none.insert(Scratch::create()?),
            };
            scratch.append(&self.newest)?;
            self.newest.clear();
        }
        Ok(())
    }

    /// Takes the oldest ones out, up to so many.
    ///
    /// # Errors
    /// When the temporary file cannot be read.
    pub(super) fn oldest(&mut self, most: usize) -> io::Result<Vec<T>> {
        let mut records = Vec::new();
        while records.len() < most && !self.is_empty() {
            records.push(T::read(self)?);
        }
        Ok(records)
    }

    fn is_empty(&self) -> bool {
        let written = self.scratch.as_ref().map_or(0, Scratch::length);
        let is_read = self.begun.position() == self.begun.get_ref().len() as u64;
        self.newest.is_empty() && self.read == written && is_read
    }
}

/// Reads what is in the file, and then what is not.
impl<T> Read for Spool<T> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.begun.read(buffer)?;
        if read > 0 || buffer.is_empty() {
            return Ok(read);
        }
        let bytes = match &self.scratch {
            Some(scratch) if self.read < scratch.length() => {
                let bytes = scratch.read_at(self.read, (scratch.length() - self.read).min(1 << 16))?;
                self.read += bytes.len() as u64;
                bytes
            }
            _ => std::mem::take(&mut self.newest),
        };
        self.begun = io::Cursor::new(bytes);
        self.begun.read(buffer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_come_out_as_they_went_in() {
        for size in [3, 3_000] {
            let mut spool = Spool::new();
            let record = |number: usize| format!("{number}{}", "x".repeat(size)).into_bytes();
            for number in 0..1000 {
                spool.push(&record(number)).unwrap();
            }
            let mut all = Vec::new();
            loop {
                match spool.oldest(300).unwrap() {
                    some if some.is_empty() => break,
                    some => all.extend(some),
                }
            }
            assert_eq!(all, (0..1000).map(record).collect::<Vec<_>>());
        }
    }
}

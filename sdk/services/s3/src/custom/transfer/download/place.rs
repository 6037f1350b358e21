//! [`Place`]: what is at the path of a download, and [`Temporary`]: the file that becomes the one at the path.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::SystemTime;
use tucuxi::Error;
use tucuxi::error::ErrorKind;
use tucuxi::external::tokio;
use tucuxi::external::tokio::sync::oneshot;
use tucuxi::internal::random;

/// What a download does with the path it was given.
pub(super) enum Place {
    /// A file beside it is renamed.
    Renamed,
    /// It is a pipe, a device or a link, which must stay what it is.
    Direct,
}

impl Place {
    /// `replaces_links`: a link does not stay, and what it leads to is left alone.
    ///
    /// # Errors
    /// When there can be no file at `path`.
    pub(super) async fn find(path: &Path, replaces_links: bool) -> Result<Self, Error> {
        let metadata = match tokio::fs::symlink_metadata(path).await {
            Ok(metadata) => metadata,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return match path.file_name() {
                    Some(_) => Ok(Self::Renamed),
                    None => Err(failed("is no path of a file", path, io::ErrorKind::InvalidInput.into())),
                };
            }
            Err(error) => return Err(failed("cannot be written", path, error)),
        };
        match metadata.file_type() {
            kind if kind.is_dir() => {
                Err(failed("is a directory: name the file", path, io::ErrorKind::IsADirectory.into()))
            }
            kind if kind.is_file() || (kind.is_symlink() && replaces_links) => Ok(Self::Renamed),
            _ => Ok(Self::Direct),
        }
    }
}

/// Opens what is written directly. A pipe waits for whoever reads it, perhaps for ever: in a thread of its own, for which nobody waits
/// if the download is cancelled.
pub(super) async fn open(path: PathBuf) -> Result<tokio::fs::File, Error> {
    let (sender, receiver) = oneshot::channel();
    let place = path.clone();
    let spawned = thread::Builder::new().spawn(move || {
        // The download may have been cancelled.
        let _ = sender.send(File::create(place));
    });
    spawned.map_err(|error| failed("cannot be written", &path, error))?;
    match receiver.await.unwrap_or_else(|error| Err(io::Error::other(error))) {
        Ok(file) => Ok(file.into()),
        Err(error) => Err(failed("cannot be written", &path, error)),
    }
}

/// Gives a file its time, where the file system lets it: one that has all its bytes is not thrown away for its time.
pub(super) fn set_time(file: &File, modified: SystemTime) {
    let _ = file.set_modified(modified);
}

/// An error of a file, with its path.
pub(super) fn failed(what: &str, path: &Path, error: io::Error) -> Error {
    Error::new(ErrorKind::Io, format!("`{}` {what}: {error}", path.display())).with_cause(error)
}

/// A file beside the one that a download is to become. Dropping it deletes it.
pub(super) struct Temporary {
    file: Arc<File>,
    path: PathBuf,
    target: PathBuf,
    is_kept: bool,
}

/// How many bytes of the name of the target are in that of the temporary file: most systems allow 255 in all.
const NAME: usize = 200;

impl Temporary {
    /// Creates one beside `target`, of `length` bytes.
    pub(super) fn create(target: PathBuf, length: u64) -> Result<Self, Error> {
        loop {
            let path = beside(&target)?;
            match File::options().read(true).write(true).create_new(true).open(&path) {
                Ok(file) => {
                    let temporary = Self { file: Arc::new(file), path, target, is_kept: false };
                    // Of a file that was truncated, if to nothing, ext4 writes what is in it to the disk when it is closed.
                    if length > 0 {
                        temporary.file.set_len(length).map_err(|error| temporary.failed(error))?;
                    }
                    return Ok(temporary);
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(failed("cannot be created", &path, error)),
            }
        }
    }

    pub(super) fn file(&self) -> Arc<File> {
        Arc::clone(&self.file)
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn failed(&self, error: io::Error) -> Error {
        failed("cannot be written", &self.path, error)
    }

    /// Puts the file at the place of its target, with the time of its last change if one is given. Blocks.
    pub(super) fn rename(mut self, modified: Option<SystemTime>) -> Result<(), Error> {
        if let Some(modified) = modified {
            set_time(&self.file, modified);
        }
        fs::rename(&self.path, &self.target).map_err(|error| {
            failed(&format!("cannot become `{}`", self.target.display()), &self.path, error)
        })?;
        self.is_kept = true;
        Ok(())
    }
}

/// The path of a temporary file: in the same directory, since only there a file can be renamed at once.
fn beside(target: &Path) -> Result<PathBuf, Error> {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let end = name.char_indices().map(|(at, c)| at + c.len_utf8()).take_while(|end| *end <= NAME).last();
    let mut path = OsString::from(name.get(..end.unwrap_or(0)).unwrap_or_default());
    path.push(format!(".{:08x}", random::next()? as u32));
    Ok(target.with_file_name(path))
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if !self.is_kept {
            // It may be gone already, and nobody is left to be told.
            let _ = fs::remove_file(&self.path);
        }
    }
}

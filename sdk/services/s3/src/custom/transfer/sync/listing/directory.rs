//! The files below a directory, in order of the keys that they have or would have.

use super::super::sort::Sorter;
use super::{Entry, Found, Gap, Out};
use std::fs::{self, DirEntry, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use tucuxi::Error;
use tucuxi::error::ErrorKind;

/// How a directory is searched.
pub(super) struct Search {
    /// Whether it is an error if there is none.
    pub(super) must_exist: bool,
    /// Links are left out otherwise.
    pub(super) follow_symlinks: bool,
}

impl Search {
    /// Says what is below `root`. Blocks.
    pub(super) fn list(self, root: &Path, mut out: Out) {
        let result = match fs::metadata(root) {
            Err(error) if error.kind() == io::ErrorKind::NotFound && !self.must_exist => Ok(()),
            Err(error) => Err(failed(root, &error)),
            Ok(metadata) if !metadata.is_dir() => Err(failed(root, &io::ErrorKind::NotADirectory.into())),
            Ok(_) => {
                let follow_symlinks = self.follow_symlinks;
                Walk { out: &mut out, follow_symlinks, above: Vec::new() }.directory(root, "")
            }
        };
        match result {
            Ok(()) => out.blocking_end(Ok(())),
            Err(Stopped::Failed(error)) => out.blocking_end(Err(error)),
            Err(Stopped::Unwanted) => {}
        }
    }
}

/// Why a walk ended early.
enum Stopped {
    Failed(Error),
    /// Nobody listens any longer.
    Unwanted,
}

fn failed(path: &Path, error: &io::Error) -> Stopped {
    Stopped::Failed(unlisted(path, error))
}

fn unlisted(path: &Path, error: &io::Error) -> Error {
    Error::new(ErrorKind::Io, format!("the directory `{}` cannot be listed: {error}", path.display()))
}

struct Walk<'a> {
    out: &'a mut Out,
    follow_symlinks: bool,
    /// The directories that the present one is in, by their real paths, where links are followed.
    above: Vec<PathBuf>,
}

impl Walk<'_> {
    /// Walks through a directory whose files' keys begin with `prefix`. A root that cannot be listed ends the walk; in place of another
    /// directory, the gap is told.
    fn directory(&mut self, path: &Path, prefix: &str) -> Result<(), Stopped> {
        if self.out.filter.leaves_out(prefix) {
            return Ok(());
        }
        if self.out.is_unwanted() {
            return Err(Stopped::Unwanted);
        }
        if let Err(error) = self.enter(path) {
            return self.gap(path, prefix, &error);
        }
        let names = fs::read_dir(path).and_then(|entries| self.names(entries));
        match names.and_then(Sorter::sorted) {
            Err(error) => self.gap(path, prefix, &error)?,
            Ok(names) => {
                let mut last = None;
                for name in names {
                    match name {
                        // Some file systems list a name again if the directory changes meanwhile.
                        Ok(name) if last.as_ref() == Some(&name) => {}
                        Ok(name) => {
                            self.named(path, prefix, &name)?;
                            last = Some(name);
                        }
                        Err(error) => self.gap(path, prefix, &error)?,
                    }
                }
            }
        }
        self.above.pop();
        Ok(())
    }

    /// # Errors
    /// When the directory is one of those that it is in, by a link.
    fn enter(&mut self, path: &Path) -> io::Result<()> {
        // Without links there are no circles.
        let real = if self.follow_symlinks { fs::canonicalize(path)? } else { PathBuf::new() };
        if self.follow_symlinks && self.above.contains(&real) {
            let message = format!("a symbolic link leads back to `{}`, which it is in", real.display());
            return Err(io::Error::other(message));
        }
        self.above.push(real);
        Ok(())
    }

    fn gap(&mut self, path: &Path, prefix: &str, error: &io::Error) -> Result<(), Stopped> {
        match prefix.strip_suffix('/') {
            None => Err(failed(path, error)),
            Some(key) => self.say(hidden(key.to_owned(), path, unlisted(path, error))),
        }
    }

    fn say(&mut self, found: Found) -> Result<(), Stopped> {
        match !self.out.push(found) || self.out.blocking_send() {
            true => Ok(()),
            false => Err(Stopped::Unwanted),
        }
    }

    /// The names in a directory, those of directories with a `/` behind them, as in keys.
    fn names(&self, entries: fs::ReadDir) -> io::Result<Sorter<Vec<u8>>> {
        let mut names = Sorter::new();
        for entry in entries {
            let entry = entry?;
            let mut name = entry.file_name().into_encoded_bytes();
            if self.is_directory(&entry) {
                name.push(b'/');
            }
            names.push(name)?;
        }
        Ok(names)
    }

    fn is_directory(&self, entry: &DirEntry) -> bool {
        match entry.file_type() {
            Ok(kind) if kind.is_symlink() && self.follow_symlinks => entry.path().is_dir(),
            Ok(kind) => kind.is_dir(),
            Err(_) => false,
        }
    }

    /// What has this name in the directory at `parent`.
    fn named(&mut self, parent: &Path, prefix: &str, name: &[u8]) -> Result<(), Stopped> {
        let (bare, is_directory) = match name.strip_suffix(b"/") {
            Some(bare) => (bare, true),
            None => (name, false),
        };
        let Ok(text) = std::str::from_utf8(bare) else {
            let key = format!("{prefix}{}", String::from_utf8_lossy(bare));
            let error = Error::validation(format!("the name of `{key}` is not UTF-8, as keys are"));
            // No key can be the same as one below it.
            return self.say(Found::Gap(Gap { path: key.clone(), key, error, hides: false }));
        };
        let (path, key) = (parent.join(text), format!("{prefix}{text}"));
        if is_directory {
            return self.directory(&path, &format!("{key}/"));
        }
        match self.found(&path, key) {
            Some(found) => self.say(found),
            None => Ok(()),
        }
    }

    /// What is no directory; `None` for what is left out.
    fn found(&self, path: &Path, key: String) -> Option<Found> {
        let result = match self.follow_symlinks {
            true => fs::metadata(path),
            false => fs::symlink_metadata(path),
        };
        let metadata = match result {
            Ok(metadata) => metadata,
            // A link that leads nowhere, and nothing any longer, look the same; only the link is still there.
            Err(error) if error.kind() == io::ErrorKind::NotFound && fs::symlink_metadata(path).is_err() => {
                return None;
            }
            // What it leads to may be a directory, of a file system that is not mounted.
            Err(error) => {
                let message = format!("`{}` cannot be read: {error}", path.display());
                return Some(hidden(key, path, Error::new(ErrorKind::Io, message)));
            }
        };
        let entry = match metadata.file_type() {
            kind if kind.is_symlink() => return None,
            kind if kind.is_file() => file(key, &metadata),
            kind if kind.is_dir() => {
                let error = io::Error::other("it became one while its parent was listed");
                return Some(hidden(key, path, unlisted(path, &error)));
            }
            _ => Entry::unusable(key, "it is neither a file nor a directory"),
        };
        Some(Found::Entry(entry))
    }
}

/// What may have keys below it.
fn hidden(key: String, path: &Path, error: Error) -> Found {
    Found::Gap(Gap { key, path: path.display().to_string(), error, hides: true })
}

fn file(key: String, metadata: &Metadata) -> Entry {
    match metadata.modified() {
        Ok(modified) => Entry::file(key, metadata.len(), modified.into()),
        Err(error) => Entry::unusable(key, format!("the time of its last change is not known: {error}")),
    }
}

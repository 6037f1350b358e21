//! [`Root`]: the directory that objects are downloaded to. No link in it is followed, so that nothing leads out of it.

use super::outcome::refused;
use std::collections::HashMap;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tucuxi::Error;
use tucuxi::error::ErrorKind;
use tucuxi::internal::random;

/// The target directory of a synchronisation.
#[derive(Clone)]
pub(super) struct Root(Arc<Inner>);

struct Inner {
    path: PathBuf,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// The directory that was last found to be fit.
    fit: Option<PathBuf>,
    /// How many files are being downloaded that have this name in lower case.
    under_way: HashMap<String, usize>,
    /// Whether two names were met that are of the same file.
    has_aliases: bool,
}

/// The place of a file that is being downloaded.
pub(super) struct Reserved {
    root: Root,
    pub(super) path: PathBuf,
    lower: String,
}

impl Root {
    pub(super) fn new(path: PathBuf) -> Self {
        Self(Arc::new(Inner { path, state: Mutex::default() }))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The path of a key.
    ///
    /// # Errors
    /// When no file in the directory can have it.
    pub(super) fn path(&self, key: &str) -> Result<PathBuf, Error> {
        check(key).map_err(|why| refused(format!("the key cannot be a file in the directory: {why}")))?;
        Ok(self.0.path.join(key))
    }

    /// Prepares for a file: makes the directory that it will be in. `is_new` says that no file of just this name was listed. Blocks.
    ///
    /// # Errors
    /// When a link leads to its directory, something else is in its place, another file has its name but for case, or the directory
    /// cannot be made.
    pub(super) fn reserve(&self, key: &str, is_new: bool) -> Result<Reserved, Error> {
        let path = self.path(key)?;
        let parent = path.parent().unwrap_or(&self.0.path);
        let is_fit = self.state().fit.as_deref() == Some(parent);
        if !is_fit {
            self.make(parent)?;
            self.state().fit = Some(parent.to_owned());
        }
        self.check_place(&path, is_new)?;
        let lower = key.to_lowercase();
        let is_twin = {
            let mut state = self.state();
            let count = state.under_way.entry(lower.clone()).or_default();
            *count += 1;
            *count > 1
        };
        let reserved = Reserved { root: self.clone(), path, lower };
        if is_twin && !reserved.path.parent().is_some_and(tells_case) {
            return Err(self.alias(&reserved.path));
        }
        Ok(reserved)
    }

    /// Makes a directory below the root, part by part, so that none is ever made outside.
    fn make(&self, directory: &Path) -> Result<(), Error> {
        let mut path = self.0.path.clone();
        fs::create_dir_all(&path).map_err(|error| unusable(&path, &error))?;
        for part in directory.strip_prefix(&self.0.path).unwrap_or(Path::new("")) {
            path.push(part);
            match fs::create_dir(&path) {
                Ok(()) => continue,
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(unusable(&path, &error)),
            }
            let metadata = fs::symlink_metadata(&path).map_err(|error| unusable(&path, &error))?;
            match metadata.file_type() {
                kind if kind.is_symlink() => return Err(linked(&path)),
                kind if kind.is_dir() => self.check_name(&path)?,
                _ => return Err(unusable(&path, &io::ErrorKind::NotADirectory.into())),
            }
        }
        Ok(())
    }

    /// # Errors
    /// When a directory has another name than the one by which it was found.
    fn check_name(&self, path: &Path) -> Result<(), Error> {
        let real = fs::canonicalize(path).map_err(|error| unusable(path, &error))?;
        let (real, name) = (real.file_name().unwrap_or_default(), path.file_name().unwrap_or_default());
        // Other systems may write the same name by other characters, of which nobody need know.
        let lower = |name: &OsStr| name.to_string_lossy().to_lowercase();
        match real != name && (cfg!(windows) || lower(real) == lower(name)) {
            true => Err(self.alias(path)),
            false => Ok(()),
        }
    }

    /// # Errors
    /// When what is at a path is no file, or is one that has another name.
    fn check_place(&self, path: &Path, is_new: bool) -> Result<(), Error> {
        let Ok(metadata) = fs::symlink_metadata(path) else { return Ok(()) };
        match metadata.file_type() {
            // It is replaced, and what it leads to is left alone.
            kind if kind.is_symlink() => Ok(()),
            kind if kind.is_file() && is_new => Err(self.alias(path)),
            kind if kind.is_file() => Ok(()),
            _ => Err(refused(format!("`{}` is there, and is no file", path.display()))),
        }
    }

    fn alias(&self, path: &Path) -> Error {
        self.state().has_aliases = true;
        let path = path.display();
        refused(format!(
            "`{path}` is there by another name, as one that differs by case, or appeared meanwhile"
        ))
    }

    /// Whether two names were met that are of the same file: then what is only in the target by its name may be in the source too.
    pub(super) fn has_aliases(&self) -> bool {
        self.state().has_aliases
    }

    /// Deletes a file. Blocks.
    ///
    /// # Errors
    /// When it cannot be deleted.
    pub(super) fn delete(&self, key: &str) -> Result<(), Error> {
        let path = self.path(key)?;
        match fs::remove_file(&path) {
            // It is gone already.
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(Error::new(ErrorKind::Io, format!("`{}` cannot be deleted: {error}", path.display())))
            }
            _ => Ok(()),
        }
    }
}

impl Drop for Reserved {
    fn drop(&mut self) {
        let mut state = self.root.state();
        if let Some(count) = state.under_way.get_mut(&self.lower) {
            *count -= 1;
            if *count == 0 {
                state.under_way.remove(&self.lower);
            }
        }
    }
}

fn unusable(path: &Path, error: &io::Error) -> Error {
    Error::new(ErrorKind::Io, format!("the directory `{}` cannot be used: {error}", path.display()))
}

fn linked(path: &Path) -> Error {
    refused(format!("`{}` is a symbolic link, which may lead out of the directory", path.display()))
        .with_hint("synchronise what it leads to by itself")
}

/// Whether names that differ by case alone are of different files in a directory, for all that can be found out.
fn tells_case(directory: &Path) -> bool {
    let probe = || {
        let number = random::next().ok()?;
        let path = directory.join(format!(".TUCUXI-{number:016x}"));
        fs::File::options().write(true).create_new(true).open(&path).ok()?;
        let tells = !directory.join(format!(".tucuxi-{number:016x}")).exists();
        fs::remove_file(&path).ok()?;
        Some(tells)
    };
    probe().unwrap_or(false)
}

/// Whether a key is the path of a file, and of one file alone.
///
/// # Errors
/// Says why not.
fn check(key: &str) -> Result<(), &'static str> {
    for part in key.split('/') {
        match part {
            "" => return Err("a part of it between `/`, or its end, is empty"),
            "." | ".." => return Err("a part of it is `.` or `..`"),
            _ if part.contains('\0') => return Err("it has a NUL character"),
            _ if cfg!(windows) => check_windows(part)?,
            _ => {}
        }
    }
    Ok(())
}

/// Names that Windows gives other meanings: <https://learn.microsoft.com/windows/win32/fileio/naming-a-file>.
fn check_windows(part: &str) -> Result<(), &'static str> {
    let is_forbidden = |c: char| c < ' ' || "<>:\"\\|?*".contains(c);
    if part.contains(is_forbidden) {
        return Err("it has a character that Windows does not allow in names");
    }
    if part.ends_with(['.', ' ']) {
        return Err("a part of it ends with a dot or a space, which Windows leaves out");
    }
    let stem = part.split('.').next().unwrap_or_default().trim_end().to_ascii_uppercase();
    let is_port = |name: &str| {
        let number = stem.strip_prefix(name).map(|number| number.chars().collect::<Vec<_>>());
        number.is_some_and(|number| matches!(number[..], ['1'..='9' | '¹' | '²' | '³']))
    };
    match ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"].contains(&stem.as_str())
        || is_port("COM")
        || is_port("LPT")
    {
        true => Err("a part of it is the name of a device"),
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_that_are_no_paths_are_refused() {
        for key in ["a", "a/b", "...", "a..b", ".hidden/x", "a b", "ü", "-rf"] {
            assert_eq!(check(key), Ok(()), "{key}");
        }
        for key in
            ["", "/", "/a", "a/", "a//b", "..", "../a", "a/..", "a/../../b", ".", "./a", "a/./b", "a\0"]
        {
            assert!(check(key).is_err(), "{key:?}");
        }
        for part in ["a:b", "a\\b", "con", "NUL.txt", "com1", "Lpt9.x", "a.", "a ", "a?", "\u{1}"] {
            assert!(check_windows(part).is_err(), "{part:?}");
        }
        for part in ["a", "console", "com", "com10", "a.b", "nul-x"] {
            assert_eq!(check_windows(part), Ok(()), "{part}");
        }
    }
}

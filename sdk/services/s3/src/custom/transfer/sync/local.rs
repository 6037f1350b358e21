//! [`Root`]: the directory that objects are downloaded to, and out of which nothing leads.

use super::outcome::refused;
use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
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
    /// Its real path, and whether it tells names apart that differ by case alone, once something was downloaded.
    real: Option<(PathBuf, bool)>,
    /// The directory that was last found to be fit, by its path.
    fit: Option<PathBuf>,
    /// The names of files that are being downloaded, in lower case, where case tells nothing.
    under_way: HashSet<String>,
}

/// The place of a file that is being downloaded.
pub(super) struct Reserved {
    root: Root,
    pub(super) path: PathBuf,
    lower: Option<String>,
}

impl Root {
    pub(super) fn new(path: PathBuf) -> Self {
        Self(Arc::new(Inner { path, state: Mutex::default() }))
    }

    /// The path of a key.
    ///
    /// # Errors
    /// When no file in the directory can have it.
    pub(super) fn path(&self, key: &str) -> Result<PathBuf, Error> {
        check(key).map_err(|why| refused(format!("the key cannot be a file in the directory: {why}")))?;
        Ok(self.0.path.join(key))
    }

    /// Prepares for a file: makes the directory that it will be in. `is_new` says that no file of just this name is there. Blocks.
    ///
    /// # Errors
    /// When it would be outside the root or in place of another file, or the directory cannot be made.
    pub(super) fn reserve(&self, key: &str, is_new: bool) -> Result<Reserved, Error> {
        let path = self.path(key)?;
        let mut state = self.0.state.lock().unwrap_or_else(PoisonError::into_inner);
        let parent = path.parent().unwrap_or(&self.0.path);
        let (root, tells_case) = match &state.real {
            Some(real) => real.clone(),
            None => state.real.insert(self.find()?).clone(),
        };
        if state.fit.as_deref() != Some(parent) {
            make(&root, &self.0.path, parent, tells_case)?;
            state.fit = Some(parent.to_owned());
        }
        if fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.is_symlink()) {
            check_within(&root, &path)?;
        }
        let lower = (!tells_case).then(|| key.to_lowercase());
        if let Some(lower) = &lower {
            let is_taken = state.under_way.contains(lower) || (is_new && fs::symlink_metadata(&path).is_ok());
            if is_taken {
                let why =
                    "another file has the same name but for case, which the file system does not tell apart";
                return Err(refused(why));
            }
            state.under_way.insert(lower.clone());
        }
        drop(state);
        Ok(Reserved { root: self.clone(), path, lower })
    }

    /// The root's real path, and whether its file system tells case. Makes the directory.
    fn find(&self) -> Result<(PathBuf, bool), Error> {
        let path = &self.0.path;
        let find = || {
            fs::create_dir_all(path)?;
            let real = fs::canonicalize(path)?;
            let tells_case = tells_case(&real)?;
            Ok((real, tells_case))
        };
        find().map_err(|error: io::Error| unusable(path, &error))
    }

    /// Deletes a file. Blocks.
    ///
    /// # Errors
    /// When a link leads to it from the root, or it cannot be deleted.
    pub(super) fn delete(&self, key: &str) -> Result<(), Error> {
        let path = self.path(key)?;
        let parent = path.parent().unwrap_or(&self.0.path);
        let real = fs::canonicalize(&self.0.path).map_err(|error| unusable(&self.0.path, &error))?;
        check_within(&real, parent)?;
        match fs::remove_file(&path) {
            // A link may have led to it before.
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(Error::new(ErrorKind::Io, format!("`{}` cannot be deleted: {error}", path.display())))
            }
            _ => Ok(()),
        }
    }
}

impl Drop for Reserved {
    fn drop(&mut self) {
        if let Some(lower) = &self.lower {
            let mut state = self.root.0.state.lock().unwrap_or_else(PoisonError::into_inner);
            state.under_way.remove(lower);
        }
    }
}

fn unusable(path: &Path, error: &io::Error) -> Error {
    Error::new(ErrorKind::Io, format!("the directory `{}` cannot be used: {error}", path.display()))
}

/// Makes a directory below the root, part by part, so that none is ever made outside.
fn make(real_root: &Path, root: &Path, directory: &Path, tells_case: bool) -> Result<(), Error> {
    let below = directory.strip_prefix(root).unwrap_or(Path::new(""));
    let mut path = root.to_owned();
    for part in below {
        path.push(part);
        match fs::create_dir(&path) {
            Ok(()) => continue,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(unusable(&path, &error)),
        }
        let real = check_within(real_root, &path)?;
        if !fs::metadata(&path).is_ok_and(|metadata| metadata.is_dir()) {
            return Err(unusable(&path, &io::ErrorKind::NotADirectory.into()));
        }
        let real = real.file_name().unwrap_or_default();
        if !tells_case
            && real != part
            && real.to_string_lossy().to_lowercase() == part.to_string_lossy().to_lowercase()
        {
            let real = real.display();
            return Err(refused(format!("`{real}` has the name of one of its directories but for case")));
        }
    }
    Ok(())
}

/// The real path of what is there.
///
/// # Errors
/// When it is outside the root.
fn check_within(real_root: &Path, path: &Path) -> Result<PathBuf, Error> {
    let real = fs::canonicalize(path).map_err(|error| unusable(path, &error))?;
    match real.starts_with(real_root) {
        true => Ok(real),
        false => {
            let message = format!("a symbolic link leads out of the directory, to `{}`", real.display());
            Err(refused(message).with_hint("synchronise that directory by itself"))
        }
    }
}

/// Whether names that differ by case alone are of different files in a directory.
fn tells_case(directory: &Path) -> io::Result<bool> {
    loop {
        let number = random::next().map_err(io::Error::other)?;
        let path = directory.join(format!(".TUCUXI-{number:016x}"));
        match fs::File::options().write(true).create_new(true).open(&path) {
            Ok(_) => {
                let tells = !directory.join(format!(".tucuxi-{number:016x}")).exists();
                fs::remove_file(&path)?;
                return Ok(tells);
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
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

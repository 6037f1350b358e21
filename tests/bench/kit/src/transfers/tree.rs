//! [`Tree`]: the benchmark of directories: many small files below a prefix.
//!
//! A program of a side is started as `PROGRAM same|up|down FOLDER SIZE COUNT`; the size means nothing. `same` and `up` synchronise
//! `FOLDER/source` to a prefix where all is already, or nothing; `down` synchronises a prefix to `FOLDER/target`, where nothing is.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// When all objects were last changed, and the files too, since 1970: 2026-01-05, 12:00 UTC.
const MODIFIED: Duration = Duration::from_secs(1_767_614_400);

/// What a program has to do with a directory.
#[derive(Debug)]
pub struct Tree {
    /// Which way.
    pub way: Way,
    folder: PathBuf,
    count: u64,
}

/// What a synchronisation has to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Nothing: each file is an object already.
    Same,
    /// To upload all.
    Up,
    /// To download all.
    Down,
}

impl Tree {
    /// Reads the task from `arguments`; `None` if they tell of another.
    pub fn parse(mut arguments: impl Iterator<Item = String>) -> Option<Self> {
        let way = match arguments.next()?.as_str() {
            "same" => Way::Same,
            "up" => Way::Up,
            "down" => Way::Down,
            _ => return None,
        };
        let folder = arguments.next()?.into();
        let count = arguments.nth(1)?.parse().ok()?;
        Some(Self { way, folder, count })
    }

    /// The directory that is synchronised.
    pub fn directory(&self) -> PathBuf {
        self.folder.join(if self.way == Way::Down { "target" } else { "source" })
    }

    /// The prefix of the keys, with a `/` behind it. It tells the server how many objects are there.
    pub fn prefix(&self) -> String {
        prefix(if self.way == Way::Up { 0 } else { self.count })
    }
}

/// The prefix below which there are `count` objects.
pub fn prefix(count: u64) -> String {
    format!("tree-{count}/")
}

/// The paths of the files of a tree in order, and their sizes: 1 to 4 KiB, a hundred in a directory.
pub(super) fn files(count: u64) -> Vec<(String, u64)> {
    let file = |index: u64| {
        let size = 1024 + index * 37 % 3073;
        (format!("{:06}/{size}-{index}", index / 100), size)
    };
    let mut files: Vec<_> = (0..count).map(file).collect();
    files.sort();
    files
}

/// How many objects are below a prefix that [`prefix`] made.
pub(super) fn count(prefix: &str) -> Option<u64> {
    prefix.strip_prefix("tree-")?.strip_suffix('/')?.parse().ok()
}

/// Makes the files of a tree of `count` in a new directory.
///
/// # Errors
/// When they cannot be written.
pub fn create(directory: &Path, count: u64) -> io::Result<()> {
    let bytes = vec![b'x'; 4096];
    for (name, size) in files(count) {
        let path = directory.join(name);
        fs::create_dir_all(path.parent().unwrap_or(directory))?;
        fs::write(&path, bytes.get(..size as usize).unwrap_or(&bytes))?;
        File::options().write(true).open(path)?.set_modified(SystemTime::UNIX_EPOCH + MODIFIED)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_in_order_and_prefixes_tell_how_many() {
        let files = files(1000);
        assert!(files.is_sorted() && files.len() == 1000);
        assert!(files.iter().all(|(name, size)| name.contains(&format!("/{size}-"))));
        assert!(files.iter().all(|(_, size)| (1024..=4096).contains(size)));
        let tree =
            |way: &str| Tree::parse([way, "f", "0", "1000"].map(str::to_owned).into_iter()).expect("a task");
        assert_eq!(count(&tree("down").prefix()), Some(1000));
        assert_eq!(count(&tree("up").prefix()), Some(0));
        assert_eq!(count("other/"), None);
    }
}

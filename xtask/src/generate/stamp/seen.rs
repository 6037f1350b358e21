//! Whether files are what they were, without reading those that nobody has touched.

use std::fs::Metadata;
use std::io;
use std::path::Path;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

use crate::models::sha256;

/// A point in time, in nanoseconds since 1970.
pub type Moment = i64;

/// Longer than two changes of a file can have the same time: the clock of a file system ticks every 10 ms or faster.
pub const TICK: Duration = Duration::from_millis(20);

/// The same for file systems that keep seconds.
const COARSE_TICK: Duration = Duration::from_secs(2);

/// The current time.
pub fn now() -> Moment {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    nanoseconds(since)
}

fn nanoseconds(duration: Duration) -> Moment {
    duration.as_nanos().try_into().unwrap_or(Moment::MAX)
}

/// A file as it was.
#[derive(Debug, Serialize, Deserialize)]
pub struct Seen {
    /// Its name, relative to where its owner looks for it.
    pub name: String,
    sha256: String,
    marks: Marks,
}

impl Seen {
    /// Reads the file at `path`.
    pub fn read(name: String, path: &Path) -> io::Result<Self> {
        // before the content: a change in between shows the next time
        let marks = Marks::of(path)?;
        Ok(Self { name, sha256: sha256(&std::fs::read(path)?), marks })
    }

    /// The file at `path`, which has just been brought to the content with this hash.
    pub fn written(name: String, sha256: String, path: &Path) -> io::Result<Self> {
        Ok(Self { name, sha256, marks: Marks::of(path)? })
    }

    /// Whether nobody has touched the file, which is at `path`, as far as its metadata tell.
    pub fn is_untouched(&self, path: &Path) -> bool {
        Marks::of(path).is_ok_and(|marks| marks == self.marks)
    }
}

/// A look at files that were looked at before.
pub struct Look {
    before: Moment,
    /// Whether a file had to be read, so that it is worth remembering this look.
    pub has_read: bool,
}

impl Look {
    /// A look at files that were looked at `before`.
    pub fn after(before: Moment) -> Self {
        Self { before, has_read: false }
    }

    /// Whether the file at `path` has the content that it had. It is read if its metadata differ, or would be the same after
    /// a change. If it has the same content, `seen` has the new metadata then.
    pub fn is_same(&mut self, seen: &mut Seen, path: &Path) -> bool {
        let Ok(marks) = Marks::of(path) else { return false };
        if marks == seen.marks && marks.tell_changes_since(self.before) {
            return true;
        }
        self.has_read = true;
        let same = marks.size == seen.marks.size
            && std::fs::read(path).is_ok_and(|bytes| sha256(&bytes) == seen.sha256);
        if same {
            seen.marks = marks;
        }
        same
    }
}

/// What the file system knows of a file beside its content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Marks {
    size: u64,
    modified: Moment,
    /// When the file or its metadata last changed. Unlike `modified`, programs cannot set it. `None` if the standard library
    /// does not have it on this system.
    changed: Option<Moment>,
    /// The file itself, as opposed to another one put in its place.
    inode: Option<u64>,
}

impl Marks {
    fn of(path: &Path) -> io::Result<Self> {
        let metadata = std::fs::metadata(path)?;
        let modified = metadata.modified()?.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        let (changed, inode) = unix(&metadata);
        Ok(Self { size: metadata.len(), modified: nanoseconds(modified), changed, inode })
    }

    /// Whether a change of the file after `moment` shows in these metadata.
    fn tell_changes_since(&self, moment: Moment) -> bool {
        let Some(changed) = self.changed else { return false };
        let keeps_seconds = changed % nanoseconds(Duration::from_secs(1)) == 0;
        let tick = nanoseconds(if keeps_seconds { COARSE_TICK } else { TICK });
        changed.saturating_add(tick) <= moment
    }
}

#[cfg(unix)]
fn unix(metadata: &Metadata) -> (Option<Moment>, Option<u64>) {
    use std::os::unix::fs::MetadataExt as _;
    let seconds = metadata.ctime().saturating_mul(nanoseconds(Duration::from_secs(1)));
    (Some(seconds.saturating_add(metadata.ctime_nsec())), Some(metadata.ino()))
}

#[cfg(not(unix))]
fn unix(_: &Metadata) -> (Option<Moment>, Option<u64>) {
    (None, None)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn marks(changed: Option<Moment>) -> Marks {
        Marks { size: 0, modified: 0, changed, inode: None }
    }

    #[test]
    fn metadata_tell_changes_once_the_clock_has_ticked() {
        let (second, tick) = (1_000_000_000, nanoseconds(TICK));
        let fine = marks(Some(5 * second + 1));
        assert!(fine.tell_changes_since(5 * second + 1 + tick));
        assert!(!fine.tell_changes_since(5 * second + tick));
        let coarse = marks(Some(5 * second));
        assert!(coarse.tell_changes_since(7 * second));
        assert!(!coarse.tell_changes_since(7 * second - 1));
        assert!(!marks(None).tell_changes_since(Moment::MAX));
    }

    #[test]
    fn an_untouched_file_is_not_read() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("file");
        std::fs::write(&path, "text").unwrap();
        let mut seen = Seen::read("file".to_owned(), &path).unwrap();
        assert!(seen.is_untouched(&path));
        let mut look = Look::after(Moment::MAX);
        assert!(look.is_same(&mut seen, &path));
        assert_eq!(look.has_read, !cfg!(unix));
        // just written, as far as this look knows
        let mut look = Look::after(0);
        assert!(look.is_same(&mut seen, &path));
        assert!(look.has_read);
    }

    #[test]
    fn a_change_is_seen_whatever_the_time_of_the_file_says() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("file");
        std::fs::write(&path, "text").unwrap();
        let modified = std::fs::metadata(&path).unwrap().modified().unwrap();
        let mut seen = Seen::read("file".to_owned(), &path).unwrap();
        std::thread::sleep(TICK);
        let before = now();
        std::fs::write(&path, "TEXT").unwrap();
        std::fs::File::options().write(true).open(&path).unwrap().set_modified(modified).unwrap();
        assert!(!Look::after(before).is_same(&mut seen, &path));
        std::fs::write(&path, "text").unwrap();
        assert!(Look::after(before).is_same(&mut seen, &path));
        std::fs::remove_file(&path).unwrap();
        assert!(!Look::after(before).is_same(&mut seen, &path));
    }
}

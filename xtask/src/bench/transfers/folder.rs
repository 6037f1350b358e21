//! The files of the benchmark, on disk.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use nix::sys::statvfs::statvfs;

use super::super::succeed;
use super::work::{Part, Work};
use super::{Amount, MIB, SMALL};

/// What is uploaded.
pub(super) struct Sources<'a> {
    pub(super) folder: &'a Folder,
    /// The server's program, which knows the files that it lists.
    pub(super) server: &'a Path,
}

impl Sources<'_> {
    /// Makes what is to be uploaded, and reads it, so that all sides find it in the system's memory.
    pub(super) fn make(&self, work: &Work) -> Result<()> {
        let path = self.path(work);
        if work.part == Part::Sync {
            return match path.exists() {
                true => Ok(()),
                false => {
                    let mut command = Command::new(self.server);
                    succeed(command.arg("tree").arg(&path).arg(work.count.to_string()))
                }
            };
        }
        // an earlier one may have other names, which are to stay as they are
        if path.exists() {
            fs::remove_file(&path)?;
        }
        File::create(&path)?.set_len(work.size)?;
        io::copy(&mut File::open(path)?.take(work.size), &mut io::sink())?;
        Ok(())
    }

    fn path(&self, work: &Work) -> PathBuf {
        self.folder.0.join(if work.part == Part::Sync { "tree" } else { "source" })
    }

    /// A new folder with nothing but the source.
    pub(super) fn offer(&self, work: &Work, name: &str) -> Result<PathBuf> {
        let own = self.folder.0.join(name);
        fs::create_dir(&own).with_context(|| format!("cannot make {}", own.display()))?;
        let (path, source) = (self.path(work), own.join("source"));
        match work.part {
            // Moved, since the peer takes no link to a directory.
            Part::Sync => fs::rename(path, source),
            Part::Files | Part::Stores => fs::hard_link(path, source),
        }
        .context("cannot offer the source")?;
        Ok(own)
    }

    /// What was downloaded must be whole. Deletes it if it is large.
    pub(super) fn check(&self, work: &Work, own: &Path) -> Result<()> {
        let source = own.join("source");
        match work.part {
            Part::Sync => fs::rename(source, self.path(work)),
            Part::Files | Part::Stores => fs::remove_file(source),
        }
        .context("cannot take the source back")?;
        let expected = match (work.part, work.word) {
            (Part::Files, "download") => (work.count, work.size * work.count),
            (Part::Sync, "down") => contents(&self.path(work))?,
            _ => (0, 0),
        };
        let found = contents(own)?;
        ensure!(found == expected, "{}: files and bytes were {found:?}, not {expected:?}", work.name);
        if work.is_large() {
            fs::remove_dir_all(own).context("cannot delete what was transferred")?;
        }
        Ok(())
    }
}

/// How many files are in a folder, and their bytes.
fn contents(folder: &Path) -> io::Result<(u64, u64)> {
    let (mut files, mut bytes) = (0, 0);
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let (more, long) = match entry.file_type()?.is_dir() {
            true => contents(&entry.path())?,
            false => (1, entry.metadata()?.len()),
        };
        (files, bytes) = (files + more, bytes + long);
    }
    Ok((files, bytes))
}

/// The folder of the files, which is deleted at the end.
pub(super) struct Folder(PathBuf);

impl Folder {
    /// Creates it, if there is room for what will be in it.
    pub(super) fn create(path: PathBuf, amount: &Amount, parts: &[Part]) -> Result<Self> {
        fs::create_dir_all(&path).with_context(|| format!("cannot make {}", path.display()))?;
        let folder = Self(path);
        let system =
            statvfs(&folder.0).with_context(|| format!("cannot ask about {}", folder.0.display()))?;
        let free = system.blocks_available() * system.fragment_size() / MIB;
        // The small objects of five sides stay until the end; the file system keeps some room for itself.
        let small = 5 * u64::from(amount.rounds) * amount.objects * SMALL / MIB;
        let large = if parts.contains(&Part::Files) { amount.size } else { 0 };
        let needed = large + small + 1024;
        let place = folder.0.display();
        ensure!(
            free > needed,
            "{place} needs {needed} MiB, and {free} are free: make room, or less with --size or --objects"
        );
        Ok(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

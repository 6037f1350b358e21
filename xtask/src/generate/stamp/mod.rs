//! Stamps: what each crate was made from and what was written, so that a crate is generated again only if something differs.
//!
//! A stamp says that a generator made these files from these inputs. That stays true, so an old stamp cannot be wrong: it
//! counts if the inputs and all files are what they were. A stamp that is damaged or missing costs time only.

mod seen;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use self::seen::{Look, Moment, Seen, TICK, now};
use super::make::{Contents, Inputs};
use super::tree::{Files, stale};
use crate::models::sha256;
use crate::project::Project;

/// The stamps of the crates in one folder. They are in cargo's target folder.
pub struct Stamps {
    folder: PathBuf,
    /// What inputs are named from.
    base: PathBuf,
    generator: String,
    _lock: File,
}

/// What is known of a crate that was generated.
#[derive(Serialize, Deserialize)]
struct Stamp {
    /// Hash of the generator and of all that is not in files.
    key: String,
    /// When the files below had the metadata given. A crate that was just generated has 0: its files are read once more.
    looked: Moment,
    inputs: Vec<Seen>,
    outputs: Vec<Seen>,
    contents: Contents,
}

/// A stamp of this run, and where its files are.
pub struct Fresh {
    file: PathBuf,
    stamp: Stamp,
    inputs: Vec<PathBuf>,
    dir: PathBuf,
}

impl Stamps {
    /// The stamps of the crates in `root`, which is created. Waits for another run of the generator that writes there.
    /// `generator` is the program that makes the crates.
    pub fn open(project: &Project, root: &Path, generator: &Path) -> Result<Self> {
        let cannot = |path: &Path| format!("cannot use {}", path.display());
        std::fs::create_dir_all(root).with_context(|| cannot(root))?;
        let root = root.canonicalize().with_context(|| cannot(root))?;
        let name = sha256(root.as_os_str().as_encoded_bytes());
        let folder = project.target().join("xtask-codegen").join(&name[..16]);
        std::fs::create_dir_all(&folder).with_context(|| cannot(&folder))?;
        let lock = File::create(folder.join("lock")).with_context(|| cannot(&folder))?;
        if let Err(TryLockError::WouldBlock) = lock.try_lock() {
            eprintln!("waiting for another run that writes to {}", root.display());
            // some file systems have no locks
            let _ = lock.lock();
        }
        let bytes = std::fs::read(generator).with_context(|| cannot(generator))?;
        Ok(Self { folder, base: project.root().to_owned(), generator: sha256(&bytes), _lock: lock })
    }

    /// What is in the crate `name`, if `dir` holds exactly what would be generated from `inputs`.
    pub fn up_to_date(&self, name: &str, inputs: &Inputs, dir: &Path) -> Option<Contents> {
        let file = self.file(name);
        let mut stamp: Stamp = serde_json::from_slice(&std::fs::read(&file).ok()?).ok()?;
        let named = inputs.files.iter().map(|path| self.name(path));
        if stamp.key != self.key(inputs) || !named.eq(stamp.inputs.iter().map(|seen| seen.name.clone())) {
            return None;
        }
        let (looked, mut look) = (now(), Look::after(stamp.looked));
        let mut pairs = stamp.inputs.iter_mut().zip(&inputs.files);
        let same = pairs.all(|(seen, path)| look.is_same(seen, path))
            && stamp.outputs.iter_mut().all(|seen| look.is_same(seen, &dir.join(&seen.name)));
        let names: BTreeSet<_> = stamp.outputs.iter().map(|seen| seen.name.as_str()).collect();
        if !same || !stale(dir, |file| names.contains(file)).ok()?.is_empty() {
            return None;
        }
        if look.has_read {
            stamp.looked = looked;
            // without it the files are read again the next time
            let _ = write(&file, &stamp);
        }
        Some(stamp.contents)
    }

    /// A stamp of the crate `name`, which is about to be generated from `inputs` into `dir`.
    pub fn begin(&self, name: &str, inputs: Inputs, dir: &Path) -> Result<Begun> {
        let key = self.key(&inputs);
        let see = |path: &PathBuf| {
            Seen::read(self.name(path), path).with_context(|| format!("cannot read {}", path.display()))
        };
        let seen = inputs.files.iter().map(see).collect::<Result<_>>()?;
        let stamp =
            Stamp { key, looked: 0, inputs: seen, outputs: Vec::new(), contents: Contents::default() };
        Ok(Begun(Fresh { file: self.file(name), stamp, inputs: inputs.files, dir: dir.to_owned() }))
    }

    /// Marks the crates of this run so that the next one need not read their files. To be called at its end.
    pub fn settle(&self, fresh: Vec<Fresh>) {
        if fresh.is_empty() {
            return;
        }
        // a change of a file after this shows in its metadata
        std::thread::sleep(TICK);
        let looked = now();
        fresh.into_par_iter().for_each(|mut fresh| {
            if fresh.is_untouched() {
                fresh.stamp.looked = looked;
                let _ = write(&fresh.file, &fresh.stamp);
            }
        });
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.json"))
    }

    fn name(&self, path: &Path) -> String {
        path.strip_prefix(&self.base).unwrap_or(path).to_string_lossy().into_owned()
    }

    fn key(&self, inputs: &Inputs) -> String {
        sha256(format!("{}\n{}", self.generator, inputs.settings).as_bytes())
    }
}

/// A stamp that lacks what was generated.
pub struct Begun(Fresh);

impl Begun {
    /// The hashes of `files`, for [`finish`](Self::finish).
    pub fn hashes(files: &Files) -> Vec<(String, String)> {
        files.iter().map(|(name, text)| (name.clone(), sha256(text.as_bytes()))).collect()
    }

    /// Writes the stamp of the crate, whose files have these hashes. `None` if there can be no stamp, as when an input has
    /// changed in the meantime.
    pub fn finish(self, hashes: Vec<(String, String)>, contents: &Contents) -> Option<Fresh> {
        let Self(mut fresh) = self;
        let see = |(name, hash): (String, String)| {
            let path = fresh.dir.join(&name);
            Seen::written(name, hash, &path)
        };
        fresh.stamp.outputs = hashes.into_iter().map(see).collect::<std::io::Result<_>>().ok()?;
        fresh.stamp.contents = contents.clone();
        if !fresh.is_untouched() {
            return None;
        }
        write(&fresh.file, &fresh.stamp).ok()?;
        Some(fresh)
    }
}

impl Fresh {
    fn is_untouched(&self) -> bool {
        let Stamp { inputs, outputs, .. } = &self.stamp;
        inputs.iter().zip(&self.inputs).all(|(seen, path)| seen.is_untouched(path))
            && outputs.iter().all(|seen| seen.is_untouched(&self.dir.join(&seen.name)))
    }
}

/// Writes a stamp in one step, so that an interrupted run leaves the old one.
fn write(file: &Path, stamp: &Stamp) -> Result<()> {
    let beside = file.with_added_extension("new");
    std::fs::write(&beside, serde_json::to_string(stamp)?)?;
    Ok(std::fs::rename(&beside, file)?)
}

/// The program that runs, which is the generator.
pub fn program() -> Result<PathBuf> {
    // still the program itself after cargo has put a newer one in its place
    let linux = Path::new("/proc/self/exe");
    if linux.exists() {
        Ok(linux.to_owned())
    } else {
        std::env::current_exe().context("cannot find this program")
    }
}

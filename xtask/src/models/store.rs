//! The folder `service-models/data`: what it was made from, and replacing it as a whole.

use std::fs::File;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use serde::{Deserialize, Serialize};
use tempfile::TempDir;

use super::locate::Packages;
use super::lock::Lock;
use crate::project::Project;

/// Raised when the same packages would be unpacked differently, so that old data is fetched again.
const LAYOUT: u32 = 2;

/// The file in the data folder that tells what the data was made from.
const STAMP: &str = ".stamp.toml";

/// What data was made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    layout: u32,
    /// Whether somebody chose the packages with `--from`, so that nothing but another fetch replaces the data.
    chosen: bool,
    /// How many services there are: data that somebody took a folder from is not whole.
    services: usize,
    /// Version and SHA-256 of the packages, the latter only if they were wheels.
    botocore: Origin,
    boto3: Option<Origin>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Origin {
    version: String,
    sha256: Option<String>,
}

impl Stamp {
    /// The stamp of `services` services unpacked from `packages`.
    pub fn new(packages: &Packages, services: usize, chosen: bool) -> Self {
        let origin = |package: &super::package::Package| Origin {
            version: package.version().to_owned(),
            sha256: package.sha256().map(str::to_owned),
        };
        let (botocore, boto3) = (origin(&packages.botocore), packages.boto3.as_ref().map(origin));
        Self { layout: LAYOUT, chosen, services, botocore, boto3 }
    }

    /// The stamp of the data in the project, if that is there, whole, and of today's layout.
    pub fn read(project: &Project) -> Option<Self> {
        let data = project.model_data();
        let stamp: Self = toml::from_str(&std::fs::read_to_string(data.join(STAMP)).ok()?).ok()?;
        let folders = std::fs::read_dir(&data).ok()?.flatten();
        let services = folders.filter(|entry| entry.path().join("service.json").is_file()).count();
        (stamp.layout == LAYOUT && stamp.services == services).then_some(stamp)
    }

    /// Whether the data is that of the wheels that `lock` pins.
    pub fn matches(&self, lock: &Lock) -> bool {
        let is = |origin: &Origin, pin: &super::lock::Pin| {
            origin.version == pin.version && origin.sha256.as_ref() == Some(&pin.sha256)
        };
        is(&self.botocore, &lock.botocore) && self.boto3.as_ref().is_some_and(|boto3| is(boto3, &lock.boto3))
    }

    /// Whether somebody chose where the data comes from.
    pub fn is_chosen(&self) -> bool {
        self.chosen
    }

    /// botocore's version.
    pub fn version(&self) -> &str {
        &self.botocore.version
    }

    /// Writes the stamp into the data folder `dir`.
    fn write(&self, dir: &Path) -> Result<()> {
        let text = toml::to_string(self).context("cannot write the stamp")?;
        std::fs::write(dir.join(STAMP), text).with_context(|| format!("cannot write to {}", dir.display()))
    }
}

/// The right to change the data folder: one process at a time, others wait.
pub struct Store {
    parent: PathBuf,
    data: PathBuf,
    _lock: File,
}

impl Store {
    /// Waits for other processes that fetch, then removes what an interrupted one may have left.
    pub fn open(project: &Project) -> Result<Self> {
        let target = project.target();
        let path = target.join("xtask-models.lock");
        let cannot = || format!("cannot lock {}", path.display());
        std::fs::create_dir_all(&target).with_context(cannot)?;
        let lock = File::create(&path).with_context(cannot)?;
        lock.lock().with_context(cannot)?;
        let store = Self { parent: project.service_models(), data: project.model_data(), _lock: lock };
        store.recover()?;
        Ok(store)
    }

    fn recover(&self) -> Result<()> {
        let entries = std::fs::read_dir(&self.parent)
            .with_context(|| format!("cannot read {}", self.parent.display()))?;
        for entry in entries.flatten() {
            if entry.file_name().to_str().is_some_and(|name| name.starts_with("data.")) {
                std::fs::remove_dir_all(entry.path())
                    .with_context(|| format!("cannot remove {}", entry.path().display()))?;
            }
        }
        Ok(())
    }

    /// An empty folder beside the data, removed when dropped.
    pub fn stage(&self) -> Result<TempDir> {
        let mut builder = tempfile::Builder::new();
        // it becomes the data folder, which is no secret
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o777));
        builder
            .prefix("data.")
            .tempdir_in(&self.parent)
            .with_context(|| format!("cannot create a folder in {}", self.parent.display()))
    }

    /// Puts the staged folder in the place of the data.
    pub fn replace(&self, staged: TempDir, stamp: &Stamp) -> Result<()> {
        stamp.write(staged.path())?;
        let old = self.stage()?;
        let cannot = || format!("cannot replace {}", self.data.display());
        if self.data.exists() {
            std::fs::rename(&self.data, old.path().join("data")).with_context(cannot)?;
        }
        std::fs::rename(staged.path(), &self.data).with_context(cannot)?;
        let _moved = staged.keep();
        Ok(())
    }
}

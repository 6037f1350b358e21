//! Where things lie in this checkout.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

/// The file that tells the root of a checkout.
const MARKER: &str = "service-models/models.lock";

/// The folders of one checkout of the repository.
#[derive(Debug, Clone)]
pub struct Project {
    root: PathBuf,
}

impl Project {
    /// The checkout that `cargo xtask` was called in. Cargo tells the manifest's folder; a binary started by hand
    /// looks upwards from the working folder instead.
    pub fn find() -> Result<Self> {
        let start = match std::env::var_os("CARGO_MANIFEST_DIR") {
            Some(dir) => PathBuf::from(dir),
            None => std::env::current_dir().context("cannot tell the working folder")?,
        };
        match start.ancestors().find(|dir| dir.join(MARKER).is_file()) {
            Some(root) => Ok(Self::at(root)),
            None => bail!("no {MARKER} in {} or above: run this inside a checkout", start.display()),
        }
    }

    /// The checkout at `root`.
    pub fn at(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// The root of the checkout.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// `service-models`: the lock, the settings of services, fix-ups, and the fetched data.
    pub fn service_models(&self) -> PathBuf {
        self.root.join("service-models")
    }

    /// `service-models/data`: the fetched model data, ignored by git.
    pub fn model_data(&self) -> PathBuf {
        self.service_models().join("data")
    }

    /// `service-models/resources`: our definitions of resources, a folder for each service.
    pub fn definitions(&self) -> PathBuf {
        self.service_models().join("resources")
    }

    /// `service-models/models.lock`: the pinned releases of botocore and boto3.
    pub fn models_lock(&self) -> PathBuf {
        self.root.join(MARKER)
    }

    /// `sdk`: the workspace of the generated crates.
    pub fn sdk(&self) -> PathBuf {
        self.root.join("sdk")
    }

    /// `sdk/services`: the generated crates.
    pub fn services(&self) -> PathBuf {
        self.sdk().join("services")
    }

    /// Cargo's target folder, which both workspaces share and where the tasks keep what they install.
    pub fn target(&self) -> PathBuf {
        match std::env::var_os("CARGO_TARGET_DIR") {
            Some(dir) => self.root.join(dir),
            None => self.root.join("target"),
        }
    }
}

//! Reading the fetched model data.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use anyhow::{Context as _, Result, anyhow};
use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::project::Project;

/// The model data of a checkout.
#[derive(Debug)]
pub struct Models {
    data: PathBuf,
}

impl Models {
    /// The data of `project`, which must be there.
    pub fn of(project: &Project) -> Self {
        Self { data: project.model_data() }
    }

    /// The names of all services.
    pub fn services(&self) -> Result<BTreeSet<String>> {
        let cannot = || format!("cannot read {}", self.data.display());
        let mut names = BTreeSet::new();
        for entry in std::fs::read_dir(&self.data).with_context(cannot)? {
            let entry = entry.with_context(cannot)?;
            if entry.path().join("service.json").is_file()
                && let Ok(name) = entry.file_name().into_string()
            {
                names.insert(name);
            }
        }
        Ok(names)
    }

    /// The files of one service by name, `service.json` and what else there is.
    pub fn service(&self, name: &str) -> Result<BTreeMap<String, String>> {
        let dir = self.data.join(name);
        let cannot = || format!("cannot read {}", dir.display());
        let mut files = BTreeMap::new();
        for entry in std::fs::read_dir(&dir).with_context(cannot)? {
            let entry = entry.with_context(cannot)?;
            if let Ok(file) = entry.file_name().into_string()
                && file.ends_with(".json")
            {
                files.insert(file, self.read(entry.path())?);
            }
        }
        Ok(files)
    }

    /// A file that holds for all services: `partitions.json`, `endpoints.json`.
    pub fn shared(&self, file: &str) -> Result<String> {
        self.read(self.data.join(file))
    }

    fn read(&self, path: PathBuf) -> Result<String> {
        std::fs::read_to_string(&path).map_err(|error| {
            anyhow!("cannot read {}: {error}; `cargo xtask models fetch --force`", path.display())
        })
    }
}

/// The part of a service model that lists its operations.
#[derive(Deserialize)]
struct Listing {
    operations: BTreeMap<String, IgnoredAny>,
}

/// The operations in the model of `service`, whose text is `text`.
pub fn operations_in(service: &str, text: &str) -> Result<BTreeSet<String>> {
    let listing: Listing = serde_json::from_str(text).with_context(|| {
        format!("{service}/service.json is malformed (`cargo xtask models fetch --force` gets it anew)")
    })?;
    Ok(listing.operations.into_keys().collect())
}

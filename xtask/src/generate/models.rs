//! Reading the fetched model data.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow, bail};
use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::project::Project;

/// The name of boto3's definitions of resources in the model data.
pub const THEIRS: &str = "resources.json";

/// The name of our own: that of the format in boto3.
pub const OURS: &str = "resources-1.json";

/// The model data of a checkout.
#[derive(Debug)]
pub struct Models {
    data: PathBuf,
    definitions: PathBuf,
}

impl Models {
    /// The data of `project`, which must be there.
    pub fn of(project: &Project) -> Self {
        Self::at(project, &project.model_data())
    }

    /// The data in the folder `data`, with the definitions of `project`.
    pub fn at(project: &Project, data: &Path) -> Self {
        Self { data: data.to_owned(), definitions: project.definitions() }
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

    /// The files of one service by name, `service.json` and what else there is; with our definitions of its resources,
    /// which may not be there beside boto3's.
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
        let ours = self.definitions.join(name).join(OURS);
        if ours.is_file() {
            if files.contains_key(THEIRS) {
                bail!(
                    "{} and {}: both define resources of {name}; keep one",
                    ours.display(),
                    dir.join(THEIRS).display()
                );
            }
            let text = std::fs::read_to_string(&ours);
            files.insert(OURS.to_owned(), text.with_context(|| format!("cannot read {}", ours.display()))?);
        }
        Ok(files)
    }

    /// The services that there are definitions of resources for, by us or by boto3.
    pub fn with_resources(&self) -> Result<BTreeSet<String>> {
        let mut names = self.services()?;
        names.retain(|name| {
            self.data.join(name).join(THEIRS).is_file() || self.definitions.join(name).join(OURS).is_file()
        });
        Ok(names)
    }

    /// The endpoint prefixes of all services, by name.
    pub fn endpoint_prefixes(&self) -> Result<BTreeMap<String, String>> {
        let services = self.services()?.into_iter();
        let rows = services.map(|name| {
            let prefix = self.endpoint_prefix(&name)?;
            Ok((name, prefix))
        });
        rows.collect()
    }

    /// The endpoint prefix of one. Models begin with it, so that megabytes of each need not be read for it.
    fn endpoint_prefix(&self, service: &str) -> Result<String> {
        let path = self.data.join(service).join("service.json");
        let cannot = || format!("cannot read {}", path.display());
        let mut start = Vec::new();
        std::fs::File::open(&path)
            .with_context(cannot)?
            .take(START)
            .read_to_end(&mut start)
            .with_context(cannot)?;
        if let Some(prefix) = prefix_in(&String::from_utf8_lossy(&start)) {
            return Ok(prefix);
        }
        let whole: Head = serde_json::from_str(&self.read(path.clone())?).with_context(cannot)?;
        Ok(whole.metadata.endpoint_prefix)
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

/// How many bytes of a model are looked through for its metadata.
const START: u64 = 16 << 10;

/// The part of a service model that says what it is.
#[derive(Deserialize)]
struct Head {
    metadata: Metadata,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Metadata {
    endpoint_prefix: String,
}

/// The endpoint prefix in the beginning of a model, if the metadata is there as a whole.
fn prefix_in(start: &str) -> Option<String> {
    let (_, rest) = start.split_once("\"metadata\"")?;
    let object = rest.trim_start().strip_prefix(':')?;
    let metadata = serde_json::Deserializer::from_str(object).into_iter::<Metadata>().next()?;
    Some(metadata.ok()?.endpoint_prefix)
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn our_definitions_come_with_the_model_but_not_beside_those_of_boto3() {
        let dir = tempfile::tempdir().unwrap();
        let project = Project::at(dir.path());
        let data = project.model_data().join("notes");
        let ours = project.definitions().join("notes");
        std::fs::create_dir_all(&data).unwrap();
        std::fs::create_dir_all(&ours).unwrap();
        std::fs::write(data.join("service.json"), "{}").unwrap();
        std::fs::write(ours.join(OURS), "ours").unwrap();
        let models = Models::of(&project);
        assert_eq!(models.service("notes").unwrap()[OURS], "ours");
        assert_eq!(models.with_resources().unwrap(), BTreeSet::from(["notes".to_owned()]));
        std::fs::write(data.join(THEIRS), "theirs").unwrap();
        let error = models.service("notes").unwrap_err().to_string();
        assert!(error.contains("resources/notes/resources-1.json"), "{error}");
        assert!(error.contains("data/notes/resources.json"), "{error}");
    }
}

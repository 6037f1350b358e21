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

    /// Where the files of one service are, by name: `service.json` and what else there is, and our definitions of its
    /// resources, which may not exist beside boto3's.
    pub fn files(&self, name: &str) -> Result<BTreeMap<String, PathBuf>> {
        let dir = self.data.join(name);
        let cannot = || format!("cannot read {}", dir.display());
        let mut files = BTreeMap::new();
        for entry in std::fs::read_dir(&dir).with_context(cannot)? {
            let entry = entry.with_context(cannot)?;
            if let Ok(file) = entry.file_name().into_string()
                && file.ends_with(".json")
            {
                files.insert(file, entry.path());
            }
        }
        let ours = self.definitions.join(name).join(OURS);
        if ours.is_file() {
            if let Some(theirs) = files.get(THEIRS) {
                let (ours, theirs) = (ours.display(), theirs.display());
                bail!("{ours} and {theirs}: both define resources of {name}; keep one");
            }
            files.insert(OURS.to_owned(), ours);
        }
        Ok(files)
    }

    /// The texts of these files.
    pub fn service(&self, name: &str) -> Result<BTreeMap<String, String>> {
        let files = self.files(name)?.into_iter();
        files.map(|(file, path)| Ok((file, self.read(&path)?))).collect()
    }

    /// The services that there are definitions of resources for, by us or by boto3.
    pub fn with_resources(&self) -> Result<BTreeSet<String>> {
        let mut names = self.services()?;
        names.retain(|name| {
            self.data.join(name).join(THEIRS).is_file() || self.definitions.join(name).join(OURS).is_file()
        });
        Ok(names)
    }

    /// What the models say of their services, by name.
    pub fn metadata(&self) -> Result<BTreeMap<String, Metadata>> {
        let services = self.services()?.into_iter();
        let rows = services.map(|name| {
            let metadata = self.metadata_of(&name)?;
            Ok((name, metadata))
        });
        rows.collect()
    }

    /// What one says. Models begin with it, so that megabytes of each need not be read for it.
    pub fn metadata_of(&self, service: &str) -> Result<Metadata> {
        let path = self.data.join(service).join("service.json");
        let cannot = || format!("cannot read {}", path.display());
        let mut start = Vec::new();
        std::fs::File::open(&path)
            .with_context(cannot)?
            .take(START)
            .read_to_end(&mut start)
            .with_context(cannot)?;
        if let Some(metadata) = metadata_in(&String::from_utf8_lossy(&start)) {
            return Ok(metadata);
        }
        let whole: Head = serde_json::from_str(&self.read(&path)?).with_context(cannot)?;
        Ok(whole.metadata)
    }

    /// A file that holds for all services: `partitions.json`, `endpoints.json`.
    pub fn shared(&self, file: &str) -> Result<String> {
        self.read(&self.shared_file(file))
    }

    /// Where such a file is.
    pub fn shared_file(&self, file: &str) -> PathBuf {
        self.data.join(file)
    }

    fn read(&self, path: &Path) -> Result<String> {
        std::fs::read_to_string(path).map_err(|error| {
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

/// What a model says of its service as a whole.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Metadata {
    /// The first part of the service's host names.
    pub endpoint_prefix: String,
    service_id: Option<String>,
    service_full_name: Option<String>,
    service_abbreviation: Option<String>,
    signing_name: Option<String>,
    /// An older id, with the version of the API: `states-2016-11-23`.
    uid: Option<String>,
}

impl Metadata {
    /// The names for people. The crates of aws-sdk-rust are named like the first.
    pub fn titles(&self) -> impl Iterator<Item = &str> {
        let titles = [&self.service_id, &self.service_abbreviation, &self.service_full_name];
        titles.into_iter().flatten().map(String::as_str)
    }

    /// The names for machines, which several services may share.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        let is_date = |c: char| c.is_ascii_digit() || c == '-';
        let uid = self.uid.as_deref().map(|uid| uid.trim_end_matches(is_date));
        [Some(self.endpoint_prefix.as_str()), self.signing_name.as_deref(), uid].into_iter().flatten()
    }
}

/// The metadata in the beginning of a model, if it is there as a whole.
fn metadata_in(start: &str) -> Option<Metadata> {
    let (_, rest) = start.split_once("\"metadata\"")?;
    let object = rest.trim_start().strip_prefix(':')?;
    serde_json::Deserializer::from_str(object).into_iter::<Metadata>().next()?.ok()
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

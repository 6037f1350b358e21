//! From the data folders of botocore and boto3 to the files under `service-models/data`.
//!
//! A service has a folder per API version. As in botocore, the newest model of a kind is in the greatest folder name,
//! as text, that holds a file of that kind; paginators and waiters come from the version the service model says it is.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;

use anyhow::{Context as _, Result, bail};
use indicatif::ProgressBar;
use rayon::prelude::*;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::json;
use super::locate::Packages;
use super::merge::apply_extras;
use super::package::Package;
use crate::progress;

/// The files that hold for all services.
const SHARED: [&str; 3] = ["partitions", "endpoints", "sdk-default-configuration"];

/// What was unpacked.
#[derive(Debug, Clone, Copy)]
pub struct Counts {
    /// Services with a model.
    pub services: usize,
    /// Services with resources.
    pub resources: usize,
}

/// The data files of a package by service, API version and kind (`service-2`), with the name of the file.
struct Index<'a> {
    package: &'a Package,
    services: BTreeMap<String, BTreeMap<String, BTreeMap<String, String>>>,
    shared: BTreeMap<String, String>,
}

/// The part of a service model that says where its paginators lie.
#[derive(Deserialize)]
struct Service {
    metadata: Metadata,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Metadata {
    api_version: String,
}

/// Writes the model data of `packages` into the empty folder `into`.
pub fn unpack(packages: &Packages, into: &Path) -> Result<Counts> {
    let botocore = Index::new(&packages.botocore)?;
    let boto3 = packages.boto3.as_ref().map(Index::new).transpose()?;
    for name in SHARED {
        let Some(file) = botocore.shared.get(name) else {
            bail!(
                "{} is missing: is this a whole botocore?",
                packages.botocore.describe(&format!("{name}.json"))
            );
        };
        write(&into.join(format!("{name}.json")), &botocore.checked(file)?)?;
    }
    let services: Vec<_> = botocore.services.keys().filter(|name| botocore.has_model(name)).collect();
    if services.is_empty() {
        bail!("{} holds no service models", packages.botocore.path().display());
    }
    let bar = progress::bar("unpacking", services.len());
    let errors = Mutex::new(Vec::new());
    services.par_iter().for_each(|name| {
        if let Err(error) = unpack_service(&botocore, boto3.as_ref(), name, into, &bar)
            && let Ok(mut errors) = errors.lock()
        {
            errors.push(error);
        }
    });
    bar.finish_and_clear();
    let resources = boto3.map_or(0, |boto3| services.iter().filter(|name| boto3.has_resources(name)).count());
    report(errors.into_inner().unwrap_or_default())?;
    Ok(Counts { services: services.len(), resources })
}

/// All errors in one: whoever repairs a checkout wants to see them together.
fn report(mut errors: Vec<anyhow::Error>) -> Result<()> {
    errors.sort_by_key(|error| format!("{error:#}"));
    match errors.len() {
        0 => Ok(()),
        1 => Err(errors.remove(0)),
        n => {
            let lines: Vec<_> = errors.iter().take(10).map(|error| format!("  {error:#}")).collect();
            let more = if n > 10 { format!("\n  … and {} more", n - 10) } else { String::new() };
            bail!("{n} services cannot be unpacked:\n{}{more}", lines.join("\n"))
        }
    }
}

fn unpack_service(
    botocore: &Index,
    boto3: Option<&Index>,
    name: &str,
    into: &Path,
    bar: &ProgressBar,
) -> Result<()> {
    bar.set_message(name.to_owned());
    let dir = into.join(name);
    std::fs::create_dir(&dir).with_context(|| format!("cannot create {}", dir.display()))?;
    let Some(newest) = botocore.newest(name, "service-2") else { return Ok(()) };
    let model = botocore.merged(name, newest, "service-2")?;
    let file = botocore.package.describe(&format!("{name}/{newest}/service-2"));
    let version = json::parse::<Service>(&file, &model)?.metadata.api_version;
    write(&dir.join("service.json"), &model)?;
    if let Some(newest) = botocore.newest(name, "endpoint-rule-set-1") {
        write(&dir.join("endpoint-rules.json"), &botocore.merged(name, newest, "endpoint-rule-set-1")?)?;
    }
    for (kind, file) in [("paginators-1", "paginators.json"), ("waiters-2", "waiters.json")] {
        if botocore.file(name, &version, kind).is_some() {
            write(&dir.join(file), &botocore.merged(name, &version, kind)?)?;
        }
    }
    if let Some(boto3) = boto3
        && let Some(newest) = boto3.newest(name, "resources-1")
    {
        write(&dir.join("resources.json"), &boto3.merged(name, newest, "resources-1")?)?;
    }
    bar.inc(1);
    Ok(())
}

impl<'a> Index<'a> {
    fn new(package: &'a Package) -> Result<Self> {
        let mut index = Self { package, services: BTreeMap::new(), shared: BTreeMap::new() };
        for file in package.data_files()? {
            let Some(path) = file.strip_suffix(".gz").unwrap_or(&file).strip_suffix(".json") else {
                continue;
            };
            match *path.split('/').collect::<Vec<_>>().as_slice() {
                [kind] => {
                    index.shared.insert(kind.to_owned(), file);
                }
                [service, version, kind] => {
                    let versions = index.services.entry(service.to_owned()).or_default();
                    versions.entry(version.to_owned()).or_default().insert(kind.to_owned(), file);
                }
                _ => {}
            }
        }
        Ok(index)
    }

    fn has_model(&self, service: &str) -> bool {
        self.newest(service, "service-2").is_some()
    }

    fn has_resources(&self, service: &str) -> bool {
        self.newest(service, "resources-1").is_some()
    }

    /// The greatest version folder that holds a file of this kind.
    fn newest(&self, service: &str, kind: &str) -> Option<&str> {
        let mut versions = self.services.get(service)?.iter().rev();
        versions.find(|(_, kinds)| kinds.contains_key(kind)).map(|(version, _)| version.as_str())
    }

    fn file(&self, service: &str, version: &str, kind: &str) -> Option<&str> {
        self.services.get(service)?.get(version)?.get(kind).map(String::as_str)
    }

    /// The model of a kind with the extras beside it merged in.
    fn merged(&self, service: &str, version: &str, kind: &str) -> Result<Vec<u8>> {
        let Some(file) = self.file(service, version, kind) else {
            bail!("{} is missing", self.package.describe(&format!("{service}/{version}/{kind}.json")));
        };
        let Some(extras) = self.file(service, version, &format!("{kind}.sdk-extras")) else {
            return self.checked(file);
        };
        let mut model: Value = json::parse(&self.package.describe(file), &self.package.read(file)?)?;
        apply_extras(&mut model, json::parse(&self.package.describe(extras), &self.package.read(extras)?)?);
        serde_json::to_vec(&model).context("cannot write JSON")
    }

    /// The file as it is, once it is known to be JSON.
    fn checked(&self, file: &str) -> Result<Vec<u8>> {
        let bytes = self.package.read(file)?;
        json::parse::<IgnoredAny>(&self.package.describe(file), &bytes)?;
        Ok(bytes)
    }
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    std::fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::testing::{self, model};
    use super::*;
    use tempfile::TempDir;

    fn packages(dir: &TempDir, botocore: &[(&str, &str)], boto3: &[(&str, &str)]) -> Packages {
        let boto3: Vec<_> =
            boto3.iter().map(|(file, text)| ((*file).to_owned(), (*text).to_owned())).collect();
        let wheel = testing::wheel(dir.path(), "botocore", "1.0", &testing::botocore(botocore));
        let folder = testing::folder(dir.path(), "boto3", "1.0", &boto3);
        Packages {
            botocore: Package::open_wheel("botocore", &wheel).unwrap(),
            boto3: (!boto3.is_empty()).then(|| Package::open_folder("boto3", &folder).unwrap()),
        }
    }

    fn unpacked(packages: &Packages) -> (TempDir, Result<Counts>) {
        let into = tempfile::tempdir().unwrap();
        let counts = unpack(packages, into.path());
        (into, counts)
    }

    fn tag(dir: &TempDir, file: &str) -> String {
        let bytes = std::fs::read(dir.path().join(file)).unwrap();
        json::parse::<Value>(file, &bytes).unwrap()["tag"].as_str().unwrap().to_owned()
    }

    #[test]
    fn the_newest_version_that_holds_the_kind_counts() {
        let dir = tempfile::tempdir().unwrap();
        let packages = packages(
            &dir,
            &[
                ("db/2011-12-05/service-2.json", &model("2011-12-05", "old")),
                ("db/2012-08-10/service-2.json.gz", &model("2012-08-10", "new")),
                ("db/2012-08-10/paginators-1.json", r#"{"pagination":{},"tag":"same version"}"#),
                ("db/2011-12-05/waiters-2.json", r#"{"waiters":{},"tag":"old waiters"}"#),
                ("db/2013-01-01/endpoint-rule-set-1.json", r#"{"tag":"rules"}"#),
                ("db/2012-08-10/endpoint-rule-set-1.json", r#"{"tag":"old rules"}"#),
                ("rules-only/2012-08-10/endpoint-rule-set-1.json", "{}"),
            ],
            &[
                ("db/2010-01-01/resources-1.json", r#"{"tag":"old"}"#),
                ("db/2011-01-01/resources-1.json", r#"{"tag":"resources"}"#),
            ],
        );
        let (into, counts) = unpacked(&packages);
        let counts = counts.unwrap();
        assert_eq!((counts.services, counts.resources), (1, 1));
        assert_eq!(tag(&into, "db/service.json"), "new");
        assert_eq!(tag(&into, "db/paginators.json"), "same version");
        assert_eq!(tag(&into, "db/endpoint-rules.json"), "rules");
        assert_eq!(tag(&into, "db/resources.json"), "resources");
        // the waiters of an older API version are not those of this client
        assert!(!into.path().join("db/waiters.json").exists());
        assert!(!into.path().join("rules-only").exists());
        assert!(into.path().join("partitions.json").exists());
    }

    #[test]
    fn extras_are_merged() {
        let dir = tempfile::tempdir().unwrap();
        let packages = packages(
            &dir,
            &[
                ("db/1/service-2.json", &model("1", "plain")),
                ("db/1/service-2.sdk-extras.json", r#"{"version":1.0,"merge":{"tag":"merged"}}"#),
                ("db/0/service-2.sdk-extras.json", r#"{"version":1.0,"merge":{"tag":"of another version"}}"#),
            ],
            &[],
        );
        let (into, counts) = unpacked(&packages);
        assert_eq!(counts.unwrap().resources, 0);
        assert_eq!(tag(&into, "db/service.json"), "merged");
    }

    #[test]
    fn broken_json_names_the_files_and_the_bytes() {
        let dir = tempfile::tempdir().unwrap();
        let packages = packages(
            &dir,
            &[
                ("a/1/service-2.json", &model("1", "fine")),
                ("b/1/service-2.json", r#"{"metadata": }"#),
                ("c/1/service-2.json", &model("1", "fine")),
                ("c/1/paginators-1.json", r#"{"pagination": {"A": {}"#),
            ],
            &[],
        );
        let (_, counts) = unpacked(&packages);
        let error = counts.unwrap_err().to_string();
        assert!(error.starts_with("2 services cannot be unpacked"), "{error}");
        assert!(
            error.contains("botocore/data/b/1/service-2.json: broken JSON at byte 13 (line 1)"),
            "{error}"
        );
        assert!(error.contains("c/1/paginators-1.json: broken JSON at byte 22"), "{error}");
    }

    #[test]
    fn a_botocore_without_services_or_partitions_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let (_, counts) = unpacked(&packages(&dir, &[], &[]));
        assert!(counts.unwrap_err().to_string().contains("holds no service models"));
        let folder =
            testing::folder(dir.path(), "botocore", "1.0", &[("endpoints.json".into(), "{}".into())]);
        let botocore = Package::open_folder("botocore", &folder).unwrap();
        let (_, counts) = unpacked(&Packages { botocore, boto3: None });
        assert!(counts.unwrap_err().to_string().contains("partitions.json is missing"));
    }
}

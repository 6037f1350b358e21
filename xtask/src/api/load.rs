//! Where APIs are read from: folders of crates, the folder of one, or what was printed before.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use super::Api;
use crate::generate::tree::Files;

/// What begins the names of all crates in code.
const PREFIX: &str = "tucuxi_";

/// APIs by service, read one by one.
pub enum Apis {
    /// Crates in folders.
    Crates(BTreeMap<String, PathBuf>),
    /// What `cargo xtask api` printed.
    Saved(BTreeMap<String, Api>),
}

impl Apis {
    /// What `path` holds.
    pub fn at(path: &Path) -> Result<Self> {
        if path.is_file() {
            let text =
                std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
            return Self::saved(&text)
                .with_context(|| format!("{} was not printed by `cargo xtask api`", path.display()));
        }
        let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned());
        if path.join("Cargo.toml").is_file() {
            let files = files(path)?;
            let manifest = files.get("Cargo.toml").map_or("", String::as_str);
            let service = service(&super::manifest::Manifest::parse(manifest)?.krate);
            return Ok(Self::Crates(BTreeMap::from([(service, path.to_owned())])));
        }
        let entries = std::fs::read_dir(path).with_context(|| format!("cannot read {}", path.display()))?;
        let folders =
            entries.flatten().map(|entry| entry.path()).filter(|path| path.join("Cargo.toml").is_file());
        let crates: BTreeMap<_, _> = folders.filter_map(|path| Some((name(&path)?, path))).collect();
        if crates.is_empty() {
            bail!("there are no crates in {}; `cargo xtask codegen` generates them", path.display());
        }
        Ok(Self::Crates(crates))
    }

    fn saved(text: &str) -> Result<Self> {
        let mut apis = BTreeMap::<String, Api>::new();
        for line in text.lines().filter(|line| !line.is_empty()) {
            let krate = krate(line).with_context(|| format!("no crate is named in {line:?}"))?;
            apis.entry(service(krate)).or_default().lines.insert(line.to_owned());
        }
        Ok(Self::Saved(apis))
    }

    /// The services that there are APIs of.
    pub fn services(&self) -> BTreeSet<String> {
        match self {
            Self::Crates(crates) => crates.keys().cloned().collect(),
            Self::Saved(apis) => apis.keys().cloned().collect(),
        }
    }

    /// The API of a service, if it is there.
    pub fn api(&self, service: &str) -> Result<Option<Api>> {
        match self {
            Self::Saved(apis) => Ok(apis.get(service).cloned()),
            Self::Crates(crates) => {
                let Some(path) = crates.get(service) else { return Ok(None) };
                let api = files(path).and_then(|files| Api::of(&files));
                api.map(Some).with_context(|| format!("cannot read the API of {}", path.display()))
            }
        }
    }
}

/// The crate that a line is of: the first that it names.
fn krate(line: &str) -> Option<&str> {
    let start = line.find(PREFIX)?;
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let rest = &line[start..];
    Some(&rest[..rest.find(|c| !is_name(c)).unwrap_or(rest.len())])
}

/// The service of a crate: `dynamodb-streams` of `tucuxi_dynamodb_streams`.
fn service(krate: &str) -> String {
    krate.strip_prefix(PREFIX).unwrap_or(krate).replace('_', "-")
}

/// The manifest and the source files of the crate in `folder`.
fn files(folder: &Path) -> Result<Files> {
    let manifest = folder.join("Cargo.toml");
    let text =
        std::fs::read_to_string(&manifest).with_context(|| format!("cannot read {}", manifest.display()))?;
    let mut files = Files::from([("Cargo.toml".to_owned(), text)]);
    crate::generate::tree::sources(folder, "src", &mut files)?;
    Ok(files)
}

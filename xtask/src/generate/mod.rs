//! Running the generator over the fetched models, and bringing a folder to what it wrote.

pub mod names;
pub mod select;
pub mod tree;

pub(crate) mod generator;
mod make;
mod manifest;
pub(crate) mod models;
mod stamp;
mod summary;
pub(crate) mod vendor;

use std::collections::BTreeSet;
use std::collections::btree_map::Entry;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use self::generator::Generator;
use self::make::Run;
use self::models::Models;
use self::names::Names;
use self::select::{Operations, select};
use self::stamp::Stamps;
pub use self::summary::{Summary, counted};
use self::tree::Plan;
use crate::project::Project;

/// What to generate, and where.
#[derive(Debug, Default)]
pub struct Request {
    /// Services by the name of their model folder; none for all.
    pub services: Vec<String>,
    /// `SERVICE:Operation`, to limit services to some operations.
    pub operations: Vec<String>,
    /// The folder for the crates, if not `sdk/services`.
    pub out: Option<PathBuf>,
    /// Write nothing, only tell what differs.
    pub check: bool,
}

/// Carries out `request`.
pub fn run(project: &Project, request: &Request) -> Result<Summary> {
    crate::models::ensure(project)?;
    let models = Models::of(project);
    let known = Names::of(&models)?;
    let mut selection = select(&known, &request.services, &request.operations)?;
    if request.out.is_none() && !request.check {
        for name in without_manifest(&project.services(), known.all()) {
            if let Entry::Vacant(entry) = selection.entry(name) {
                eprintln!(
                    "note: generating {} too: cargo wants a manifest beside hand-written code",
                    entry.key()
                );
                entry.insert(Operations::All);
            }
        }
    }
    let generator = Generator::new(project, &models, request.out.as_deref())?;
    let root = request.out.clone().unwrap_or_else(|| project.services());
    let open = || Stamps::open(project, &root, &stamp::program()?);
    let stamps = (!request.check).then(open).transpose()?;
    let run = Run { generator: &generator, models: &models, root: &root, stamps: stamps.as_ref() };
    let mut summary = run.all(&selection)?;
    if request.services.is_empty() && request.operations.is_empty() {
        let gone = remove_others(&root, &summary.folders, request.check)?;
        summary.changed.extend(gone);
        summary.changed.sort();
    }
    if request.out.is_none() && !request.check {
        lock(project)?;
    }
    Ok(summary)
}

/// Workspaces that hold or use generated crates.
const WORKSPACES: [&str; 11] = [
    "sdk",
    "sdk/object-store",
    "examples",
    "examples/lambda",
    "tests/faults",
    "tests/guard",
    "tests/guide",
    "tests/items",
    "tests/scenarios",
    "tests/sessions",
    "tests/tokens",
];

/// Has the generated crates and what uses them take the versions of dependencies that the committed `Cargo.lock` has.
/// Their own locks are not committed, as they depend on which crates are generated; cargo makes them from what this
/// leaves there.
fn lock(project: &Project) -> Result<()> {
    let from = project.root().join("Cargo.lock");
    let time = |path: &Path| path.metadata().and_then(|metadata| metadata.modified()).ok();
    for folder in WORKSPACES.map(|folder| project.root().join(folder)) {
        let to = folder.join("Cargo.lock");
        if folder.is_dir() && time(&to) < time(&from) {
            std::fs::copy(&from, &to).with_context(|| format!("cannot write {}", to.display()))?;
        }
    }
    Ok(())
}

/// Services with hand-written code that are not generated yet. Cargo wants a manifest in every folder of a workspace,
/// so they have to be generated with whatever else is.
fn without_manifest(root: &Path, known: &BTreeSet<String>) -> Vec<String> {
    let bare = |name: &&String| root.join(name).is_dir() && !root.join(name).join("Cargo.toml").exists();
    known.iter().filter(bare).cloned().collect()
}

/// Removes, or tells, the generated files of crates in `root` other than `wanted`.
fn remove_others(root: &Path, wanted: &BTreeSet<String>, check: bool) -> Result<Vec<PathBuf>> {
    let entries = match std::fs::read_dir(root) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error).with_context(|| format!("cannot read {}", root.display())),
    };
    let mut removed = Vec::new();
    for entry in entries.flatten().filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir())) {
        if entry.file_name().to_str().is_some_and(|name| wanted.contains(name)) {
            continue;
        }
        let plan = Plan::removal(&entry.path())?;
        removed.extend(plan.differences().map(Path::to_owned));
        if !check {
            plan.carry_out(&entry.path())?;
        }
    }
    Ok(removed)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::tree::MARK;
    use super::*;

    #[test]
    fn crates_of_services_that_are_gone_are_removed() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path();
        for (file, text) in [("a/src/lib.rs", MARK), ("b/src/lib.rs", MARK), ("mine/src/lib.rs", "")] {
            std::fs::create_dir_all(root.join(file).parent().unwrap()).unwrap();
            std::fs::write(root.join(file), text).unwrap();
        }
        let wanted = BTreeSet::from(["a".to_owned()]);
        assert_eq!(remove_others(root, &wanted, true).unwrap(), [root.join("b/src/lib.rs")]);
        assert!(root.join("b").exists());
        remove_others(root, &wanted, false).unwrap();
        assert!(!root.join("b").exists());
        assert!(root.join("a/src/lib.rs").exists() && root.join("mine/src/lib.rs").exists());
    }

    #[test]
    fn hand_written_code_without_a_manifest_is_found() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(dir.path().join("s3/src/custom")).unwrap();
        std::fs::create_dir_all(dir.path().join("ec2")).unwrap();
        std::fs::create_dir_all(dir.path().join("mine")).unwrap();
        std::fs::write(dir.path().join("ec2/Cargo.toml"), "").unwrap();
        let known = ["ec2", "s3", "sqs"].map(str::to_owned).into();
        assert_eq!(without_manifest(dir.path(), &known), ["s3"]);
    }

    #[test]
    fn the_lock_is_copied_once() {
        let dir = tempfile::tempdir().unwrap();
        let project = Project::at(dir.path());
        std::fs::create_dir_all(project.sdk()).unwrap();
        lock(&project).unwrap();
        std::fs::write(dir.path().join("Cargo.lock"), "pinned").unwrap();
        lock(&project).unwrap();
        let own = project.sdk().join("Cargo.lock");
        assert_eq!(std::fs::read_to_string(&own).unwrap(), "pinned");
        std::fs::write(&own, "completed by cargo").unwrap();
        lock(&project).unwrap();
        assert_eq!(std::fs::read_to_string(&own).unwrap(), "completed by cargo");
    }
}

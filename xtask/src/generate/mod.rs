//! Running the generator over the fetched models, and bringing a folder to what it wrote.

pub mod select;
pub mod tree;

pub(crate) mod generator;
mod manifest;
pub(crate) mod models;
pub(crate) mod vendor;

use std::collections::BTreeSet;
use std::collections::btree_map::Entry;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use codegen::Counts;
use rayon::prelude::*;

use self::generator::Generator;
use self::models::Models;
use self::select::{Operations, Selection, select};
use self::tree::{Files, Plan};
use crate::progress;
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

/// What was done.
#[derive(Debug, Default)]
pub struct Summary {
    /// Services generated.
    pub services: usize,
    /// Operations in their models.
    pub operations: usize,
    /// Those of them that could not be generated, as `service:Operation`. Sorted.
    pub left_out: Vec<String>,
    /// What else is in them.
    pub counts: Counts,
    /// Files that were written or removed, or, by a check, that differ. Sorted.
    pub changed: Vec<PathBuf>,
    /// The folders of the crates.
    folders: BTreeSet<String>,
    /// How long it took, without fetching models.
    pub took: Duration,
}

impl Summary {
    /// What the models that were generated hold, in a line: `439 services, 19796 operations, 410 waiters`.
    pub fn contents(&self) -> String {
        let first = [(self.services, "service"), (self.operations, "operation")];
        let rest = self.counts.rows().into_iter().filter(|(count, _)| *count > 0);
        let parts: Vec<_> = first.into_iter().chain(rest).map(|(count, what)| counted(count, what)).collect();
        parts.join(", ")
    }

    /// Which operations are missing, in a line, if any are.
    pub fn missing(&self) -> Option<String> {
        let names = self.left_out.join(", ");
        let count = counted(self.left_out.len(), "operation");
        (!names.is_empty()).then(|| format!("without {count} whose input is a stream of events: {names}"))
    }
}

/// `1 file`, `2 files`.
pub fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

/// Carries out `request`.
pub fn run(project: &Project, request: &Request) -> Result<Summary> {
    crate::models::ensure(project)?;
    let models = Models::of(project);
    let known = models.services()?;
    let mut selection = select(&known, &request.services, &request.operations)?;
    if request.out.is_none() && !request.check {
        for name in without_manifest(&project.services(), &known) {
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
    let mut summary = generate(&generator, &models, &selection, &root, request.check)?;
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
const WORKSPACES: [&str; 6] =
    ["sdk", "examples", "tests/faults", "tests/guard", "tests/scenarios", "tests/sessions"];

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

/// A generated crate.
pub struct Crate {
    /// The name of its folder.
    pub folder: String,
    /// Its files.
    pub files: Files,
    /// The operations of its model that were wanted.
    pub operations: usize,
    /// What else is in it.
    pub counts: Counts,
    /// Those of the operations that are not in it.
    pub left_out: Vec<String>,
}

/// The generator as this module sees it: from the models of a service to its crate.
pub(crate) trait Generate: Sync {
    /// The crate of one service.
    fn service(&self, models: &Models, name: &str, operations: &Operations) -> Result<Crate>;
    /// Crates that all services share.
    fn shared(&self, models: &Models) -> Result<Vec<Crate>>;
}

/// Services with hand-written code that are not generated yet. Cargo wants a manifest in every folder of a workspace,
/// so they have to be generated with whatever else is.
fn without_manifest(root: &Path, known: &BTreeSet<String>) -> Vec<String> {
    let bare = |name: &&String| root.join(name).is_dir() && !root.join(name).join("Cargo.toml").exists();
    known.iter().filter(bare).cloned().collect()
}

/// Generates all of `selection` into `root`, in parallel.
fn generate(
    generator: &dyn Generate,
    models: &Models,
    selection: &Selection,
    root: &Path,
    check: bool,
) -> Result<Summary> {
    let started = Instant::now();
    let bar = progress::bar("generating", selection.len());
    let results: Vec<_> = selection
        .par_iter()
        .map(|(name, operations)| {
            bar.set_message(name.clone());
            let generated = generator.service(models, name, operations)?;
            let changed = bring(root, &generated.folder, generated.files, check)?;
            bar.inc(1);
            let left_out: Vec<_> =
                generated.left_out.iter().map(|operation| format!("{name}:{operation}")).collect();
            Ok((changed, generated.folder, generated.operations, generated.counts, left_out))
        })
        .collect();
    bar.finish_and_clear();
    let mut summary = Summary { services: selection.len(), ..Summary::default() };
    let mut errors = Vec::new();
    for result in results {
        match result {
            Ok((changed, folder, operations, counts, left_out)) => {
                summary.changed.extend(changed);
                summary.folders.insert(folder);
                summary.operations += operations;
                summary.counts += counts;
                summary.left_out.extend(left_out);
            }
            Err(error) => errors.push(error),
        }
    }
    report(errors)?;
    for shared in generator.shared(models)? {
        summary.changed.extend(bring(root, &shared.folder, shared.files, check)?);
        summary.folders.insert(shared.folder);
    }
    summary.changed.sort();
    summary.left_out.sort();
    summary.took = started.elapsed();
    Ok(summary)
}

/// Brings the folder of one crate to its files; the files that differed.
fn bring(root: &Path, folder: &str, files: Files, check: bool) -> Result<Vec<PathBuf>> {
    let dir = root.join(folder);
    let plan = Plan::new(&dir, files)?;
    if !check {
        plan.carry_out(&dir)?;
    }
    Ok(plan.differences().map(Path::to_owned).collect())
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

/// All errors in one.
fn report(mut errors: Vec<anyhow::Error>) -> Result<()> {
    match errors.len() {
        0 => Ok(()),
        1 => Err(errors.remove(0)),
        count => {
            let lines: Vec<_> = errors.iter().map(|error| format!("  {error:#}")).collect();
            bail!("{count} services cannot be generated:\n{}", lines.join("\n"))
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::tree::MARK;
    use super::*;
    use tempfile::TempDir;

    /// Writes the operations asked for into one file.
    struct Fake;

    impl Generate for Fake {
        fn service(&self, models: &Models, name: &str, operations: &Operations) -> Result<Crate> {
            let model = models.service(name)?.remove("service.json").unwrap();
            if model.contains("broken") {
                bail!("{name}: broken model");
            }
            let text = format!("// {MARK}\n{model} {operations:?}");
            let files = Files::from([("src/lib.rs".to_owned(), text)]);
            Ok(Crate {
                folder: name.to_owned(),
                files,
                operations: 2,
                counts: Counts::default(),
                left_out: vec!["Talk".to_owned()],
            })
        }

        fn shared(&self, _: &Models) -> Result<Vec<Crate>> {
            let files = Files::from([("Cargo.toml".to_owned(), format!("# {MARK}\n"))]);
            Ok(vec![Crate {
                folder: "partitions".to_owned(),
                files,
                operations: 0,
                counts: Counts::default(),
                left_out: Vec::new(),
            }])
        }
    }

    fn checkout(services: &[(&str, &str)]) -> (TempDir, Models, Selection) {
        let dir = tempfile::tempdir().unwrap();
        let project = Project::at(dir.path());
        for (name, model) in services {
            std::fs::create_dir_all(project.model_data().join(name)).unwrap();
            std::fs::write(project.model_data().join(name).join("service.json"), model).unwrap();
        }
        let models = Models::of(&project);
        let selection = select(&models.services().unwrap(), &[], &[]).unwrap();
        (dir, models, selection)
    }

    fn changed(summary: &Summary, root: &Path) -> Vec<String> {
        let relative = |path: &PathBuf| path.strip_prefix(root).unwrap().display().to_string();
        summary.changed.iter().map(relative).collect()
    }

    #[test]
    fn a_second_run_changes_nothing() {
        let (dir, models, selection) = checkout(&[("a", "one"), ("b", "two")]);
        let root = dir.path().join("sdk/services");
        let first = generate(&Fake, &models, &selection, &root, false).unwrap();
        assert_eq!((first.services, first.operations), (2, 4));
        let missing = "without 2 operations whose input is a stream of events: a:Talk, b:Talk";
        assert_eq!(first.missing().as_deref(), Some(missing));
        assert_eq!(changed(&first, &root), ["a/src/lib.rs", "b/src/lib.rs", "partitions/Cargo.toml"]);
        let second = generate(&Fake, &models, &selection, &root, false).unwrap();
        assert!(second.changed.is_empty());
    }

    #[test]
    fn a_check_tells_and_writes_nothing() {
        let (dir, models, selection) = checkout(&[("a", "one")]);
        let root = dir.path().join("sdk/services");
        let check = generate(&Fake, &models, &selection, &root, true).unwrap();
        assert_eq!(changed(&check, &root), ["a/src/lib.rs", "partitions/Cargo.toml"]);
        assert!(!root.exists());
    }

    #[test]
    fn crates_of_services_that_are_gone_are_removed() {
        let (dir, models, selection) = checkout(&[("a", "one"), ("b", "two")]);
        let root = dir.path().join("sdk/services");
        let summary = generate(&Fake, &models, &selection, &root, false).unwrap();
        std::fs::create_dir_all(root.join("mine/src")).unwrap();
        std::fs::write(root.join("mine/src/lib.rs"), "").unwrap();
        assert!(remove_others(&root, &summary.folders, false).unwrap().is_empty());
        let wanted = BTreeSet::from(["a".to_owned(), "partitions".to_owned()]);
        assert_eq!(remove_others(&root, &wanted, true).unwrap(), [root.join("b/src/lib.rs")]);
        assert!(root.join("b").exists());
        remove_others(&root, &wanted, false).unwrap();
        assert!(!root.join("b").exists());
        assert!(root.join("mine/src/lib.rs").exists());
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

    #[test]
    fn all_broken_services_are_told_and_the_others_written() {
        let (dir, models, selection) = checkout(&[("a", "broken"), ("b", "fine"), ("c", "broken")]);
        let root = dir.path().join("sdk/services");
        let error = generate(&Fake, &models, &selection, &root, false).unwrap_err().to_string();
        assert_eq!(error, "2 services cannot be generated:\n  a: broken model\n  c: broken model");
        assert!(root.join("b/src/lib.rs").exists());
    }
}

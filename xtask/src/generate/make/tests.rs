#![allow(clippy::unwrap_used)]

use std::sync::Mutex;

use anyhow::bail;
use tempfile::TempDir;

use super::*;
use crate::generate::names::Names;
use crate::generate::select::select;
use crate::generate::tree::MARK;
use crate::project::Project;

/// Writes the model and the operations asked for into one file, and remembers which crates it made.
#[derive(Default)]
struct Fake(Mutex<Vec<String>>);

impl Fake {
    /// The crates that were made since the last call, but for those that all services share.
    fn made(&self) -> Vec<String> {
        let mut made = std::mem::take(&mut *self.0.lock().unwrap());
        made.retain(|name| !["partitions", "identity"].contains(&name.as_str()));
        made.sort();
        made
    }
}

impl Generate for Fake {
    fn inputs(&self, models: &Models, target: Target<'_>) -> Result<Inputs> {
        let files = match target {
            Target::Service(name, _) => models.files(name)?.into_values().collect(),
            _ => Vec::new(),
        };
        Ok(Inputs { files, settings: format!("{target:?}") })
    }

    fn make(&self, models: &Models, target: Target<'_>) -> Result<Crate> {
        self.0.lock().unwrap().push(target.folder().to_owned());
        let Target::Service(name, operations) = target else {
            let files = Files::from([("Cargo.toml".to_owned(), format!("# {MARK}\n"))]);
            return Ok(Crate { files, contents: Contents::default() });
        };
        let model = models.service(name)?.remove("service.json").unwrap();
        if model.contains("broken") {
            bail!("{name}: broken model");
        }
        let files = Files::from([("src/lib.rs".to_owned(), format!("// {MARK}\n{model} {operations:?}"))]);
        let contents = Contents { operations: 2, left_out: vec!["Talk".to_owned()], ..Contents::default() };
        Ok(Crate { files, contents })
    }
}

struct Checkout {
    dir: TempDir,
    project: Project,
    models: Models,
    fake: Fake,
}

impl Checkout {
    fn new(services: &[(&str, &str)]) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let project = Project::at(dir.path());
        for (name, model) in services {
            std::fs::create_dir_all(project.model_data().join(name)).unwrap();
            std::fs::write(project.model_data().join(name).join("service.json"), model).unwrap();
        }
        std::fs::write(dir.path().join("generator"), "1").unwrap();
        let models = Models::of(&project);
        Self { dir, project, models, fake: Fake::default() }
    }

    fn root(&self) -> PathBuf {
        self.project.services()
    }

    fn run(&self, operations: &[&str], check: bool) -> Result<Summary> {
        let known = Names::of(&self.models)?;
        let operations: Vec<_> = operations.iter().map(|text| (*text).to_owned()).collect();
        let selection = select(&known, &[], &operations)?;
        let root = self.root();
        let open = || Stamps::open(&self.project, &root, &self.dir.path().join("generator"));
        let stamps = (!check).then(open).transpose()?;
        let run = Run { generator: &self.fake, models: &self.models, root: &root, stamps: stamps.as_ref() };
        run.all(&selection)
    }

    fn changed(&self, summary: &Summary) -> Vec<String> {
        let relative = |path: &PathBuf| path.strip_prefix(self.root()).unwrap().display().to_string();
        summary.changed.iter().map(relative).collect()
    }
}

#[test]
fn a_second_run_generates_nothing_and_tells_the_same() {
    let checkout = Checkout::new(&[("a", "one"), ("b", "two")]);
    let first = checkout.run(&[], false).unwrap();
    assert_eq!((first.services, first.operations, first.up_to_date), (2, 4, 0));
    let missing = "without 2 operations whose input is a stream of events: a:Talk, b:Talk";
    assert_eq!(first.missing().as_deref(), Some(missing));
    let all = ["a/src/lib.rs", "b/src/lib.rs", "identity/Cargo.toml", "partitions/Cargo.toml"];
    assert_eq!(checkout.changed(&first), all);
    assert_eq!(checkout.fake.made(), ["a", "b"]);
    let second = checkout.run(&[], false).unwrap();
    assert_eq!(second.up_to_date, 2);
    assert_eq!(second.contents(), first.contents());
    assert_eq!(second.missing(), first.missing());
    assert_eq!(second.folders, first.folders);
    assert!(second.changed.is_empty());
    assert!(checkout.fake.made().is_empty());
}

#[test]
fn a_choice_of_operations_is_another_crate() {
    let checkout = Checkout::new(&[("a", "one"), ("b", "two")]);
    checkout.run(&[], false).unwrap();
    checkout.fake.made();
    let chosen = checkout.run(&["a:Put"], false).unwrap();
    assert_eq!(checkout.fake.made(), ["a"]);
    assert_eq!(checkout.changed(&chosen), ["a/src/lib.rs"]);
    checkout.run(&["a:Put"], false).unwrap();
    assert!(checkout.fake.made().is_empty());
    let whole = checkout.run(&[], false).unwrap();
    assert_eq!((checkout.fake.made(), whole.up_to_date), (vec!["a".to_owned()], 1));
}

#[test]
fn a_check_compares_all_and_writes_nothing() {
    let checkout = Checkout::new(&[("a", "one")]);
    let check = checkout.run(&[], true).unwrap();
    let all = ["a/src/lib.rs", "identity/Cargo.toml", "partitions/Cargo.toml"];
    assert_eq!(checkout.changed(&check), all);
    assert!(!checkout.root().exists() && !checkout.project.target().exists());
    checkout.run(&[], false).unwrap();
    checkout.fake.made();
    assert!(checkout.run(&[], true).unwrap().changed.is_empty());
    assert_eq!(checkout.fake.made(), ["a"]);
}

#[test]
fn all_broken_services_are_told_and_the_others_written() {
    let checkout = Checkout::new(&[("a", "broken"), ("b", "fine"), ("c", "broken")]);
    let error = checkout.run(&[], false).unwrap_err().to_string();
    assert_eq!(error, "2 crates cannot be generated:\n  a: broken model\n  c: broken model");
    assert!(checkout.root().join("b/src/lib.rs").exists());
    checkout.fake.made();
    checkout.run(&[], false).unwrap_err();
    assert_eq!(checkout.fake.made(), ["a", "c"]);
}

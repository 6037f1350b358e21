#![allow(clippy::unwrap_used)]

use tempfile::TempDir;

use super::*;
use crate::generate::tree::{MARK, Plan};

/// A checkout with one crate, generated from two files and some settings.
struct Checkout {
    dir: TempDir,
    settings: String,
}

impl Checkout {
    fn new() -> Self {
        let checkout = Self { dir: tempfile::tempdir().unwrap(), settings: "all operations".to_owned() };
        std::fs::create_dir_all(checkout.crates()).unwrap();
        for file in ["generator", "model.json", "rules.json"] {
            checkout.write(file, "first");
        }
        checkout
    }

    fn crates(&self) -> PathBuf {
        self.dir.path().join("crates")
    }

    fn write(&self, file: &str, text: &str) {
        std::fs::write(self.dir.path().join(file), text).unwrap();
    }

    fn inputs(&self) -> Inputs {
        let files = ["model.json", "rules.json"].iter().map(|file| self.dir.path().join(file));
        Inputs { files: files.filter(|file| file.exists()).collect(), settings: self.settings.clone() }
    }

    fn stamps(&self) -> Stamps {
        let project = Project::at(self.dir.path());
        Stamps::open(&project, &self.crates(), &self.dir.path().join("generator")).unwrap()
    }

    /// Generates the crate; `disturb` is called when the inputs have been read.
    fn generate(&self, disturb: impl FnOnce()) {
        let (stamps, dir) = (self.stamps(), self.crates().join("s3"));
        let begun = stamps.begin("s3", self.inputs(), &dir).unwrap();
        let file = |name: &str| (name.to_owned(), format!("// {MARK}\n{name}"));
        let files = Files::from([file("Cargo.toml"), file("src/lib.rs"), file("src/types/a.rs")]);
        disturb();
        let hashes = Begun::hashes(&files);
        Plan::new(&dir, files).unwrap().carry_out(&dir).unwrap();
        stamps.settle(begun.finish(hashes, &contents()).into_iter().collect());
    }

    fn up_to_date(&self) -> Option<Contents> {
        self.stamps().up_to_date("s3", &self.inputs(), &self.crates().join("s3"))
    }

    /// Whether the crate is up to date after `change`; and that it was before, and is again when it is generated anew.
    fn after(&mut self, change: impl FnOnce(&mut Self)) -> bool {
        self.generate(|| {});
        assert_eq!(self.up_to_date(), Some(contents()));
        change(self);
        let same = self.up_to_date().is_some();
        self.generate(|| {});
        assert_eq!(self.up_to_date(), Some(contents()));
        same
    }
}

fn contents() -> Contents {
    Contents { operations: 7, left_out: vec!["Talk".to_owned()], ..Contents::default() }
}

#[test]
fn nothing_is_known_of_a_crate_that_was_never_generated() {
    assert_eq!(Checkout::new().up_to_date(), None);
}

#[test]
fn changed_outputs_are_generated_again() {
    let mut checkout = Checkout::new();
    let lib = "crates/s3/src/lib.rs";
    assert!(!checkout.after(|it| it.write(lib, &format!("// {MARK}\nedited"))));
    assert!(!checkout.after(|it| std::fs::remove_file(it.dir.path().join(lib)).unwrap()));
    assert!(!checkout.after(|it| std::fs::remove_dir_all(it.crates().join("s3/src")).unwrap()));
    assert!(!checkout.after(|it| std::fs::remove_dir_all(it.crates().join("s3")).unwrap()));
    // a file of an older generator, which has to go
    assert!(!checkout.after(|it| it.write("crates/s3/src/old.rs", MARK)));
    assert!(!checkout.dir.path().join("crates/s3/src/old.rs").exists());
    // one of the user's, which stays
    assert!(checkout.after(|it| it.write("crates/s3/src/mine.rs", "mine")));
    assert!(checkout.after(|it| it.write("crates/s3/notes.txt", MARK)));
}

#[test]
fn an_edit_with_the_old_size_and_time_is_noticed() {
    let mut checkout = Checkout::new();
    let same = checkout.after(|it| {
        let path = it.dir.path().join("crates/s3/src/lib.rs");
        let modified = std::fs::metadata(&path).unwrap().modified().unwrap();
        let text = std::fs::read_to_string(&path).unwrap().replace("lib.rs", "bil.rs");
        std::fs::write(&path, text).unwrap();
        std::fs::File::options().write(true).open(&path).unwrap().set_modified(modified).unwrap();
    });
    assert!(!same);
}

#[test]
fn a_file_written_anew_with_the_same_content_is_no_change() {
    let mut checkout = Checkout::new();
    for file in ["crates/s3/src/lib.rs", "model.json"] {
        let same = checkout.after(|it| {
            let path = it.dir.path().join(file);
            let text = std::fs::read(&path).unwrap();
            std::fs::remove_file(&path).unwrap();
            std::fs::write(&path, text).unwrap();
        });
        assert!(same, "{file}");
    }
}

#[test]
fn changed_inputs_are_noticed() {
    let mut checkout = Checkout::new();
    assert!(!checkout.after(|it| it.write("model.json", "other")));
    assert!(!checkout.after(|it| std::fs::remove_file(it.dir.path().join("rules.json")).unwrap()));
    assert!(!checkout.after(|it| it.write("rules.json", "first")));
    assert!(!checkout.after(|it| it.settings = "one operation".to_owned()));
    assert!(!checkout.after(|it| it.write("generator", "newer")));
    // back to what it was before that
    assert!(!checkout.after(|it| it.write("generator", "first")));
}

#[test]
fn every_folder_of_crates_has_stamps_of_its_own() {
    let checkout = Checkout::new();
    checkout.generate(|| {});
    let elsewhere = checkout.dir.path().join("elsewhere");
    let project = Project::at(checkout.dir.path());
    let stamps = Stamps::open(&project, &elsewhere, &checkout.dir.path().join("generator")).unwrap();
    assert_eq!(stamps.up_to_date("s3", &checkout.inputs(), &elsewhere.join("s3")), None);
    assert!(stamps.folder.starts_with(project.target()));
    assert_ne!(stamps.folder, checkout.stamps().folder);
}

#[test]
fn a_model_that_changes_meanwhile_leaves_no_stamp() {
    let checkout = Checkout::new();
    checkout.generate(|| checkout.write("model.json", "newer"));
    assert_eq!(checkout.up_to_date(), None);
}

#[test]
fn an_interrupted_run_leaves_no_stamp_that_lies() {
    let mut checkout = Checkout::new();
    checkout.generate(|| {});
    // inputs have changed, some files are written, and there the run ends
    checkout.settings = "others".to_owned();
    drop(checkout.stamps().begin("s3", checkout.inputs(), &checkout.crates().join("s3")).unwrap());
    checkout.write("crates/s3/src/lib.rs", "half");
    assert_eq!(checkout.up_to_date(), None);
    checkout.settings = "all operations".to_owned();
    assert_eq!(checkout.up_to_date(), None);
}

#[test]
fn a_damaged_stamp_counts_for_nothing() {
    let mut checkout = Checkout::new();
    let same = checkout.after(|it| {
        let file = it.stamps().file("s3");
        let text = std::fs::read_to_string(&file).unwrap();
        std::fs::write(&file, &text[..text.len() / 2]).unwrap();
    });
    assert!(!same);
}

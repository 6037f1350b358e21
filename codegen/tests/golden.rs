//! Small models in `golden/CASE/`, and the crates expected from them in `golden/CASE/expected/`.
//!
//! `UPDATE_EXPECT=1 cargo test -p codegen --test golden` writes what is generated over what is expected; look at the
//! difference before you commit it.

#![allow(clippy::unwrap_used, missing_docs)]

use codegen::{FileMap, Filter, Input, Services};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

/// The files of a case by name, those in folders not among them.
fn texts(case: &str) -> BTreeMap<String, String> {
    let entries = fs::read_dir(folder().join(case)).unwrap().map(|entry| entry.unwrap().path());
    let files = entries.filter(|path| path.is_file());
    files
        .map(|path| {
            (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(path).unwrap())
        })
        .collect()
}

fn generate(case: &str, filter: &Filter) -> Result<FileMap, codegen::Error> {
    let texts = texts(case);
    let files = texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let input = Input { name: case, files };
    if case == "partitions" {
        let services = [("fresh", "fresh"), ("queues", "queue"), ("users", "users")];
        let services = services.map(|(name, prefix)| (name.to_owned(), prefix.to_owned()));
        return codegen::partitions(&input, &services.into());
    }
    if case == "identity" {
        return identity_crate(&texts);
    }
    let settings = Services::parse("services.toml", &texts["services.toml"])?.get(case);
    Ok(codegen::generate(&input, &settings, filter)?.files)
}

/// The crate of parts of the other cases, as the case's settings say.
fn identity_crate(own: &BTreeMap<String, String>) -> Result<FileMap, codegen::Error> {
    let services = Services::parse("services.toml", &own["services.toml"])?;
    let models: Vec<_> = services.identity().map(|name| (name, texts(name))).collect();
    let parts = models.iter().map(|(name, texts)| {
        let files = texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        (Input { name, files }, services.get(name))
    });
    codegen::identity(&parts.collect::<Vec<_>>())
}

/// The files below `path` by their paths relative to it.
fn tree(root: &Path, path: &Path, files: &mut FileMap) {
    for entry in fs::read_dir(path).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            tree(root, &path, files);
        } else {
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
            files.insert(name, fs::read_to_string(path).unwrap());
        }
    }
}

fn update(expected: &Path, generated: &FileMap) {
    let _ = fs::remove_dir_all(expected);
    for (name, text) in generated {
        let path = expected.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

/// The first line in which two files differ.
fn difference(expected: &str, generated: &str) -> String {
    let (mut left, mut right) = (expected.lines(), generated.lines());
    for number in 1.. {
        match (left.next(), right.next()) {
            (None, None) => break,
            (left, right) if left == right => {}
            (left, right) => {
                let line = |line: Option<&str>| line.unwrap_or("(end of file)").to_owned();
                return format!("line {number}\n  expected: {}\n generated: {}", line(left), line(right));
            }
        }
    }
    "line ends".to_owned()
}

fn check(case: &str) {
    let generated = generate(case, &Filter::All).unwrap();
    let path = folder().join(case).join("expected");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        update(&path, &generated);
    }
    let mut expected = FileMap::new();
    tree(&path, &path, &mut expected);
    let names = |files: &FileMap| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&expected), names(&generated), "{case}: files");
    for (name, text) in &generated {
        assert!(expected[name] == *text, "{case}: {name}, {}", difference(&expected[name], text));
    }
}

macro_rules! cases {
    ($($test:ident: $case:literal,)*) => {$(
        #[test]
        fn $test() {
            check($case);
        }
    )*};
}

cases! {
    json: "json",
    rest_json: "rest-json",
    rest_xml: "rest-xml",
    query: "query",
    resources: "resources",
    ec2: "ec2",
    cbor: "cbor",
    partitions: "partitions",
    identity: "identity",
}

#[test]
fn a_filter_leaves_what_its_operations_need() {
    let filter = Filter::Operations(["WatchNotes".to_owned()].into());
    let files = generate("json", &filter).unwrap();
    let types = &files["src/types.rs"];
    assert!(types.contains("pub struct WatchNotesRequest") && types.contains("pub enum ChangeStream"));
    assert!(!types.contains("PutNoteRequest") && !types.contains("pub struct Node"));
    // an event of the stream is an exception, and so is needed
    assert!(files["src/errors.rs"].contains("pub struct NoteConflict"));
    assert!(!files["src/errors.rs"].contains("TooManyNotes"));
}

#[test]
fn an_unknown_operation_is_an_error_that_says_where() {
    let filter = Filter::Operations(["putnote".to_owned()].into());
    let error = generate("json", &filter).unwrap_err().to_string();
    assert_eq!(
        error,
        "json/service.json: operations: there is no operation `putnote`; did you mean `PutNote`?"
    );
}

#[test]
fn an_input_event_stream_is_refused_by_name() {
    let filter = Filter::Operations(["SendNotes".to_owned()].into());
    let error = generate("json", &filter).unwrap_err().to_string();
    assert!(error.starts_with("json/service.json: operations.SendNotes: "), "{error}");
}

#[test]
fn generating_twice_gives_the_same() {
    assert_eq!(generate("rest-json", &Filter::All), generate("rest-json", &Filter::All));
}

/// Compiles all expected crates with all features; the workspace there turns warnings into errors.
#[test]
fn expected_crates_compile() {
    let lock = folder().join("Cargo.lock");
    fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock"), lock).unwrap();
    let output = Command::new(env!("CARGO"))
        .args(["check", "--workspace", "--all-features", "--quiet", "--manifest-path"])
        .arg(folder().join("Cargo.toml"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

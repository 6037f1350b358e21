//! `cargo xtask conformance`: test data in botocore's format.
//!
//! Each kind of data has a part here, which writes a crate for it under `target/conformance/`, builds it and runs it.
//! That crate is the generator's work as far as it can be, and hand-written code of `tests/conformance/` for the rest,
//! so that what is tested is what users get.

mod cbor;
mod endpoints;
mod exceptions;
mod older;
mod parsing;
mod protocols;
pub(crate) mod runner;
mod signatures;
mod source;

use std::path::Path;

use anyhow::{Result, bail};

use crate::project::Project;
use exceptions::Exceptions;

/// The result of one case.
#[derive(Debug)]
pub struct Case {
    /// `folder/file: what the case is called`.
    pub name: String,
    /// How the result differs from what is expected, if it does.
    pub difference: Option<String>,
}

/// How many cases passed, and how many did not.
#[derive(Debug, Default)]
pub struct Totals {
    /// Cases that passed.
    pub passed: usize,
    /// Cases that failed.
    pub failed: usize,
    /// Cases that failed as `tests/conformance/exceptions.toml` says.
    pub excepted: usize,
}

/// A kind of data: whether a folder has any, and how it is run.
struct Part {
    folders: &'static [&'static str],
    run: fn(&Project, &Path) -> Result<Vec<Case>>,
}

const PARTS: &[Part] = &[
    Part { folders: protocols::FOLDERS, run: protocols::run },
    Part { folders: endpoints::FOLDERS, run: endpoints::run },
    Part { folders: signatures::FOLDERS, run: signatures::run },
    Part { folders: parsing::FOLDERS, run: parsing::run },
];

pub use signatures::beside_peer;
pub use source::ensure as source_data;

/// Runs all data in `dir`, and prints a line for each case that fails.
pub fn run(project: &Project, dir: &Path) -> Result<Totals> {
    let exceptions = Exceptions::of(project)?;
    let mut totals = Totals::default();
    let has_data = |part: &&Part| part.folders.iter().any(|folder| dir.join(folder).is_dir());
    let mut parts = PARTS.iter().filter(has_data).peekable();
    if parts.peek().is_none() {
        let folders: Vec<_> = PARTS.iter().flat_map(|part| part.folders).copied().collect();
        bail!("{} has none of the folders {}", dir.display(), folders.join(", "));
    }
    totals.account_for(dir, &exceptions)?;
    for part in parts {
        for case in (part.run)(project, dir)? {
            totals.count(&case, exceptions.reason(&case.name));
        }
    }
    Ok(totals)
}

impl Totals {
    /// Fails data files that no part runs, if nothing says why, and reasons that no file meets. Only data from a source
    /// package tells what else there was.
    fn account_for(&mut self, dir: &Path, exceptions: &Exceptions) -> Result<()> {
        let path = dir.join(source::OTHERS);
        if !path.is_file() {
            return Ok(());
        }
        let others = runner::read(&path)?;
        for file in others.lines().filter(|file| exceptions.reason_for_file(file).is_none()) {
            println!("{file}: nothing runs this file, and {} gives no reason", exceptions::FILE);
            self.failed += 1;
        }
        for idle in exceptions.idle_files(others.lines()) {
            println!("{idle}: listed in {}, but there is no such file", exceptions::FILE);
            self.failed += 1;
        }
        Ok(())
    }

    fn count(&mut self, case: &Case, exception: Option<&str>) {
        match (&case.difference, exception) {
            (None, None) => self.passed += 1,
            (Some(_), Some(_)) => self.excepted += 1,
            (Some(difference), None) => {
                println!("{}: {difference}", case.name);
                self.failed += 1;
            }
            (None, Some(_)) => {
                println!("{}: passes, but is listed in {}", case.name, exceptions::FILE);
                self.failed += 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_folder_without_data_is_an_error() {
        let dir = tempfile::tempdir().unwrap();
        let error = run(&Project::at(dir.path()), dir.path()).unwrap_err().to_string();
        assert!(
            error.contains(
                "has none of the folders protocols, cbor, endpoints, endpoint-rules, sigv4, parsing"
            ),
            "{error}"
        );
    }

    #[test]
    fn exceptions_are_counted_apart_and_must_fail() {
        let mut totals = Totals::default();
        let case =
            |difference: Option<&str>| Case { name: "x".into(), difference: difference.map(str::to_owned) };
        totals.count(&case(None), None);
        totals.count(&case(Some("d")), None);
        totals.count(&case(Some("d")), Some("why"));
        totals.count(&case(None), Some("why"));
        assert_eq!((totals.passed, totals.failed, totals.excepted), (1, 2, 1));
    }
}

//! `tests/conformance/exceptions.toml`: cases that cannot hold, with the reasons.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use serde::Deserialize;

use crate::project::Project;

/// The file, from the root of the checkout.
pub const FILE: &str = "tests/conformance/exceptions.toml";

/// Cases that cannot hold and files that nothing runs, with the reasons.
#[derive(Debug, Default)]
pub struct Exceptions {
    cases: BTreeMap<String, String>,
    /// By what the names of the files begin with.
    files: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    #[serde(default)]
    exception: Vec<Exception>,
    #[serde(default)]
    files: Vec<Files>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Exception {
    case: String,
    reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Files {
    begin: String,
    reason: String,
}

impl Exceptions {
    /// Those of a checkout; none if there is no file.
    pub fn of(project: &Project) -> Result<Self> {
        let path = project.root().join(FILE);
        if !path.exists() {
            return Ok(Self::default());
        }
        let text =
            std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        Self::parse(&text).with_context(|| format!("{FILE} is not as it should be"))
    }

    fn parse(text: &str) -> Result<Self> {
        let table: Table = toml::from_str(text)?;
        let cases = table.exception.into_iter().map(|exception| (exception.case, exception.reason));
        let files = table.files.into_iter().map(|files| (files.begin, files.reason));
        Ok(Self { cases: cases.collect(), files: files.collect() })
    }

    /// Why `case` cannot hold, if it is listed.
    pub fn reason(&self, case: &str) -> Option<&str> {
        self.cases.get(case).map(String::as_str)
    }

    /// Why nothing runs `file`, if it is listed.
    pub fn reason_for_file(&self, file: &str) -> Option<&str> {
        self.files
            .iter()
            .find(|(begin, _)| file.starts_with(begin.as_str()))
            .map(|(_, reason)| reason.as_str())
    }

    /// What is listed, though no file of `files` begins so.
    pub fn idle_files<'a>(&self, files: impl Iterator<Item = &'a str> + Clone) -> impl Iterator<Item = &str> {
        let idle = move |begin: &&str| !files.clone().any(|file| file.starts_with(*begin));
        self.files.keys().map(String::as_str).filter(idle)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn cases_have_reasons() {
        let exceptions = Exceptions::parse("[[exception]]\ncase = \"a: b\"\nreason = \"so\"").unwrap();
        assert_eq!((exceptions.reason("a: b"), exceptions.reason("c")), (Some("so"), None));
        assert!(Exceptions::parse("# nothing").unwrap().reason("a").is_none());
        assert!(Exceptions::parse("[[exception]]\ncase = \"a\"").is_err());
    }

    #[test]
    fn files_are_named_by_what_they_begin_with() {
        let exceptions = Exceptions::parse("[[files]]\nbegin = \"tests/cfg/\"\nreason = \"so\"").unwrap();
        assert_eq!(exceptions.reason_for_file("tests/cfg/a"), Some("so"));
        assert_eq!(exceptions.reason_for_file("tests/a"), None);
        assert_eq!(exceptions.idle_files(["tests/cfg/a"].into_iter()).count(), 0);
        assert_eq!(exceptions.idle_files(["tests/a"].into_iter()).collect::<Vec<_>>(), ["tests/cfg/"]);
    }
}

//! `tests/conformance/exceptions.toml`: cases that cannot hold, with the reasons.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use serde::Deserialize;

use crate::project::Project;

/// The file, from the root of the checkout.
pub const FILE: &str = "tests/conformance/exceptions.toml";

/// Cases that cannot hold, with the reasons.
#[derive(Debug, Default)]
pub struct Exceptions(BTreeMap<String, String>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    #[serde(default)]
    exception: Vec<Exception>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Exception {
    case: String,
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
        Ok(Self(table.exception.into_iter().map(|exception| (exception.case, exception.reason)).collect()))
    }

    /// Why `case` cannot hold, if it is listed.
    pub fn reason(&self, case: &str) -> Option<&str> {
        self.0.get(case).map(String::as_str)
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
}

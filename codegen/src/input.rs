//! [`Input`]: the model files of a service, and [`Filter`]: how much of it is wanted.

use std::collections::{BTreeMap, BTreeSet};

/// The texts of a service's model.
#[derive(Clone, Debug)]
pub struct Input<'a> {
    /// boto3's name of the service: the folder of its model.
    pub name: &'a str,
    /// Texts by file name: `service.json`, and where they exist `endpoint-rules.json`, `paginators.json`,
    /// `waiters.json`, `resources.json` (boto3's) or `resources-1.json` (ours); also `endpoints.json`, which all
    /// services share.
    pub files: BTreeMap<&'a str, &'a str>,
}

impl<'a> Input<'a> {
    /// The text of `file`, and the name to call it by in errors.
    pub fn file(&self, file: &str) -> Option<(String, &'a str)> {
        self.files.get(file).map(|text| (format!("{}/{file}", self.name), *text))
    }
}

/// Which operations are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Filter {
    /// All of them.
    #[default]
    All,
    /// These, by their names in the model. The crate holds them and what they need.
    Operations(BTreeSet<String>),
}

impl Filter {
    /// The filter that wants `needed` as well.
    pub(crate) fn with(&self, needed: &[String]) -> Self {
        match self {
            Self::All => Self::All,
            Self::Operations(names) => Self::Operations(names.iter().chain(needed).cloned().collect()),
        }
    }

    /// Whether `operation` is wanted.
    pub fn wants(&self, operation: &str) -> bool {
        match self {
            Self::All => true,
            Self::Operations(names) => names.contains(operation),
        }
    }
}

//! `paginators.json`: which members of an operation make a listing go on, and which hold what it lists.
//!
//! Every key of botocore's models is listed here.

use indexmap::IndexMap;
use serde::Deserialize;
use serde::de::IgnoredAny;

/// The paginators of a service.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paginators {
    /// Paginators by the operation they are for.
    #[serde(default)]
    pub pagination: IndexMap<String, Paginator>,
    #[serde(default, rename = "version")]
    _version: IgnoredAny,
}

/// A paginator.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paginator {
    /// The members of the input that say where to go on.
    pub input_token: OneOrMore,
    /// Where the output has their next values: JMESPath expressions, in the same order.
    pub output_token: OneOrMore,
    /// Where the output says whether there is more: a JMESPath expression.
    pub more_results: Option<String>,
    /// The member of the input with the size of a page.
    pub limit_key: Option<String>,
    /// Where the output has what is listed: paths of members, the most important first.
    pub result_key: OneOrMore,
    /// What is alike in all pages: paths of members of the output.
    #[serde(default)]
    pub non_aggregate_keys: Vec<String>,
}

/// A string or a list of strings.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum OneOrMore {
    /// A string.
    One(String),
    /// A list.
    More(Vec<String>),
}

impl OneOrMore {
    /// All of them.
    pub fn all(&self) -> &[String] {
        match self {
            Self::One(text) => std::slice::from_ref(text),
            Self::More(texts) => texts,
        }
    }
}

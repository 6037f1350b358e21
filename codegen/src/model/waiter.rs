//! `waiters.json`: which operation to call until its answers show a state.
//!
//! Every key of botocore's models is listed here, and what their newer forms add.

use indexmap::IndexMap;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

/// The waiters of a service.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Waiters {
    /// The format: 2.
    pub version: u32,
    /// Waiters by name.
    #[serde(default)]
    pub waiters: IndexMap<String, Waiter>,
    #[serde(default, rename = "examples")]
    _examples: IgnoredAny,
}

/// A waiter.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Waiter {
    /// The operation to call.
    pub operation: String,
    /// Seconds between calls.
    pub delay: u32,
    /// How often it is called in all.
    pub max_attempts: u32,
    /// What answers mean; the first that matches counts.
    pub acceptors: Vec<Acceptor>,
    /// What it waits for, HTML.
    #[serde(default)]
    pub description: String,
}

/// What an answer means.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Acceptor {
    /// `success`, `failure` or `retry`.
    pub state: String,
    /// `path`, `pathAll`, `pathAny`, `status`, `error`, and newer ones.
    pub matcher: String,
    /// What the matcher compares with.
    pub expected: Value,
    /// The JMESPath expression of matchers that have one.
    pub argument: Option<String>,
    /// How what the expression finds is compared, in newer forms.
    pub comparator: Option<String>,
}

//! The names of services: those to use, and those by which people know them.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use anyhow::{Result, bail};
use codegen::suggest::{Kind, Known, alternatives, nearest, suggest};

use super::models::Models;

/// The services that there are.
pub struct Names<'a> {
    names: BTreeSet<String>,
    /// Where their titles are.
    models: Option<&'a Models>,
}

impl<'a> Names<'a> {
    /// The services of `models`.
    pub fn of(models: &'a Models) -> Result<Self> {
        Ok(Self { names: models.services()?, models: Some(models) })
    }

    /// Services of which no more than `names` is known.
    pub fn only(names: BTreeSet<String>) -> Self {
        Self { names, models: None }
    }

    /// The names to use.
    pub fn all(&self) -> &BTreeSet<String> {
        &self.names
    }

    /// Fails unless `name` is the name of a service. The error suggests services that may be meant.
    pub fn check(&self, name: &str) -> Result<()> {
        if self.names.contains(name) {
            return Ok(());
        }
        unknown("service", name, &self.suggestions(name), &self.names)
    }

    /// The services that `name` may stand for, the likeliest first.
    pub fn suggestions(&self, name: &str) -> Vec<&str> {
        // a model that cannot be read is no reason to suggest nothing
        let metadata = |service| self.models.and_then(|models| models.metadata_of(service).ok());
        let titles: BTreeMap<_, _> = self.names.iter().map(|service| (service, metadata(service))).collect();
        let mut known = Vec::new();
        for service in &self.names {
            let mut add = |kind, called| known.push(Known { answer: service, called, kind });
            add(Kind::Name, service);
            SYNONYMS.get(service).into_iter().flatten().for_each(|synonym| add(Kind::Name, synonym));
            if let Some(Some(metadata)) = titles.get(service) {
                metadata.titles().for_each(|title| add(Kind::Title, title));
                metadata.codes().for_each(|code| add(Kind::Code, code));
            }
        }
        suggest(name, known)
    }
}

/// What no model says of how services are called, by service.
static SYNONYMS: LazyLock<BTreeMap<String, Vec<String>>> = LazyLock::new(|| {
    // a test reads it too
    toml::from_str(include_str!("synonyms.toml")).unwrap_or_default()
});

/// Fails unless `name` is one of the `known` things called `what`. The error suggests those that may be meant.
pub fn check(what: &str, name: &str, known: &BTreeSet<String>) -> Result<()> {
    match known.contains(name) {
        true => Ok(()),
        false => unknown(what, name, &nearest(name, known.iter().map(String::as_str)), known),
    }
}

/// So many names can be listed in an error.
const FEW: usize = 20;

/// The error for a `name` of no `what`, which there are `known` of.
fn unknown(what: &str, name: &str, close: &[&str], known: &BTreeSet<String>) -> Result<()> {
    if !close.is_empty() {
        bail!("unknown {what} {name:?}; did you mean {}?", alternatives(close));
    }
    if known.len() <= FEW {
        let all: Vec<_> = known.iter().map(String::as_str).collect();
        bail!("unknown {what} {name:?}; there are {}", all.join(", "));
    }
    bail!("unknown {what} {name:?}; none of the {} has a name like it", known.len())
}

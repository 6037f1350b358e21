//! What the manifest of a crate offers: its name, and its features.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use serde::Deserialize;

/// The parts of a manifest that users depend on.
pub struct Manifest {
    /// The name of the crate in code: `tucuxi_s3`.
    pub krate: String,
    features: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
struct Document {
    package: Package,
    #[serde(default)]
    features: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
}

impl Manifest {
    /// The manifest with this text.
    pub fn parse(text: &str) -> Result<Self> {
        let document: Document = toml::from_str(text).context("Cargo.toml is malformed")?;
        Ok(Self { krate: document.package.name.replace('-', "_"), features: document.features })
    }

    /// Whether the conditions of a line can hold: hand-written code has features that a crate with few operations lacks.
    pub fn compiles(&self, line: &str) -> bool {
        let mut rest = line;
        while let Some((condition, behind)) =
            rest.strip_prefix("#[cfg(").and_then(|rest| rest.split_once(")] "))
        {
            let feature = condition.strip_prefix("feature = \"").and_then(|name| name.strip_suffix('"'));
            if feature.is_some_and(|feature| !self.features.contains_key(feature)) {
                return false;
            }
            rest = behind;
        }
        true
    }

    /// A line for each feature, and one for each feature that another switches on. What a feature switches on in other
    /// crates is not said.
    pub fn lines(&self) -> impl Iterator<Item = String> {
        self.features.iter().flat_map(|(name, others)| {
            let own = others.iter().filter(|other| self.features.contains_key(*other));
            let line = format!("feature {}/{name}", self.krate);
            let with = own.map(|other| format!("{line} = {other}")).collect::<Vec<_>>();
            std::iter::once(line).chain(with)
        })
    }
}

//! `Cargo.toml`.

use crate::ir::{CustomFeature, Package, Part, Service};
use crate::output::MANIFEST_HEADER;
use std::collections::{BTreeMap, BTreeSet};

/// The manifest of a service crate.
pub(super) fn service(service: &Service) -> String {
    let Package { name, features, custom_features, .. } = &service.package;
    let features: Vec<String> = features.iter().map(|feature| format!("\"{feature}\"")).collect();
    let features = match features.as_slice() {
        [] => String::new(),
        features => format!(", features = [{}]", features.join(", ")),
    };
    let custom: String = custom_features.iter().map(custom_feature).collect();
    let crates =
        dependencies(custom_features, |feature| &feature.crates, " = { workspace = true, optional = true }");
    let examples = dependencies(custom_features, |feature| &feature.examples, ".workspace = true");
    let title = &service.title;
    format!(
        r#"{MANIFEST_HEADER}
[package]
name = "{name}"
description = "{title} for Rust, by Tucuxi"
{INHERITED}
[features]
default = ["http", "credentials", "tracing"]
# The HTTP layer of the runtime.
http = ["tucuxi/http"]
# Credentials from wherever boto3 finds them; without it from environment variables, files and processes.
credentials = ["tucuxi/credentials", "dep:tucuxi-identity"]
# Spans and events of the crate `tracing`.
tracing = ["tucuxi/tracing"]
# Calls by name, with JSON in and out.
json = ["tucuxi/json"]
{custom}
[dependencies]
tucuxi = {{ workspace = true{features} }}
{crates}tucuxi-identity = {{ workspace = true, optional = true }}
tucuxi-partitions.workspace = true

[dev-dependencies]
# for the examples in the documentation
{examples}tokio.workspace = true

[lints]
workspace = true
"#
    )
}

/// A line for each crate that `of` names in a feature.
fn dependencies(
    features: &[CustomFeature],
    of: impl Fn(&CustomFeature) -> &[String],
    ending: &str,
) -> String {
    let names: BTreeSet<&String> = features.iter().flat_map(of).collect();
    names.iter().map(|name| format!("{name}{ending}\n")).collect()
}

/// The lines of a feature of hand-written code.
fn custom_feature(feature: &CustomFeature) -> String {
    let runtime = feature.runtime.iter().map(|name| format!("\"tucuxi/{name}\""));
    let crates = feature.crates.iter().map(|name| format!("\"dep:{name}\""));
    let brings = feature.brings.iter().map(|name| format!("\"{name}\""));
    let needed: Vec<String> = runtime.chain(crates).chain(brings).collect();
    format!("# {}\n{} = [{}]\n", feature.docs.replace('\n', "\n# "), feature.name, needed.join(", "))
}

/// What every manifest takes from its workspace.
const INHERITED: &str = "\
version.workspace = true
edition.workspace = true
rust-version.workspace = true
license.workspace = true
";

/// The manifest of `tucuxi-identity`. Each of its features switches on what it needs of the runtime: the providers that
/// have the same feature there, and protocols.
pub(super) fn identity(parts: &[Part]) -> String {
    let mut needed: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for Part { service, feature, .. } in parts {
        let needed = needed.entry(feature).or_default();
        needed.insert(feature);
        needed.extend(service.package.features.iter().map(String::as_str));
    }
    let quoted = |prefix: &str, names: &mut dyn Iterator<Item = &&str>| {
        names.map(|name| format!("\"{prefix}{name}\"")).collect::<Vec<_>>().join(", ")
    };
    let rare: BTreeSet<_> = parts.iter().filter(|part| part.rare).map(|part| part.feature.as_str()).collect();
    let names = quoted("", &mut needed.keys().filter(|name| !rare.contains(*name)));
    let rows = needed.iter().map(|(name, of)| format!("{name} = [{}]\n", quoted("tucuxi/", &mut of.iter())));
    let features: String = rows.collect();
    format!(
        r#"{MANIFEST_HEADER}
[package]
name = "tucuxi-identity"
description = "The operations of AWS that Tucuxi fetches credentials by"
{INHERITED}
[features]
default = [{names}]
{features}
[dependencies]
tucuxi.workspace = true
tucuxi-partitions.workspace = true

[lints]
workspace = true
"#
    )
}

/// The manifest of `tucuxi-partitions`.
pub(super) fn partitions() -> String {
    format!(
        r#"{MANIFEST_HEADER}
[package]
name = "tucuxi-partitions"
description = "The partitions, services and regions of AWS, for Tucuxi"
{INHERITED}
[features]
default = ["regions"]
# `available_services`, `available_regions` and the like on sessions; service crates do without.
regions = []

[dependencies]
tucuxi.workspace = true

[lints]
workspace = true
"#
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feature_brings_the_crates_that_it_needs() {
        let texts = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let feature = CustomFeature {
            name: "ice".to_owned(),
            docs: "Ice,\nand snow.".to_owned(),
            runtime: texts(&["cold"]),
            crates: texts(&["tucuxi-ice"]),
            examples: texts(&["serde"]),
            brings: texts(&["snow"]),
        };
        let lines = custom_feature(&feature);
        assert_eq!(lines, "# Ice,\n# and snow.\nice = [\"tucuxi/cold\", \"dep:tucuxi-ice\", \"snow\"]\n");
        let features = [feature];
        let crates = dependencies(&features, |feature| &feature.crates, ".workspace = true");
        assert_eq!(crates, "tucuxi-ice.workspace = true\n");
    }
}

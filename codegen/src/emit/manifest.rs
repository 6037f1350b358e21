//! `Cargo.toml`.

use crate::ir::{Protocol, Service};
use crate::output::MANIFEST_HEADER;
use crate::settings::Settings;

/// The manifest of a service crate.
pub(super) fn service(service: &Service, settings: &Settings, name: &str) -> String {
    let protocol = match service.protocol {
        Protocol::Json | Protocol::RestJson => None,
        Protocol::RestXml | Protocol::Query | Protocol::Ec2 => Some("xml"),
        Protocol::Cbor => Some("cbor"),
    };
    let features = protocol.into_iter().chain(settings.features.iter().map(String::as_str));
    let features: Vec<String> = features.map(|feature| format!("\"{feature}\"")).collect();
    let features = match features.as_slice() {
        [] => String::new(),
        features => format!(", features = [{}]", features.join(", ")),
    };
    let title = &service.title;
    format!(
        r#"{MANIFEST_HEADER}
[package]
name = "{name}"
description = "{title} for Rust, by Tucuxi"
version.workspace = true
edition.workspace = true
rust-version.workspace = true
license.workspace = true

[features]
default = []
# Calls by name, with JSON in and out.
json = ["tucuxi/json"]

[dependencies]
tucuxi = {{ workspace = true{features} }}
tucuxi-partitions.workspace = true

[dev-dependencies]
# for the examples in the documentation
tokio.workspace = true

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
description = "The partitions of AWS, as Tucuxi's endpoint rules need them"
version.workspace = true
edition.workspace = true
rust-version.workspace = true
license.workspace = true

[dependencies]
tucuxi.workspace = true

[lints]
workspace = true
"#
    )
}

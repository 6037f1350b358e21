//! `cargo xtask wire`: a program made of some services that tells what their requests look like, and reads responses.
//!
//! The program is the hand-written code of `tests/wire/runner/` with a table of the services' crates.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitStatus;

use anyhow::{Context as _, Result};

use crate::conformance::runner::{Runner, read};
use crate::generate::{self, Request};
use crate::project::Project;

/// What the runner depends on besides the services.
const DEPENDENCIES: &[(&str, &str)] = &[
    ("base64-simd", "\"0.8\""),
    ("serde", "{ version = \"1\", features = [\"derive\"] }"),
    // fields of forms have an order
    ("serde_json", "{ version = \"1\", features = [\"preserve_order\"] }"),
    ("tokio", "{ version = \"1\", features = [\"rt\", \"time\"] }"),
];

/// Builds the runner of `services` and runs it on this process's standard input and output.
pub fn run(project: &Project, services: &[String]) -> Result<ExitStatus> {
    let services: BTreeSet<_> = services.iter().cloned().collect();
    generate_missing(project, &services)?;
    let sources = project.root().join("tests/wire/runner");
    let mut runner = Runner::of("wire", &sources, project.target().join("wire"))?;
    runner.path_dependency("tucuxi", &project.sdk().join("runtime"), &["gzip", "json", "sigv4a"]);
    for (name, value) in DEPENDENCIES {
        runner.dependency(name, value);
    }
    let mut crates = Vec::new();
    for service in &services {
        let dir = project.services().join(service);
        let name = package_name(&dir)?;
        runner.path_dependency(&name, &dir, &["json"]);
        crates.push((service.as_str(), name));
    }
    runner.file("src/services.rs", table(&crates));
    runner.command(project)?.status().context("cannot start cargo")
}

/// Generates the crates that are not there.
fn generate_missing(project: &Project, services: &BTreeSet<String>) -> Result<()> {
    let is_missing = |name: &&String| !project.services().join(name).join("Cargo.toml").exists();
    let missing: Vec<_> = services.iter().filter(is_missing).cloned().collect();
    if !missing.is_empty() {
        generate::run(project, &Request { services: missing, ..Request::default() })?;
    }
    Ok(())
}

/// The name of the crate in a folder.
fn package_name(dir: &Path) -> Result<String> {
    let path = dir.join("Cargo.toml");
    let manifest: toml::Table =
        read(&path)?.parse().with_context(|| format!("{} is malformed", path.display()))?;
    let name = manifest.get("package").and_then(|package| package.get("name")).and_then(toml::Value::as_str);
    Ok(name.with_context(|| format!("{} names no package", path.display()))?.to_owned())
}

/// The service with presigned POST. The file `post.rs` of the runner needs its crate.
const WITH_POST: &str = "s3";

/// `src/services.rs`: the services and their crates.
fn table(crates: &[(&str, String)]) -> String {
    let mut text = String::from("//! The services.\n\nuse crate::Service;\n");
    if crates.iter().any(|(service, _)| *service == WITH_POST) {
        text.push_str("\n#[path = \"post.rs\"]\nmod post;\n");
    }
    text.push_str("\n/// All services.\npub const SERVICES: &[Service] = &[\n");
    for (service, name) in crates {
        let name = name.replace('-', "_");
        let post = if *service == WITH_POST { "Some(post::presigned)" } else { "None" };
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "    Service {{ name: {service:?}, operation: {name}::json::operation, \
             exception: {name}::json::exception, presigned_post: {post} }},"
        );
    }
    text + "];\n"
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_table_names_crates_as_rust_does() {
        let text = table(&[("cognito-idp", "tucuxi-cognito-idp".to_owned())]);
        assert!(text.contains(r#"name: "cognito-idp", operation: tucuxi_cognito_idp::json::operation"#));
        assert!(text.contains("presigned_post: None") && !text.contains("mod post"));
        let text = table(&[("s3", "tucuxi-s3".to_owned())]);
        assert!(text.contains("mod post;") && text.contains("presigned_post: Some(post::presigned)"));
    }

    #[test]
    fn the_name_of_a_crate_is_read_from_its_manifest() {
        let dir = tempfile::tempdir().unwrap();
        assert!(package_name(dir.path()).unwrap_err().to_string().contains("cannot read"));
        std::fs::write(dir.path().join("Cargo.toml"), "[package]\nname = \"tucuxi-a\"\n").unwrap();
        assert_eq!(package_name(dir.path()).unwrap(), "tucuxi-a");
    }
}

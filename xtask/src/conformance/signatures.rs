//! The AWS test suite of Signature Version 4, and random requests signed beside the crate `aws-sigv4`: `tests/signatures`.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

use super::Case;
use super::runner::parse_cases;
use crate::generate::{self, Request};
use crate::project::Project;

/// The folders of data.
pub const FOLDERS: &[&str] = &["sigv4"];

const MANIFEST: &str = "tests/signatures/Cargo.toml";

/// Runs the data in `dir`.
pub fn run(project: &Project, dir: &Path) -> Result<Vec<Case>> {
    ensure_services(project)?;
    let suite = dir.join("sigv4").canonicalize()?;
    let output = cargo(project, "run").arg("--").arg(suite).stderr(Stdio::inherit()).output();
    let output = output.context("cannot start cargo")?;
    if !output.status.success() {
        bail!("the runner of signatures did not build or broke off ({})", output.status);
    }
    parse_cases(&output.stdout)
}

/// Signs `count` random requests beside the crate `aws-sigv4`.
pub fn beside_peer(project: &Project, seed: u64, count: usize) -> Result<()> {
    ensure_services(project)?;
    let mut command = cargo(project, "test");
    command.env("SIGNATURES_SEED", seed.to_string()).env("SIGNATURES_COUNT", count.to_string());
    let status = command.status().context("cannot start cargo")?;
    if !status.success() {
        bail!("signatures are not those of aws-sigv4 (SIGNATURES_SEED={seed} SIGNATURES_COUNT={count})");
    }
    Ok(())
}

fn cargo(project: &Project, task: &str) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args([task, "--quiet", "--manifest-path", MANIFEST]).current_dir(project.root());
    command.stdin(Stdio::null());
    command
}

/// Generates the crate that the signing client is of, if it is not there.
fn ensure_services(project: &Project) -> Result<()> {
    if !project.services().join("sts/Cargo.toml").exists() {
        generate::run(project, &Request { services: vec!["sts".to_owned()], ..Request::default() })?;
    }
    Ok(())
}

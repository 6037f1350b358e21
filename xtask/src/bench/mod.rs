//! The benchmarks: Tucuxi beside aws-sdk-rust and others, measured in one run on one machine.

pub mod calls;
pub mod compile;
pub mod guard;
pub mod items;
pub mod packages;
pub mod rustc;
mod server;
pub mod transfers;

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, ensure};

use crate::project::Project;

/// Whom this checkout is measured beside.
#[derive(Debug)]
pub struct Sides {
    /// aws-sdk-rust.
    pub peer: bool,
    /// Another checkout of this repository, as it was before a change.
    pub before: Option<Project>,
}

/// The benchmarks' own workspace; it keeps its own target folder, so that nothing else is rebuilt for it.
fn workspace(project: &Project) -> PathBuf {
    project.root().join("tests/bench")
}

/// A cargo command in the benchmarks' workspace.
fn cargo(project: &Project, arguments: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(workspace(project)).env("CARGO_TARGET_DIR", target(project));
    command
}

fn target(project: &Project) -> PathBuf {
    project.target().join("bench")
}

/// Builds a program of the benchmarks in release, for which the crates of `services` must be generated, and tells where it lies.
fn build(project: &Project, program: &str, services: &[&str]) -> Result<PathBuf> {
    require_services(project, services)?;
    succeed(&mut cargo(project, &["build", "--release", "--bin", program]))?;
    Ok(target(project).join("release").join(program))
}

/// The generated crates that the benchmarks build must be there.
fn require_services(project: &Project, names: &[&str]) -> Result<()> {
    for name in names {
        let manifest = project.services().join(name).join("Cargo.toml");
        let root = project.root().display();
        ensure!(
            manifest.is_file(),
            "the crate of {name} is not generated: run `cargo xtask codegen` in {root}"
        );
    }
    Ok(())
}

/// Runs `command` to its end and fails unless it succeeds.
fn succeed(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("cannot start {command:?}"))?;
    ensure!(status.success(), "{command:?} ended with {status}");
    Ok(())
}

/// The size of the newest file in `folder` whose name starts with `prefix` and ends with `suffix`, in bytes.
fn newest_size(folder: &Path, prefix: &str, suffix: &str) -> Result<u64> {
    let mut newest = None;
    for entry in std::fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with(prefix) && name.ends_with(suffix) {
            let metadata = entry.metadata()?;
            newest = newest.max(Some((metadata.modified()?, metadata.len())));
        }
    }
    newest.map(|(_, size)| size).with_context(|| format!("no {prefix}*{suffix} in {}", folder.display()))
}

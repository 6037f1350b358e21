//! rustfmt, over all hand-written code.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use super::{Outcome, Stage, cargo};
use crate::project::Project;

pub const STAGE: Stage = Stage { name: "format", about: "rustfmt agrees with the code", needs: &[], run };

fn run(project: &Project) -> Result<Outcome> {
    cargo::run(project, &["fmt", "--all", "--check"])?;
    // the additions to generated crates belong to no workspace of their own
    let mut files = Vec::new();
    for service in entries(&project.services()) {
        sources(&service.join("src/custom"), &mut files);
    }
    for folder in ["tests", "examples"] {
        sources(&project.root().join(folder), &mut files);
    }
    if !files.is_empty() {
        let mut command = Command::new("rustfmt");
        command.args(["--check", "--edition", "2024"]).args(&files).current_dir(project.root());
        if !command.status().context("cannot run rustfmt")?.success() {
            bail!("rustfmt --check fails");
        }
    }
    Ok(Outcome::Passed(String::new()))
}

/// The Rust files below `dir`, without what cargo built there.
fn sources(dir: &Path, files: &mut Vec<PathBuf>) {
    for path in entries(dir) {
        if path.is_dir() && !path.ends_with("target") {
            sources(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

fn entries(dir: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> =
        std::fs::read_dir(dir).into_iter().flatten().flatten().map(|e| e.path()).collect();
    paths.sort();
    paths
}

//! rustfmt, over all hand-written code.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use super::{Mode, Outcome, Stage, process};
use crate::project::Project;

pub const STAGE: Stage = Stage { name: "format", about: "rustfmt agrees with the code", needs: &[], run };

fn run(project: &Project, _: Mode) -> Result<Outcome> {
    process::cargo(project, &["fmt", "--all", "--check"])?;
    // the additions to generated crates belong to no workspace of their own
    let mut files = Vec::new();
    for service in entries(&project.services()) {
        sources(&service.join("src/custom"), &mut files);
    }
    for folder in ["tests", "examples", "fuzz", "sdk/object-store"] {
        sources(&project.root().join(folder), &mut files);
    }
    let wrong = files.iter().filter_map(|file| difference(project, file).transpose());
    let wrong: Vec<String> = wrong.collect::<Result<_>>()?;
    if !wrong.is_empty() {
        bail!("rustfmt would change\n{}", wrong.join("\n"));
    }
    Ok(Outcome::Passed(String::new()))
}

/// The file's name and what rustfmt would change in it. It reads the file from its input, since it would go on to the
/// modules of a file it opens itself, and some of them are generated only when they are needed. (Its exit code says
/// nothing then.)
fn difference(project: &Project, file: &Path) -> Result<Option<String>> {
    let mut command = Command::new("rustfmt");
    command.args(["--check", "--edition", "2024", "--color", "never"]).current_dir(project.root());
    let input = File::open(file).with_context(|| format!("cannot open {}", file.display()))?;
    let output = command.stdin(input).output().context("cannot run rustfmt")?;
    if output.status.success() && output.stdout.is_empty() {
        return Ok(None);
    }
    let text = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    Ok(Some(format!("{}: {}", file.display(), text.trim_end())))
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

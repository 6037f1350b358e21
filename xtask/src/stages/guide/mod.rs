//! README.md and the pages in `docs/`: their code runs, their commands exist, their links lead somewhere.
//!
//! - A block in Rust or Python is a quotation of a file that a stage runs ([`quotations`]).
//! - A block that begins with `[dependencies]` is made into a package and built; a whole program beside it is run
//!   ([`packages`]).
//! - Commands are parsed, not run ([`commands`]): some of them take minutes, or wait for a user.

mod blocks;
mod commands;
mod links;
mod packages;
mod quotations;

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, ensure};

use super::{Mode, Outcome, Stage, process};
use crate::emulator::Emulator;
use crate::project::Project;

pub const STAGE: Stage = Stage {
    name: "guide",
    about: "the code, the commands and the links in README.md and docs/ are right",
    needs: &["codegen", "emulator"],
    run,
};

const MANIFEST: [&str; 2] = ["--manifest-path", "tests/guide/Cargo.toml"];

/// The handlers of boto3's events that a page quotes.
const EVENTS: &str = "tests/guide/events.py";

/// A page for users.
struct Page {
    /// Its path from the root of the checkout, with slashes.
    path: String,
    text: String,
}

fn run(project: &Project, _: Mode) -> Result<Outcome> {
    let pages = pages(project)?;
    let quoted = quotations::check(project, &pages)?;
    let commands = commands::check(project, &pages)?;
    let links = links::check(project, &pages)?;
    process::clippy(project, &MANIFEST)?;
    process::cargo(project, &[&["test"], &MANIFEST[..]].concat())?;
    let emulator = Emulator::start(project)?;
    let packages = packages::check(project, &pages, &emulator)?;
    let python = Emulator::environment(project)?;
    let mut command = Command::new(python.python());
    command.args(["-B", EVENTS]).current_dir(project.root()).envs(emulator.settings());
    ensure!(command.status().context("cannot run Python")?.success(), "{EVENTS} fails");
    Ok(Outcome::Passed(format!(
        "{quoted} quotations, {packages} packages, {commands} commands, {links} links"
    )))
}

/// README.md and all pages in `docs/`, sorted.
fn pages(project: &Project) -> Result<Vec<Page>> {
    let mut paths = vec!["README.md".to_owned()];
    collect(project.root(), "docs", &mut paths)?;
    paths.sort();
    let read = |path: String| {
        let file = project.root().join(&path);
        let text = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        Ok(Page { path, text })
    };
    paths.into_iter().map(read).collect()
}

fn collect(root: &Path, folder: &str, paths: &mut Vec<String>) -> Result<()> {
    let entries = fs::read_dir(root.join(folder)).with_context(|| format!("cannot read {folder}"))?;
    for entry in entries {
        let entry = entry.with_context(|| format!("cannot read {folder}"))?;
        let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            collect(root, &path, paths)?;
        } else if path.ends_with(".md") {
            paths.push(path);
        }
    }
    Ok(())
}

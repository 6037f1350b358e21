//! Generated clients against a server that does what it should not, over http and TLS.

use anyhow::Result;

use super::{Mode, Outcome, Stage, cargo};
use crate::project::Project;

pub const STAGE: Stage = Stage {
    name: "faults",
    about: "what servers, proxies and programs do wrong is an error, and does no harm",
    needs: &["codegen"],
    run,
};

const MANIFEST: [&str; 2] = ["--manifest-path", "tests/faults/Cargo.toml"];

fn run(project: &Project, mode: Mode) -> Result<Outcome> {
    let clippy = [&["clippy", "--no-deps", "--all-targets"], &MANIFEST[..], &["--", "-D", "warnings"]];
    cargo::run(project, &clippy.concat())?;
    let long: &[&str] = if mode.long { &["--", "--include-ignored"] } else { &[] };
    cargo::run(project, &[&["test"], &MANIFEST[..], long].concat())?;
    Ok(Outcome::Passed(String::new()))
}

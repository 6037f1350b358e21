//! clippy, with warnings denied.

use anyhow::Result;

use super::{Mode, Outcome, Stage, cargo};
use crate::project::Project;

pub const STAGE: Stage = Stage { name: "lints", about: "clippy has nothing to say", needs: &[], run };

fn run(project: &Project, _: Mode) -> Result<Outcome> {
    let deny = ["--", "-D", "warnings"];
    cargo::run(
        project,
        &[&["clippy", "--workspace", "--all-targets", "--all-features"], &deny[..]].concat(),
    )?;
    // what users get without asking for features must be as clean, and what those get who leave some out
    cargo::run(project, &[&["clippy", "-p", "tucuxi"], &deny[..]].concat())?;
    for features in ["", "container,login", "imds,roles", "sso,hyper", "sigv4a", "sigv2"] {
        let some = ["clippy", "-p", "tucuxi", "--no-default-features", "--features", features];
        cargo::run(project, &[&some, &deny[..]].concat())?;
    }
    Ok(Outcome::Passed(String::new()))
}

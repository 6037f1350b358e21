//! What clippy and the tests say of the tools and the runtime, the generator's goldens among them.

use anyhow::Result;

use super::{Mode, Outcome, Stage, process};
use crate::project::Project;

pub const LINTS: Stage = Stage { name: "lints", about: "clippy has nothing to say", needs: &[], run: lints };

fn lints(project: &Project, _: Mode) -> Result<Outcome> {
    let deny = ["--", "-D", "warnings"];
    process::cargo(
        project,
        &[&["clippy", "--workspace", "--all-targets", "--all-features"], &deny[..]].concat(),
    )?;
    // what users get without asking for features must be as clean, and what those get who leave some out
    process::cargo(project, &[&["clippy", "-p", "tucuxi"], &deny[..]].concat())?;
    for features in ["", "container,login", "imds,roles", "sso,hyper", "sigv4a", "sigv2"] {
        let some = ["clippy", "-p", "tucuxi", "--no-default-features", "--features", features];
        process::cargo(project, &[&some, &deny[..]].concat())?;
    }
    Ok(Outcome::Passed(String::new()))
}

pub const UNIT: Stage =
    Stage { name: "unit", about: "unit tests of generator, runtime and tools", needs: &[], run: unit };

fn unit(project: &Project, _: Mode) -> Result<Outcome> {
    process::cargo(project, &["test", "--workspace", "--all-features"])?;
    Ok(Outcome::Passed(String::new()))
}

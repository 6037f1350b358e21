//! Sessions: the same homes for botocore and for us, and what one program does with several.

use anyhow::{Context as _, Result, bail};

use super::{Mode, Outcome, Stage, cargo, python};
use crate::project::Project;
use crate::python::environment::Environment;

pub const STAGE: Stage = Stage {
    name: "sessions",
    about: "credentials and settings of many homes as botocore finds them",
    needs: &["codegen"],
    run,
};

const MANIFEST: [&str; 2] = ["--manifest-path", "tests/sessions/Cargo.toml"];
const REQUIREMENTS: &str = include_str!("../../python/sessions.txt");

fn run(project: &Project, _: Mode) -> Result<Outcome> {
    let clippy = [&["clippy", "--no-deps", "--all-targets"], &MANIFEST[..], &["--", "-D", "warnings"]];
    cargo::run(project, &clippy.concat())?;
    // that builds the program, too
    cargo::run(project, &[&["test"], &MANIFEST[..]].concat())?;
    let python = Environment::ensure(project, "sessions", REQUIREMENTS)?;
    let mut done = Vec::new();
    for (script, program) in [("tests/sessions", "resolve"), ("tests/sessions/regions.py", "regions")] {
        let program = format!("{program}{}", std::env::consts::EXE_SUFFIX);
        let program = project.target().join("debug").join(program);
        let program = program.to_str().context("the path of the checkout is no text")?;
        let (passes, totals) = python::run(project, &python, &[script, program])?;
        if !passes {
            bail!("sessions differ: {totals}");
        }
        done.push(totals);
    }
    Ok(Outcome::Passed(done.join("; ")))
}

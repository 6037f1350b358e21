//! Runs against the emulator: create, read, list and delete by generated crates, with boto3 looking at the same state.

use anyhow::Result;

use super::{Mode, Outcome, Stage, cargo};
use crate::emulator::Emulator;
use crate::project::Project;

pub const STAGE: Stage = Stage {
    name: "scenarios",
    about: "what generated crates do to the emulator, boto3 sees",
    needs: &["crates", "emulator"],
    run,
};

const MANIFEST: [&str; 2] = ["--manifest-path", "tests/scenarios/Cargo.toml"];

fn run(project: &Project, _: Mode) -> Result<Outcome> {
    let emulator = Emulator::start(project)?;
    let mut settings = Vec::from(emulator.settings());
    let python = Emulator::environment(project)?.python().display().to_string();
    settings.push(("TUCUXI_TEST_PYTHON", python));
    let test = [&["test"], &MANIFEST[..]].concat();
    let clippy = [&["clippy", "--no-deps", "--all-targets"], &MANIFEST[..]].concat();
    cargo::run(project, &[&clippy[..], &["--", "-D", "warnings"]].concat())?;
    // one at a time: they share the emulator's state
    cargo::run_with(project, &[&test[..], &["--", "--test-threads", "1"]].concat(), &settings)?;
    Ok(Outcome::Passed(String::new()))
}

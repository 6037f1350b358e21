//! The programs in `examples/`, run against the emulator as a newcomer does, and the function for Lambda.

use std::process::Command;

use anyhow::{Context as _, Result, ensure};

use super::{Mode, Outcome, Stage, process};
use crate::emulator::Emulator;
use crate::project::Project;

pub const STAGE: Stage = Stage {
    name: "examples",
    about: "the programs in examples/ do their work on the emulator",
    needs: &["codegen", "emulator"],
    run,
};

const MANIFEST: [&str; 2] = ["--manifest-path", "examples/Cargo.toml"];
const LAMBDA: [&str; 2] = ["--manifest-path", "examples/lambda/Cargo.toml"];

/// The two programs that `docs/from-boto3.md` quotes.
pub const GUIDE_RUST: &str = "examples/src/bin/guide.rs";
pub const GUIDE_PYTHON: &str = "examples/guide.py";

/// What a program of ours is compared with.
const IMPORTER_PYTHON: &str = "examples/importer.py";

fn run(project: &Project, _: Mode) -> Result<Outcome> {
    for manifest in [MANIFEST, LAMBDA] {
        process::clippy(project, &manifest)?;
    }
    // its events and the responses of the service come from the test
    process::cargo(project, &[&["test"], &LAMBDA[..]].concat())?;
    let programs = programs(project)?;
    ensure!(!programs.is_empty(), "there are no programs in examples/src/bin");
    let emulator = Emulator::start(project)?;
    let mut settings = Vec::from(emulator.settings());
    let profiles = project.root().join("examples/aws.ini");
    settings.push(("AWS_CONFIG_FILE", profiles.display().to_string()));
    for program in &programs {
        process::cargo_with(project, &[&["run", "--bin", program], &MANIFEST[..]].concat(), &settings)?;
    }
    let python = Emulator::environment(project)?;
    for program in [GUIDE_PYTHON, IMPORTER_PYTHON] {
        let mut command = Command::new(python.python());
        command
            .args(["-B", program])
            .current_dir(project.root())
            .envs(settings.iter().map(|(name, value)| (name, value)));
        ensure!(command.status().context("cannot run Python")?.success(), "{program} fails");
    }
    Ok(Outcome::Passed(format!("{} programs", programs.len() + 3)))
}

/// The names of the programs, sorted.
fn programs(project: &Project) -> Result<Vec<String>> {
    let folder = project.root().join("examples/src/bin");
    let entries = std::fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let files = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut names: Vec<_> = files.filter_map(|file| file.strip_suffix(".rs").map(str::to_owned)).collect();
    names.sort();
    Ok(names)
}

//! Against emulators of AWS: that moto starts, answers boto3 and is gone afterwards; and create, read, list and delete by
//! generated crates, with boto3 looking at the same state, and S3 on a server that verifies signatures.

use std::process::Command;

use anyhow::{Context as _, Result, bail};

use super::{Mode, Outcome, Stage, process};
use crate::emulator::{Dynalite, Emulator, S3s};
use crate::project::Project;
use crate::python::environment::Environment;

pub const EMULATOR: Stage =
    Stage { name: "emulator", about: "the emulator starts and answers boto3", needs: &[], run: emulator };

/// Asks who it is, with the settings that the emulator prints for people.
const CALL: &str = "import boto3; print(boto3.client('sts').get_caller_identity()['Account'])";

fn emulator(project: &Project, _: Mode) -> Result<Outcome> {
    let emulator = Emulator::start(project)?;
    let python = Emulator::environment(project)?;
    let mut command = Command::new(python.python());
    command.args(["-c", CALL]).envs(emulator.settings());
    let output = command.output().context("cannot run Python")?;
    if String::from_utf8_lossy(&output.stdout).trim() != "123456789012" {
        bail!("boto3 cannot call the emulator: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    let port = emulator.port();
    drop(emulator);
    if std::net::TcpStream::connect(("127.0.0.1", port)).is_ok() {
        bail!("the emulator still listens after it was stopped");
    }
    Ok(Outcome::Passed(String::new()))
}

pub const SCENARIOS: Stage = Stage {
    name: "scenarios",
    about: "what generated crates do to the emulator, boto3 sees; s3s-fs accepts their signatures; tables on dynalite too",
    needs: &["crates", "emulator"],
    run: scenarios,
};

const MANIFEST: [&str; 2] = ["--manifest-path", "tests/scenarios/Cargo.toml"];

/// The scenario that `docs/guide/tables.md` quotes.
pub const TABLES_GUIDE: &str = "tests/scenarios/tests/tables/guide.rs";

fn scenarios(project: &Project, mode: Mode) -> Result<Outcome> {
    let emulator = Emulator::start(project)?;
    let mut settings = Vec::from(emulator.settings());
    let python = Emulator::environment(project)?.python().display().to_string();
    settings.push(("TUCUXI_TEST_PYTHON", python));
    settings.push(("TUCUXI_TEST_CLI", Environment::cli(project)?.python().display().to_string()));
    let s3s = S3s::start(project)?;
    settings.extend(s3s.settings());
    let dynalite = Dynalite::start(project)?;
    settings.push(("TUCUXI_TEST_DYNALITE", dynalite.url().to_owned()));
    // as boto3, which has the checksums of AWS at any endpoint
    for name in ["AWS_REQUEST_CHECKSUM_CALCULATION", "AWS_RESPONSE_CHECKSUM_VALIDATION"] {
        settings.push((name, "when_supported".to_owned()));
    }
    let test = [&["test"], &MANIFEST[..]].concat();
    process::clippy(project, &MANIFEST)?;
    // one at a time: they share the emulator's state
    let long: &[&str] = if mode.long { &["--include-ignored"] } else { &[] };
    let test = [&test[..], &["--", "--test-threads", "1"], long].concat();
    process::cargo_with(project, &test, &settings)?;
    Ok(Outcome::Passed(String::new()))
}

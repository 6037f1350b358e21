//! That the emulator starts, answers boto3, and is gone afterwards.

use std::process::Command;

use anyhow::{Context as _, Result, bail};

use super::{Mode, Outcome, Stage};
use crate::emulator::Emulator;
use crate::project::Project;

pub const STAGE: Stage =
    Stage { name: "emulator", about: "the emulator starts and answers boto3", needs: &[], run };

/// Asks who it is, with the settings that the emulator prints for people.
const CALL: &str = "import boto3; print(boto3.client('sts').get_caller_identity()['Account'])";

fn run(project: &Project, _: Mode) -> Result<Outcome> {
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

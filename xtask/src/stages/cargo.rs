//! Running cargo as a stage does: its output goes to the terminal, and a failure names the command.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

use crate::project::Project;

/// Runs `cargo ARGS` at the root of the checkout.
pub fn run(project: &Project, args: &[&str]) -> Result<()> {
    run_with(project, args, &[])
}

/// Runs `cargo ARGS` with these environment variables.
pub fn run_with(project: &Project, args: &[&str], variables: &[(&str, String)]) -> Result<()> {
    let status =
        command(project, args).envs(variables.iter().cloned()).status().context("cannot run cargo")?;
    if !status.success() {
        bail!("cargo {} fails", args.join(" "));
    }
    Ok(())
}

/// Runs `cargo ARGS` and fails on any warning. (Turning warnings into errors by flags would rebuild everything.)
pub fn run_without_warnings(project: &Project, args: &[&str]) -> Result<()> {
    let mut child = command(project, args).stderr(Stdio::piped()).spawn().context("cannot run cargo")?;
    let mut warnings = 0;
    for line in BufReader::new(child.stderr.take().context("cargo has no output")?).lines() {
        let line = line.context("cannot read what cargo prints")?;
        warnings += usize::from(line.starts_with("warning: "));
        eprintln!("{line}");
    }
    let status = child.wait().context("cannot wait for cargo")?;
    if !status.success() {
        bail!("cargo {} fails", args.join(" "));
    }
    if warnings > 0 {
        bail!("cargo {} warns {warnings} times", args.join(" "));
    }
    Ok(())
}

fn command(project: &Project, args: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(args).current_dir(project.root()).stdin(Stdio::null());
    command
}

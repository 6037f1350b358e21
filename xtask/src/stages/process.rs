//! Programs as a stage runs them: their output goes to the terminal. A failure of cargo names the command; what a comparison in
//! Python prints last are its figures.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

use crate::project::Project;
use crate::python::environment::Environment;

/// Runs `cargo ARGS` at the root of the checkout.
pub fn cargo(project: &Project, args: &[&str]) -> Result<()> {
    cargo_with(project, args, &[])
}

/// Runs clippy over all of a workspace but its dependencies, and fails on any warning. `manifest` is `--manifest-path FILE`.
pub fn clippy(project: &Project, manifest: &[&str]) -> Result<()> {
    let lint = [&["clippy", "--no-deps", "--all-targets"], manifest, &["--", "-D", "warnings"]];
    cargo(project, &lint.concat())
}

/// Runs `cargo ARGS` with these environment variables.
pub fn cargo_with(project: &Project, args: &[&str], variables: &[(&str, String)]) -> Result<()> {
    let status =
        command(project, args).envs(variables.iter().cloned()).status().context("cannot run cargo")?;
    if !status.success() {
        bail!("cargo {} fails", args.join(" "));
    }
    Ok(())
}

/// Runs `cargo ARGS` and fails on any warning. (Turning warnings into errors by flags would rebuild everything.)
pub fn cargo_without_warnings(project: &Project, args: &[&str]) -> Result<()> {
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

/// Runs `python ARGS` at the root of the checkout. Whether it succeeds, and the last line it prints.
pub fn python(project: &Project, environment: &Environment, args: &[&str]) -> Result<(bool, String)> {
    let mut command = Command::new(environment.python());
    // without files of bytecode beside the sources
    command.arg("-B").args(args).current_dir(project.root()).stdin(Stdio::null()).stdout(Stdio::piped());
    let mut child = command.spawn().context("cannot run Python")?;
    let mut last = String::new();
    for line in BufReader::new(child.stdout.take().context("Python has no output")?).lines() {
        last = line.context("cannot read what the comparison prints")?;
        println!("{last}");
    }
    let status = child.wait().context("cannot wait for Python")?;
    Ok((status.success(), last))
}

fn command(project: &Project, args: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(args).current_dir(project.root()).stdin(Stdio::null());
    command
}

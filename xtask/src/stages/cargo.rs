//! Running cargo as a stage does: its output goes to the terminal, and a failure names the command.

use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

use crate::project::Project;

/// Runs `cargo ARGS` at the root of the checkout.
pub fn run(project: &Project, args: &[&str]) -> Result<()> {
    let status = command(project, args).status().context("cannot run cargo")?;
    if !status.success() {
        bail!("cargo {} fails", args.join(" "));
    }
    Ok(())
}

fn command(project: &Project, args: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(args).current_dir(project.root()).stdin(Stdio::null());
    command
}

//! Running a comparison in Python as a stage does: what it prints goes to the terminal, and its last line gives figures.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result};

use crate::project::Project;
use crate::python::environment::Environment;

/// Runs `python ARGS` at the root of the checkout. Whether it succeeds, and the last line it prints.
pub fn run(project: &Project, python: &Environment, args: &[&str]) -> Result<(bool, String)> {
    let mut command = Command::new(python.python());
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

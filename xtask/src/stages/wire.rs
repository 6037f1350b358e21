//! Wire equality: what some services' crates send and read, beside botocore.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

use super::{Outcome, Stage};
use crate::project::Project;
use crate::python::environment::Environment;

pub const STAGE: Stage = Stage {
    name: "wire",
    about: "requests, responses and errors as botocore has them",
    needs: &["codegen"],
    run,
};

fn run(project: &Project) -> Result<Outcome> {
    let python = Environment::boto3(project)?;
    let xtask = std::env::current_exe().context("cannot tell where this program is")?;
    let mut command = Command::new(python.python());
    // without files of bytecode beside the sources
    command.args(["-B", "tests/wire", "--"]).arg(xtask).arg("wire");
    command.current_dir(project.root()).stdin(Stdio::null()).stdout(Stdio::piped());
    let mut child = command.spawn().context("cannot run Python")?;
    let mut totals = String::new();
    for line in BufReader::new(child.stdout.take().context("Python has no output")?).lines() {
        totals = line.context("cannot read what the comparison prints")?;
        println!("{totals}");
    }
    if !child.wait().context("cannot wait for Python")?.success() {
        bail!("wire equality fails: {totals}");
    }
    Ok(Outcome::Passed(totals))
}

//! Responses that services have given, with what is to be read from them: `tests/wire/parsing.py` goes through them.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

use super::Case;
use super::runner::parse_cases;
use crate::project::Project;
use crate::python::environment::Environment;

/// The folders of data.
pub const FOLDERS: &[&str] = &["parsing"];

/// Runs the data in `dir`.
pub fn run(project: &Project, dir: &Path) -> Result<Vec<Case>> {
    let python = Environment::boto3(project)?;
    let xtask = std::env::current_exe().context("cannot tell where this program is")?;
    let mut command = Command::new(python.python());
    command.args(["-B", "tests/wire/parsing.py"]).arg(dir.join("parsing").canonicalize()?);
    command.arg("--").arg(xtask).arg("wire").current_dir(project.root());
    let output = command.stdin(Stdio::null()).stderr(Stdio::inherit()).output();
    let output = output.context("cannot run Python")?;
    if !output.status.success() {
        bail!("tests/wire/parsing.py broke off ({})", output.status);
    }
    parse_cases(&output.stdout)
}

//! Python as a child process: pip for the model data, virtual environments for tests.

pub mod environment;
pub mod pip;

use std::ffi::OsString;
use std::process::Command;

use anyhow::{Result, anyhow, bail};

/// The Python that the environment variable `PYTHON` names, else `python3`, after checking that it runs.
pub fn interpreter() -> Result<OsString> {
    let (python, hint) = match std::env::var_os("PYTHON").filter(|value| !value.is_empty()) {
        Some(python) => (python, "the environment variable PYTHON names it: correct or unset it"),
        None => ("python3".into(), "install Python 3.10 or newer, or set the environment variable PYTHON"),
    };
    let output = Command::new(&python)
        .arg("--version")
        .output()
        .map_err(|error| anyhow!("cannot run {}: {error}; {hint}", python.display()))?;
    if !output.status.success() {
        bail!("{} --version fails ({}); {hint}", python.display(), output.status);
    }
    Ok(python)
}

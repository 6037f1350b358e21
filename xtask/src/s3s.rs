//! s3s-fs, a server with the API of S3 that verifies checksums.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::project::Project;

const VERSION: &str = "0.14.1";

/// The program, installed below `target/` on first use.
pub fn ensure(project: &Project) -> Result<PathBuf> {
    let folder = project.root().join("target/s3s");
    let program = folder.join("bin").join(format!("s3s-fs{}", std::env::consts::EXE_SUFFIX));
    let installed = std::fs::read_to_string(folder.join(".crates.toml")).unwrap_or_default();
    if program.is_file() && installed.contains(&format!("\"s3s-fs {VERSION} ")) {
        return Ok(program);
    }
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut install = Command::new(cargo);
    install.args(["install", &format!("s3s-fs@{VERSION}"), "--features", "binary", "--locked", "--root"]);
    let status = install.arg(&folder).status().context("cannot run cargo")?;
    if !status.success() {
        bail!("cargo install s3s-fs@{VERSION} fails");
    }
    Ok(program)
}

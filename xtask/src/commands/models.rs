//! `cargo xtask models`: the model data under `service-models/data`.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, Subcommand};

use crate::models;
use crate::project::Project;

/// Flags of `cargo xtask models`.
#[derive(Debug, Args)]
pub struct Models {
    #[command(subcommand)]
    command: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Get the releases pinned in service-models/models.lock and unpack the newest model of every service
    Fetch(Fetch),
    /// Move models.lock to the newest release, print what changed in models and APIs, and fetch it
    Update(Update),
}

#[derive(Debug, Args)]
#[command(after_help = "\
The data comes from PyPI through pip; the environment variable PYTHON names the Python to use (python3).

Examples:
  cargo xtask models fetch
  cargo xtask models fetch --from botocore-1.44.5-py3-none-any.whl --from boto3-1.44.5-py3-none-any.whl
  cargo xtask models fetch --from ~/venv/lib/python3.13/site-packages
  cargo xtask models fetch --from ../botocore")]
struct Fetch {
    /// Take the data from here instead: a wheel, a folder of wheels, a site-packages folder, or a checkout of
    /// botocore. boto3 is taken from beside it when no PATH names it
    #[arg(long = "from", value_name = "PATH")]
    from: Vec<PathBuf>,
    /// Fetch again even if the data is there
    #[arg(long)]
    force: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Prints which services, operations, members and resources came and went; then for each service whose API changed the
verdict of semver (major, minor) and the first few items. For all items, generate from both releases, and compare with
`cargo xtask api --diff OLD NEW`.

Examples:
  cargo xtask models update
  cargo xtask models update --version 1.44.5")]
struct Update {
    /// Move to this release instead of the newest
    #[arg(long, value_name = "VERSION")]
    version: Option<String>,
}

impl Models {
    /// Carries out the command.
    pub fn run(self, project: &Project) -> Result<ExitCode> {
        match self.command {
            Task::Fetch(Fetch { from, force }) if from.is_empty() => models::fetch(project, force)?,
            Task::Fetch(Fetch { from, .. }) => models::fetch_from(project, &from)?,
            Task::Update(Update { version }) => models::update(project, version.as_deref())?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

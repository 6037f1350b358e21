//! The tasks behind `cargo xtask`: fetching the service models, generating the crates, and testing them.
//!
//! Everything here is flags, files, child processes and parallelism. How a model becomes code is the business of
//! the `codegen` library, how a client behaves that of `sdk/runtime`.

pub mod api;
pub mod bench;
pub mod commands;
pub mod conformance;
pub mod emulator;
pub mod generate;
pub mod models;
pub mod progress;
pub mod project;
pub mod python;
pub mod resources;
pub mod s3s;
pub mod stages;
pub mod wire;

use std::process::ExitCode;

use clap::Parser;

use crate::project::Project;

/// The tasks of the Tucuxi repository.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version, about, max_term_width = 110)]
#[command(after_help = "\
Examples:
  cargo xtask models fetch            get the pinned service models
  cargo xtask codegen                 write all service crates to sdk/services
  cargo xtask codegen --service s3    only one")]
pub struct Cli {
    #[command(subcommand)]
    command: commands::Command,
}

/// Runs the task given on the command line. `Ok` with a failure code is a task that worked and found something
/// wrong, `Err` one that could not be done.
pub fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    let project = Project::find()?;
    cli.command.run(&project)
}

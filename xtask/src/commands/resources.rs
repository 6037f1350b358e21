//! `cargo xtask resources`: definitions of resources.

use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, Subcommand};

use crate::project::Project;
use crate::resources;

/// Flags of `cargo xtask resources`.
#[derive(Debug, Args)]
pub struct Resources {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Lint(Lint),
}

/// Check that everything which definitions of resources refer to is in the model of the service
#[derive(Debug, Args)]
#[command(after_help = "\
Prints each error with its file and its place in the JSON. Exits with 1 if there are any.

Examples:
  cargo xtask resources lint                  all: boto3's, and those in service-models/resources
  cargo xtask resources lint lambda ec2
  cargo xtask resources lint ../mine/sqs/resources-1.json
                                              in place of those of the service in whose folder the file is")]
struct Lint {
    /// A service, named like its folder in service-models/data, or a file; all definitions if there is none
    #[arg(value_name = "FILE|SERVICE")]
    which: Vec<String>,
}

impl Resources {
    /// Carries out the command.
    pub fn run(self, project: &Project) -> Result<ExitCode> {
        let Command::Lint(Lint { which }) = self.command;
        let checked = resources::lint(project, &which)?;
        for error in &checked.errors {
            println!("{error}");
        }
        println!("{}", checked.summary());
        Ok(if checked.errors.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

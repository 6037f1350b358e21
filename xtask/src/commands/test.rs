//! `cargo xtask test`: everything there is to test.

use std::collections::BTreeSet;
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;

use crate::generate::names::check;
use crate::project::Project;
use crate::stages::{self, Mode, STAGES};

/// Flags of `cargo xtask test`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cargo xtask test
  cargo xtask test --list
  cargo xtask test --only format --only unit
  cargo xtask test --only wire --long")]
pub struct Test {
    /// Run only this stage; may be given several times
    #[arg(long, value_name = "STAGE")]
    only: Vec<String>,
    /// Take the time for all there is, with a seed of the day: all services in the stage `wire`, more random requests
    #[arg(long)]
    long: bool,
    /// Tell the stages instead of running them
    #[arg(long)]
    list: bool,
}

impl Test {
    /// Carries out the command.
    pub fn run(self, project: &Project) -> Result<ExitCode> {
        if self.list {
            for stage in STAGES {
                println!("{:<12} {}", stage.name, stage.about);
            }
            return Ok(ExitCode::SUCCESS);
        }
        let names: BTreeSet<_> = STAGES.iter().map(|stage| stage.name.to_owned()).collect();
        self.only.iter().try_for_each(|name| check("stage", name, &names))?;
        let chosen = |name: &str| self.only.is_empty() || self.only.iter().any(|only| only == name);
        let stages: Vec<_> = STAGES.iter().filter(|stage| chosen(stage.name)).collect();
        Ok(if stages::run(project, &stages, Mode { long: self.long }) {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        })
    }
}

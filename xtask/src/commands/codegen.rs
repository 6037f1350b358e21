//! `cargo xtask codegen`: the service crates.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;

use crate::generate::{self, Request};
use crate::project::Project;

/// Flags of `cargo xtask codegen`.
#[derive(Debug, Args)]
#[command(after_help = "\
Without --service and --operation all services are generated, and crates of services that are gone are removed. Crates
that are up to date are left as they are.

Examples:
  cargo xtask codegen
  cargo xtask codegen --service s3 --service dynamodb
  cargo xtask codegen --operation ec2:RunInstances --operation ec2:DescribeInstances --out ../app/aws
  cargo xtask codegen --check")]
pub struct Codegen {
    /// Generate this service, named like its folder in service-models/data; may be given several times
    #[arg(long, value_name = "NAME")]
    service: Vec<String>,
    /// Generate only this operation of its service, with what it needs; may be given several times
    #[arg(long, value_name = "SERVICE:Operation")]
    operation: Vec<String>,
    /// Write nothing; list the files that differ, and fail if there are any
    #[arg(long)]
    check: bool,
    /// Write the crates into this folder instead of sdk/services, for use from another repository
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

impl Codegen {
    /// Carries out the command.
    pub fn run(self, project: &Project) -> Result<ExitCode> {
        let Self { service, operation, check, out } = self;
        let request = Request { services: service, operations: operation, out, check };
        let summary = generate::run(project, &request)?;
        if check {
            let changed = &summary.changed;
            for path in changed {
                println!("{}", path.strip_prefix(project.root()).unwrap_or(path).display());
            }
            if !changed.is_empty() {
                println!("{} not as `cargo xtask codegen` writes", generate::counted(changed.len(), "file"));
                return Ok(ExitCode::FAILURE);
            }
        }
        let missing = summary.missing().map_or(String::new(), |missing| format!(" ({missing})"));
        println!("{}{missing}", summary.contents());
        match check {
            true => {
                println!("compared all files in {:.1} s: they are as generated", summary.took.as_secs_f64())
            }
            false => println!("{}", summary.work()),
        }
        Ok(ExitCode::SUCCESS)
    }
}

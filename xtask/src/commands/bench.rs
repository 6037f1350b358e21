//! `cargo xtask bench`: Tucuxi beside aws-sdk-rust and others, and its allocations beside those committed.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use clap::{Args, Subcommand};

use crate::bench;
use crate::project::Project;

/// Flags of `cargo xtask bench`.
#[derive(Debug, Args)]
pub struct Bench {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// CPU time per call against a loopback server with fixed answers
    #[command(after_help = "\
Examples:
  cargo xtask bench calls
  cargo xtask bench calls --seconds 3 --rounds 5
  cargo xtask bench calls --no-peer --log info
  cargo xtask bench calls --no-peer --before ../tucuxi-main")]
    Calls {
        /// CPU seconds that each side spends on each figure in a round
        #[arg(long, default_value_t = 1.0)]
        seconds: f64,
        /// Rounds; the sides take turns, and the least figure of each counts
        #[arg(long, default_value_t = 3)]
        rounds: u32,
        /// Measure Tucuxi also with a subscriber that writes a log of this level to nowhere
        #[arg(long, value_name = "LEVEL")]
        log: Option<String>,
        #[command(flatten)]
        beside: Beside,
    },
    /// CPU time, memory and size of compiling service crates
    #[command(after_help = "\
The peer's EC2 crate alone takes some 25 minutes of CPU time and 8 GB.

Examples:
  cargo xtask bench compile
  cargo xtask bench compile --service sqs --service dynamodb
  cargo xtask bench compile --service ec2 --profile check
  cargo xtask bench compile --service ec2 --no-peer --before ../tucuxi-main")]
    Compile {
        /// Compile this service's crate
        #[arg(long = "service", value_name = "NAME", default_values = ["sqs", "dynamodb", "s3", "ec2"])]
        services: Vec<String>,
        /// Compile it in this way
        #[arg(long = "profile", value_name = "PROFILE", default_values = ["check", "dev", "release"])]
        profiles: Vec<bench::compile::Profile>,
        #[command(flatten)]
        beside: Beside,
    },
    /// Memory allocations per call, compared with the committed figures
    #[command(after_help = "\
Examples:
  cargo xtask bench guard
  cargo xtask bench guard --update --reason \"requests carry a trace id\"")]
    Guard {
        /// Write the figures that differ to tests/guard/allocations.toml
        #[arg(long, requires = "reason")]
        update: bool,
        /// Why they differ
        #[arg(long, requires = "update", value_parser = clap::builder::NonEmptyStringValueParser::new())]
        reason: Option<String>,
    },
    /// CPU time of 1,000 items of DynamoDB to structures and back, with responses out of memory
    #[command(after_help = "\
Beside Tucuxi it measures aws-sdk-dynamodb with serde_dynamo, and boto3.

Examples:
  cargo xtask bench items
  cargo xtask bench items --seconds 3 --rounds 5 --no-peer")]
    Items {
        /// CPU seconds that each side spends on each figure in a round
        #[arg(long, default_value_t = 1.0)]
        seconds: f64,
        /// Rounds; the sides take turns, and the least figure of each counts
        #[arg(long, default_value_t = 3)]
        rounds: u32,
        #[command(flatten)]
        beside: Beside,
    },
    /// Packages that a program using S3 builds
    #[command(after_help = "\
Examples:
  cargo xtask bench packages
  cargo xtask bench packages --list")]
    Packages {
        /// Name them too
        #[arg(long)]
        list: bool,
    },
    /// CPU time, memory and latency of S3 uploads and downloads against a loopback server over TLS
    #[command(after_help = "\
Beside Tucuxi it measures hyper and rustls alone, aws-sdk-s3-transfer-manager and boto3; for directories `aws s3 sync`, and for small
objects in memory tucuxi-object-store and the S3 client of the crate object_store. The files are in target/bench; they need as much
disk as the large object has. Linux only.

Examples:
  cargo xtask bench transfers
  cargo xtask bench transfers --size 512 --objects 1000 --no-peer
  cargo xtask bench transfers --only sync --only stores
  cargo xtask bench transfers --rounds 3 --no-peer --before ../tucuxi-main")]
    Transfers {
        /// Measure only this part
        #[arg(long = "only", value_name = "PART", default_values = ["files", "sync", "stores"])]
        parts: Vec<bench::transfers::Part>,
        /// The size of the large object
        #[arg(long, value_name = "MIB", default_value_t = 4096)]
        size: u64,
        /// How many small objects are transferred
        #[arg(long, default_value_t = 10_000)]
        objects: u64,
        /// Rounds; the sides take turns, and the run of each that takes the least CPU time counts
        #[arg(long, default_value_t = 1)]
        rounds: u32,
        #[command(flatten)]
        beside: Beside,
    },
}

/// Whom to measure beside.
#[derive(Debug, Args)]
struct Beside {
    /// Leave aws-sdk-rust out
    #[arg(long)]
    no_peer: bool,
    /// Measure this checkout of the repository too, as it was before a change, with its crates generated
    #[arg(long, value_name = "DIR")]
    before: Option<PathBuf>,
}

impl Beside {
    fn sides(self) -> Result<bench::Sides> {
        let before = self.before.map(|root| {
            std::path::absolute(&root)
                .with_context(|| format!("no folder {}", root.display()))
                .map(Project::at)
        });
        Ok(bench::Sides { peer: !self.no_peer, before: before.transpose()? })
    }
}

impl Bench {
    /// Carries out the command.
    pub fn run(self, project: &Project) -> Result<ExitCode> {
        match self.what {
            What::Calls { seconds, rounds, log, beside } => {
                bench::calls::run(project, seconds, rounds, log.as_deref(), &beside.sides()?)?;
            }
            What::Compile { services, profiles, beside } => {
                bench::compile::run(project, &services, &profiles, &beside.sides()?)?;
            }
            What::Guard { reason: Some(reason), .. } => bench::guard::update(project, &reason)?,
            What::Guard { .. } => println!("{}", bench::guard::check(project)?),
            What::Items { seconds, rounds, beside } => {
                bench::items::run(project, seconds, rounds, &beside.sides()?)?;
            }
            What::Packages { list } => bench::packages::run(project, list)?,
            What::Transfers { parts, size, objects, rounds, beside } => {
                let amount = bench::transfers::Amount { size, objects, rounds };
                bench::transfers::run(project, &amount, &parts, &beside.sides()?)?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

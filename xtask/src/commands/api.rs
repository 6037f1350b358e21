//! `cargo xtask api`: the public API of the generated crates.

use std::collections::BTreeSet;
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::Args;

use crate::api::load::Apis;
use crate::api::{diff, report};
use crate::generate::names::Names;
use crate::project::Project;

/// Flags of `cargo xtask api`.
#[derive(Debug, Args)]
#[command(after_help = "\
Prints a line for every public item: modules, types with their fields and variants, functions, implementations of traits
with the types they choose, constants, re-exports and features. Lines are sorted, hold whole paths, and do not depend on
how the source is formatted. What the documentation hides is left out, unless what it shows names it.

Examples:
  cargo xtask api --service s3
  cargo xtask api --service s3 > s3.txt
  cargo xtask codegen --operation s3:GetObject --out /tmp/aws && cargo xtask api --out /tmp/aws
  cargo xtask api --diff s3.txt sdk/services/s3
  cargo xtask api --diff ../before/sdk/services sdk/services --service s3 --service ec2")]
pub struct Api {
    /// Only this service, named like its crate's folder; may be given several times
    #[arg(long, value_name = "NAME")]
    service: Vec<String>,
    /// Read the crates in this folder instead of sdk/services
    #[arg(long, value_name = "DIR", conflicts_with = "diff")]
    out: Option<PathBuf>,
    /// Print what differs between two APIs, with the verdict of semver for each service. OLD and NEW are folders of crates,
    /// folders of one crate, or files with what this command printed
    #[arg(long, num_args = 2, value_names = ["OLD", "NEW"])]
    diff: Option<Vec<PathBuf>>,
}

impl Api {
    /// Carries out the command.
    pub fn run(self, project: &Project) -> Result<ExitCode> {
        let done = match self.diff.as_deref() {
            Some([old, new]) => self.compare(old, new),
            Some(_) => bail!("--diff wants two places, the old and the new"),
            None => self.print(&self.out.clone().unwrap_or_else(|| project.services())),
        };
        match done {
            // whoever reads has seen enough
            Err(error) if is_broken_pipe(&error) => Ok(ExitCode::SUCCESS),
            done => done.map(|()| ExitCode::SUCCESS),
        }
    }

    fn print(&self, root: &Path) -> Result<()> {
        let source = Apis::at(root)?;
        let mut out = BufWriter::new(io::stdout().lock());
        for service in self.chosen(&source.services())? {
            for line in source.api(&service)?.unwrap_or_default().lines {
                writeln!(out, "{line}")?;
            }
        }
        Ok(out.flush()?)
    }

    fn compare(&self, old: &Path, new: &Path) -> Result<()> {
        let (old, new) = (Apis::at(old)?, Apis::at(new)?);
        let services = self.chosen(&old.services().union(&new.services()).cloned().collect())?;
        let mut out = BufWriter::new(io::stdout().lock());
        let mut counts = report::Counts::default();
        diff::compare(&old, &new, &services, |service, difference| {
            counts.add(difference);
            Ok(write!(out, "{}", report::all(service, difference))?)
        })?;
        writeln!(out, "{counts}")?;
        Ok(out.flush()?)
    }

    fn chosen(&self, known: &BTreeSet<String>) -> Result<BTreeSet<String>> {
        let names = Names::only(known.clone());
        self.service.iter().try_for_each(|name| names.check(name))?;
        Ok(match self.service.as_slice() {
            [] => known.clone(),
            names => names.iter().cloned().collect(),
        })
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

//! The sides of each part, and their programs.

use std::path::PathBuf;

use anyhow::Result;

use super::super::{Sides, build, workspace};
use super::work::{Part, Work};
use crate::project::Project;
use crate::python::environment::Environment;

pub(super) const BARE: &str = "HTTP client alone";
pub(super) const OURS: &str = "Tucuxi";
pub(super) const PEER: &str = "aws-sdk-s3-transfer-manager";
pub(super) const CLI: &str = "aws s3 sync";
pub(super) const ADAPTER: &str = "tucuxi-object-store";
pub(super) const STORE: &str = "object_store";
const BEFORE: &str = "before";

/// One side of a part.
pub(super) struct Side {
    pub(super) part: Part,
    pub(super) name: &'static str,
    /// The program, with the arguments that come before those of a task.
    pub(super) program: Vec<PathBuf>,
}

impl Side {
    /// Whether it can do this.
    pub(super) fn does(&self, work: &Work) -> bool {
        // the peer compares nothing
        self.part == work.part && !(self.name == PEER && work.word == "same")
    }
}

/// Builds the sides of these parts.
pub(super) fn all(project: &Project, parts: &[Part], sides: &Sides) -> Result<Vec<Side>> {
    let mut all = Vec::new();
    for part in parts {
        let programs = match part {
            Part::Files => files(project, sides)?,
            Part::Sync => sync(project, sides)?,
            Part::Stores => stores(project, sides)?,
        };
        all.extend(programs.into_iter().map(|(name, program)| Side { part: *part, name, program }));
    }
    Ok(all)
}

type Programs = Vec<(&'static str, Vec<PathBuf>)>;

fn files(project: &Project, sides: &Sides) -> Result<Programs> {
    let mut programs = vec![(BARE, vec![build(project, "bench-transfers", &["s3"])?, "bare".into()])];
    programs.extend(ours(project, sides)?);
    let python = Environment::boto3(project)?.python().to_owned();
    programs.push(("boto3", vec![python, workspace(project).join("python/transfers.py")]));
    Ok(programs)
}

fn sync(project: &Project, sides: &Sides) -> Result<Programs> {
    let mut programs = ours(project, sides)?;
    let python = Environment::cli(project)?.python().to_owned();
    programs.push((CLI, vec![python, workspace(project).join("python/sync.py")]));
    Ok(programs)
}

/// Tucuxi, as it was before, and the peer.
fn ours(project: &Project, sides: &Sides) -> Result<Programs> {
    let program =
        |project| Ok::<_, anyhow::Error>(vec![build(project, "bench-transfers", &["s3"])?, "ours".into()]);
    let mut programs = vec![(OURS, program(project)?)];
    if let Some(before) = &sides.before {
        programs.push((BEFORE, program(before)?));
    }
    if sides.peer {
        eprintln!("building {PEER} in release, which takes some 8 minutes the first time");
        programs.push((PEER, vec![build(project, "bench-transfers-peer", &[])?]));
    }
    Ok(programs)
}

fn stores(project: &Project, sides: &Sides) -> Result<Programs> {
    let program = |project, side: &str| {
        Ok::<_, anyhow::Error>(vec![build(project, "bench-stores", &["s3"])?, side.into()])
    };
    let mut programs = vec![(OURS, program(project, "client")?), (ADAPTER, program(project, "adapter")?)];
    if let Some(before) = &sides.before {
        programs.push((BEFORE, program(before, "adapter")?));
    }
    programs.push((STORE, program(project, "native")?));
    Ok(programs)
}

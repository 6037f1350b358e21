//! That all services can be generated, and that a second run finds nothing to do.

use anyhow::{Result, bail};

use super::{Mode, Outcome, Stage};
use crate::generate::{self, Request};
use crate::project::Project;

pub const STAGE: Stage =
    Stage { name: "codegen", about: "all services can be generated, twice alike", needs: &[], run };

fn run(project: &Project, _: Mode) -> Result<Outcome> {
    let summary = generate::run(project, &Request::default())?;
    let contents = summary.contents();
    println!("generated {contents} in {:.1} s", summary.took.as_secs_f64());
    let again = generate::run(project, &Request { check: true, ..Request::default() })?;
    if let Some(path) = again.changed.first() {
        bail!("a second run writes {} files anew, {} the first", again.changed.len(), path.display());
    }
    Ok(Outcome::Passed(contents))
}

//! That all services can be generated, that a second run finds nothing to do, and that misspelt names of services lead to
//! those that are meant.

use anyhow::{Result, bail};

use super::{Mode, Outcome, Stage, process};
use crate::generate::{self, Request};
use crate::project::Project;

pub const STAGE: Stage =
    Stage { name: "codegen", about: "all services can be generated, twice alike", needs: &[], run };

/// The test of suggestions among all services, which needs the models.
const SUGGESTIONS: &str = "people_find_what_they_mean";

fn run(project: &Project, _: Mode) -> Result<Outcome> {
    let summary = generate::run(project, &Request::default())?;
    let contents = summary.contents();
    println!("{contents}: {}", summary.work());
    let again = generate::run(project, &Request { check: true, ..Request::default() })?;
    if let Some(path) = again.changed.first() {
        bail!("a second run writes {} files anew, {} the first", again.changed.len(), path.display());
    }
    // built as by the stage `unit`
    let tests = ["test", "--workspace", "--all-features", "--lib", "--", "--ignored", SUGGESTIONS];
    process::cargo(project, &tests)?;
    Ok(Outcome::Passed(contents))
}

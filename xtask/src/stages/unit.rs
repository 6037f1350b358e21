//! The unit and documentation tests of the tools and the runtime, the generator's goldens among them.

use anyhow::Result;

use super::{Mode, Outcome, Stage, cargo};
use crate::project::Project;

pub const STAGE: Stage =
    Stage { name: "unit", about: "unit tests of generator, runtime and tools", needs: &[], run };

fn run(project: &Project, _: Mode) -> Result<Outcome> {
    cargo::run(project, &["test", "--workspace", "--all-features"])?;
    Ok(Outcome::Passed(String::new()))
}

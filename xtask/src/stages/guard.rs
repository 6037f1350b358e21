//! That typical calls make as many memory allocations as is committed.

use anyhow::Result;

use super::{Mode, Outcome, Stage, cargo};
use crate::bench::guard;
use crate::project::Project;

pub const STAGE: Stage = Stage {
    name: "guard",
    about: "calls make as many memory allocations as is committed",
    needs: &["codegen"],
    run,
};

fn run(project: &Project, _: Mode) -> Result<Outcome> {
    let clippy = ["clippy", "--no-deps", "--manifest-path", guard::MANIFEST, "--", "-D", "warnings"];
    cargo::run(project, &clippy)?;
    guard::check(project).map(Outcome::Passed)
}

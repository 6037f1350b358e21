//! The lint of all definitions of resources: boto3's, and our own.

use anyhow::{Result, bail};

use super::{Mode, Outcome, Stage};
use crate::project::Project;
use crate::resources;

pub const STAGE: Stage = Stage {
    name: "resources",
    about: "every name in the definitions of resources is in the model",
    needs: &[],
    run,
};

fn run(project: &Project, _: Mode) -> Result<Outcome> {
    let checked = resources::lint(project, &[])?;
    for error in &checked.errors {
        println!("{error}");
    }
    if !checked.errors.is_empty() {
        bail!("{}", checked.summary());
    }
    Ok(Outcome::Passed(checked.summary()))
}

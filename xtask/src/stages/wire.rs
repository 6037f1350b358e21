//! Wire equality: what some services' crates send and read, beside botocore.

use anyhow::{Context as _, Result, bail};

use super::{Outcome, Stage, python};
use crate::project::Project;
use crate::python::environment::Environment;

pub const STAGE: Stage = Stage {
    name: "wire",
    about: "requests, responses and errors as botocore has them",
    needs: &["codegen"],
    run,
};

fn run(project: &Project) -> Result<Outcome> {
    let python = Environment::boto3(project)?;
    let xtask = std::env::current_exe().context("cannot tell where this program is")?;
    let xtask = xtask.to_str().context("the path of the checkout is no text")?;
    let (passes, totals) = python::run(project, &python, &["tests/wire", "--", xtask, "wire"])?;
    if !passes {
        bail!("wire equality fails: {totals}");
    }
    Ok(Outcome::Passed(totals))
}

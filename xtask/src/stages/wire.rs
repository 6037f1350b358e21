//! Wire equality: what some services' crates send and read, beside botocore.

use anyhow::{Context as _, Result, bail};

use super::{Mode, Outcome, Stage, python};
use crate::project::Project;
use crate::python::environment::Environment;

pub const STAGE: Stage = Stage {
    name: "wire",
    about: "requests, responses and errors as botocore has them",
    needs: &["codegen"],
    run,
};

fn run(project: &Project, mode: Mode) -> Result<Outcome> {
    let python = Environment::boto3(project)?;
    let xtask = std::env::current_exe().context("cannot tell where this program is")?;
    let xtask = xtask.to_str().context("the path of the checkout is no text")?;
    let seed = mode.seed().to_string();
    let all: &[&str] = if mode.long { &["--all", "--seed", &seed] } else { &[] };
    let args = [&["tests/wire"], all, &["--", xtask, "wire"]].concat();
    let (passes, totals) = python::run(project, &python, &args)?;
    if !passes {
        bail!("wire equality fails: {totals}");
    }
    let totals = if mode.long { format!("{totals} (seed {seed})") } else { totals };
    Ok(Outcome::Passed(totals))
}

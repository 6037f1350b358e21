//! The test data in botocore's format, where there is any beside the checkout.

use anyhow::{Result, bail};

use super::{Outcome, Stage};
use crate::conformance::{self, Totals};
use crate::project::Project;

pub const STAGE: Stage = Stage {
    name: "conformance",
    about: "test data of protocols and endpoints in botocore's format",
    needs: &["codegen"],
    run,
};

/// The variable that names the folder, where it is not the usual one.
const VARIABLE: &str = "TUCUXI_CONFORMANCE";
/// Where the data usually is, from the root of the checkout.
const USUAL: &str = "../shared/conformance";

fn run(project: &Project) -> Result<Outcome> {
    let dir = match std::env::var_os(VARIABLE) {
        Some(dir) => project.root().join(dir),
        None => project.root().join(USUAL),
    };
    if !dir.is_dir() {
        return Ok(Outcome::Skipped(format!("no data in {USUAL}; {VARIABLE} may name another folder")));
    }
    let Totals { passed, failed, excepted } = conformance::run(project, &dir)?;
    if failed > 0 {
        bail!("{failed} cases fail, {passed} pass");
    }
    Ok(Outcome::Passed(format!("{passed} cases, and {excepted} listed exceptions")))
}

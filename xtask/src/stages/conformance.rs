//! Test data in botocore's format, all that its source package has; and random requests signed beside `aws-sigv4`.

use anyhow::{Result, bail};

use super::{Mode, Outcome, Stage};
use crate::conformance::{self, Totals};
use crate::project::Project;

pub const STAGE: Stage = Stage {
    name: "conformance",
    about: "botocore's test data, and signatures beside aws-sigv4",
    needs: &["codegen"],
    run,
};

/// The variable that names a folder with data in place of that of botocore's source package.
const VARIABLE: &str = "TUCUXI_CONFORMANCE";

/// How many random requests are signed, and how many in the long mode.
const REQUESTS: [usize; 2] = [2_000, 200_000];

fn run(project: &Project, mode: Mode) -> Result<Outcome> {
    let dir = match std::env::var_os(VARIABLE) {
        Some(dir) => project.root().join(dir),
        None => conformance::source_data(project)?,
    };
    let Totals { passed, failed, excepted } = conformance::run(project, &dir)?;
    println!("{passed} passed, {failed} failed, {excepted} listed exceptions");
    if failed > 0 {
        bail!("{failed} cases fail, {passed} pass");
    }
    let (seed, requests) = (mode.seed(), REQUESTS[usize::from(mode.long)]);
    conformance::beside_peer(project, seed, requests)?;
    Ok(Outcome::Passed(format!(
        "{passed} cases, {excepted} listed exceptions; {requests} signatures (seed {seed})"
    )))
}

//! `cargo xtask conformance`: test data in botocore's format.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;

use crate::conformance::{self, Totals};
use crate::project::Project;

/// Flags of `cargo xtask conformance`.
#[derive(Debug, Args)]
#[command(after_help = "\
DIR has one or more of these folders of JSON files, in the formats of botocore's own tests:
  protocols/input, protocols/output   requests and responses of each protocol
  endpoints                           cases of a service's endpoint rules, one file a service
  endpoint-rules/valid-rules          rule sets of no service
  endpoint-rules/test-cases           their cases, in files of the same names
  protocols/legacy/input, …/output    the same, older
  cbor                                items of CBOR, with what they are
  sigv4                               the AWS test suite of Signature Version 4
  parsing/xml, parsing/json           responses, with what is to be read from them

Without DIR, the data is that of botocore's source package, which models.lock pins.
Prints one line for each case that fails. Exits with 1 if there are any.")]
pub struct Conformance {
    /// The folder with the data
    dir: Option<PathBuf>,
}

impl Conformance {
    /// Carries out the command.
    pub fn run(self, project: &Project) -> Result<ExitCode> {
        let Totals { passed, failed, excepted } = {
            let dir = match self.dir {
                Some(dir) => dir,
                None => conformance::source_data(project)?,
            };
            conformance::run(project, &dir)?
        };
        if excepted > 0 {
            println!("{excepted} more cannot hold: see tests/conformance/exceptions.toml");
        }
        println!("{passed} passed, {failed} failed");
        Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

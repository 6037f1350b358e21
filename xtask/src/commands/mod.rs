//! The subcommands, one file each: their flags, and the calls that carry them out.

mod api;
mod bench;
mod codegen;
mod conformance;
mod emulator;
mod models;
mod resources;
mod test;
mod wire;

use std::process::ExitCode;

use anyhow::Result;
use clap::Subcommand;

use crate::project::Project;

/// What `cargo xtask` can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Fetch or update the AWS service models that the crates are generated from
    Models(models::Models),
    /// Generate the service crates from the models, which are fetched if they are not there
    Codegen(codegen::Codegen),
    /// Print the public API of generated crates, or what differs between two
    Api(api::Api),
    /// Check definitions of resources against the models of their services
    Resources(resources::Resources),
    /// Run test data in botocore's format against the generator and the runtime
    Conformance(conformance::Conformance),
    /// Answer what services' requests are and how responses are read, line by line
    Wire(wire::Wire),
    /// Run a local AWS emulator (moto) to try programs against
    Emulator(emulator::Emulator),
    /// Run all tests, in stages
    Test(test::Test),
    /// Measure calls, transfers and compile times beside others, and count allocations
    Bench(bench::Bench),
}

impl Command {
    /// Carries out the command.
    pub fn run(self, project: &Project) -> Result<ExitCode> {
        match self {
            Self::Models(command) => command.run(project),
            Self::Codegen(command) => command.run(project),
            Self::Api(command) => command.run(project),
            Self::Resources(command) => command.run(project),
            Self::Conformance(command) => command.run(project),
            Self::Wire(command) => command.run(project),
            Self::Emulator(command) => command.run(project),
            Self::Test(command) => command.run(project),
            Self::Bench(command) => command.run(project),
        }
    }
}

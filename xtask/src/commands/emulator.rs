//! `cargo xtask emulator`: moto's server for people.

use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::Args;

use crate::emulator;
use crate::project::Project;

/// Flags of `cargo xtask emulator`.
#[derive(Debug, Args)]
#[command(after_help = "\
The first start installs moto, pinned, into a virtual environment under target/.

Examples:
  cargo xtask emulator
  cargo xtask emulator --port 4566")]
pub struct Emulator {
    /// Listen on this port of 127.0.0.1; 0 takes a free one
    #[arg(long, default_value_t = 5000)]
    port: u16,
}

impl Emulator {
    /// Carries out the command.
    pub fn run(self, project: &Project) -> Result<ExitCode> {
        let mut server = emulator::Emulator::start_at(project, self.port)?;
        println!("moto listens on {}. To use it, set in another terminal:\n", server.url());
        for (name, value) in server.settings() {
            println!("export {name}={value}");
        }
        println!("\nCtrl-C stops it and forgets its state.");
        let status = server.wait()?;
        bail!("the emulator has ended by itself ({status})");
    }
}

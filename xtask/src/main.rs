//! `cargo xtask`: the tasks of this repository. Run `cargo xtask --help`.

use std::path::Path;
use std::process::ExitCode;

use clap::Parser as _;
use xtask::bench::rustc;

fn main() -> ExitCode {
    let result = match std::env::var_os(rustc::LOG) {
        Some(log) => rustc::wrap(Path::new(&log), &std::env::args_os().skip(1).collect::<Vec<_>>()),
        None => xtask::run(xtask::Cli::parse()),
    };
    match result {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

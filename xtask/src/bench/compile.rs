//! What a service crate costs to compile, ours and the peer's.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

use super::{Sides, cargo, newest_size, require_services, rustc, succeed, target};
use crate::project::Project;

/// How a crate is compiled.
#[derive(Clone, Copy, Debug, PartialEq, clap::ValueEnum)]
pub enum Profile {
    /// `cargo check`
    Check,
    /// `cargo build`
    Dev,
    /// `cargo build --release`
    Release,
}

impl Profile {
    /// The cargo command.
    fn command(self) -> &'static [&'static str] {
        match self {
            Self::Check => &["check"],
            Self::Dev => &["build"],
            Self::Release => &["build", "--release"],
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Dev => "dev",
            Self::Release => "release",
        }
    }
}

/// What one crate took in one profile.
struct Figures {
    cpu: f64,
    memory: f64,
    /// The size of the library in MiB; a check makes none.
    rlib: Option<f64>,
}

/// Compiles the crates of `services` on all sides in each of `profiles` and prints the table.
pub fn run(project: &Project, services: &[String], profiles: &[Profile], sides: &Sides) -> Result<()> {
    let names: Vec<_> = services.iter().map(String::as_str).collect();
    for checkout in sides.before.iter().chain([project]) {
        require_services(checkout, &names)?;
    }
    println!("| crate | profile | CPU s | peak MiB | rlib MiB |\n|---|---|---|---|---|");
    for name in names {
        for profile in profiles {
            compare(project, sides, name, *profile)?;
        }
    }
    Ok(())
}

/// Compiles one service's crate on all sides and prints a row for each, and how they compare with ours.
fn compare(project: &Project, sides: &Sides, name: &str, profile: Profile) -> Result<()> {
    let (command, profile) = (profile.command(), profile.name());
    let row = |checkout: &Project, side: &str, label: &str| {
        let figures = measure(checkout, &format!("{side}-{name}"), command)?;
        print_row(&format!("{side}-{name}{label}"), profile, &figures);
        anyhow::Ok(figures)
    };
    let peer = sides.peer.then(|| row(project, "aws-sdk", "")).transpose()?;
    let before = sides.before.as_ref().map(|before| row(before, "tucuxi", ", before")).transpose()?;
    let ours = row(project, "tucuxi", "")?;
    for (label, other) in [("aws-sdk / tucuxi", peer), ("before / now", before)] {
        let Some(other) = other else { continue };
        let rlib =
            other.rlib.zip(ours.rlib).map_or(String::new(), |(other, ours)| format!("{:.2}", other / ours));
        let (cpu, memory) = (other.cpu / ours.cpu, other.memory / ours.memory);
        println!("| {label} | {profile} | {cpu:.2} | {memory:.2} | {rlib} |");
    }
    Ok(())
}

fn print_row(name: &str, profile: &str, figures: &Figures) {
    let rlib = figures.rlib.map_or(String::new(), |size| format!("{size:.1}"));
    println!("| {name} | {profile} | {:.1} | {:.0} | {rlib} |", figures.cpu, figures.memory);
}

/// Compiles `package` alone, its dependencies being there, nothing incremental.
fn measure(project: &Project, package: &str, command: &[&str]) -> Result<Figures> {
    let release = command.contains(&"--release");
    // so that the crate itself is built whether or not it was there
    let mut clean = cargo(project, &["clean", "--quiet", "--package", package]);
    succeed(if release { clean.arg("--release") } else { &mut clean })?;

    let target = target(project);
    let log = target.join("rustc.jsonl");
    fs::create_dir_all(&target)?;
    fs::write(&log, "")?;
    let this = std::env::current_exe().context("cannot find this program's own file")?;
    let mut build = cargo(project, command);
    build.args(["--quiet", "--package", package]);
    succeed(build.env("CARGO_INCREMENTAL", "0").env("RUSTC_WRAPPER", &this).env(rustc::LOG, &log))?;

    let name = package.replace('-', "_");
    let usage =
        rustc::last_usage(&log, &name)?.with_context(|| format!("cargo did not compile {package}"))?;
    let rlib = if command.contains(&"build") {
        Some(rlib_size(&target.join(if release { "release/deps" } else { "debug/deps" }), &name)?)
    } else {
        None
    };
    Ok(Figures { cpu: usage.cpu, memory: usage.memory, rlib })
}

/// The size of the library `name` in MiB.
fn rlib_size(folder: &Path, name: &str) -> Result<f64> {
    Ok(newest_size(folder, &format!("lib{name}-"), ".rlib")? as f64 / 1024.0 / 1024.0)
}

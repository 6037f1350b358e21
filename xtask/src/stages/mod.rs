//! The stages of `cargo xtask test`, one file each.
//!
//! A stage is a function: it prints what it likes, and returns how it went. To add one, write its file and put it into
//! [`STAGES`] after those whose results it uses.

mod cargo;
mod codegen;
mod crates;
mod emulator;
mod format;
mod lints;
mod unit;

use std::time::{Duration, Instant};

use anyhow::Result;

use crate::project::Project;

/// How a stage went, unless it failed with an error.
#[derive(Debug)]
pub enum Outcome {
    /// All is well; the text, if any, gives figures.
    Passed(String),
    /// It cannot run here, for the reason given.
    Skipped(String),
}

/// One stage.
#[derive(Debug)]
pub struct Stage {
    /// The name for `--only`.
    pub name: &'static str,
    /// What it tests, for `--list`.
    pub about: &'static str,
    /// Stages it builds on: when one of them has failed, this one is skipped.
    pub needs: &'static [&'static str],
    /// The stage itself.
    pub run: fn(&Project) -> Result<Outcome>,
}

/// All stages in the order in which they run.
pub const STAGES: &[Stage] =
    &[format::STAGE, lints::STAGE, unit::STAGE, codegen::STAGE, crates::STAGE, emulator::STAGE];

/// The result of one stage.
struct Report {
    name: &'static str,
    result: Result<Outcome>,
    took: Duration,
}

/// Runs `stages` one after the other, all of them even if some fail, and prints a summary. Whether none failed.
pub fn run(project: &Project, stages: &[&Stage]) -> bool {
    let mut reports: Vec<Report> = Vec::new();
    for stage in stages {
        println!("==> {}: {}", stage.name, stage.about);
        let failed = |name: &&&str| reports.iter().any(|r| r.name == **name && r.result.is_err());
        let started = Instant::now();
        let result = match stage.needs.iter().find(failed) {
            Some(name) => Ok(Outcome::Skipped(format!("{name} failed"))),
            None => (stage.run)(project),
        };
        if let Err(error) = &result {
            eprintln!("error: {error:#}");
        }
        reports.push(Report { name: stage.name, result, took: started.elapsed() });
    }
    summary(&reports)
}

fn summary(reports: &[Report]) -> bool {
    let (mut passed, mut failed, mut skipped) = (0, 0, 0);
    println!("\nstage        result   seconds");
    for Report { name, result, took } in reports {
        let (count, word, detail) = match result {
            Ok(Outcome::Passed(detail)) => (&mut passed, "passed", detail.clone()),
            Ok(Outcome::Skipped(reason)) => (&mut skipped, "skipped", reason.clone()),
            Err(error) => {
                (&mut failed, "FAILED", format!("{error:#}").lines().next().unwrap_or_default().into())
            }
        };
        *count += 1;
        println!("{}", format!("{name:<12} {word:<8} {:>7.1}  {detail}", took.as_secs_f64()).trim_end());
    }
    println!();
    match skipped {
        0 => println!("{passed} passed, {failed} failed"),
        _ => println!("{passed} passed, {failed} failed, {skipped} skipped"),
    }
    failed == 0
}

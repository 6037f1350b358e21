//! The stages of `cargo xtask test`, those of a kind in one file.
//!
//! A stage is a function: it prints what it likes, and returns how it went. To add one, write it into the file of
//! its kind and put it into [`STAGES`] after those whose results it uses.

mod api;
mod botocore;
mod calls;
mod codegen;
mod crates;
mod emulators;
mod examples;
mod format;
mod guide;
mod object_store;
mod process;
mod resources;
mod workspace;

use std::time::{Duration, Instant, SystemTime};

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
    pub run: fn(&Project, Mode) -> Result<Outcome>,
}

/// How much a stage does.
#[derive(Clone, Copy, Debug, Default)]
pub struct Mode {
    /// Whether it takes the time for all there is, with a seed of the day.
    pub long: bool,
}

impl Mode {
    /// The seed of random tests: always the same, or in the long mode the number of the day (UTC), so that every day tries
    /// something else and a failure can be repeated.
    pub fn seed(self) -> u64 {
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        if self.long { since.as_secs() / (24 * 3600) } else { 1 }
    }
}

/// All stages in the order in which they run.
pub const STAGES: &[Stage] = &[
    format::STAGE,
    workspace::LINTS,
    workspace::UNIT,
    resources::STAGE,
    codegen::STAGE,
    api::STAGE,
    crates::STAGE,
    calls::GUARD,
    calls::FAULTS,
    calls::CHECKSUMS,
    botocore::CONFORMANCE,
    botocore::WIRE,
    botocore::SESSIONS,
    botocore::ITEMS,
    botocore::TOKENS,
    emulators::EMULATOR,
    emulators::SCENARIOS,
    object_store::STAGE,
    examples::STAGE,
    guide::STAGE,
];

/// The result of one stage.
struct Report {
    name: &'static str,
    result: Result<Outcome>,
    took: Duration,
}

/// Runs `stages` one after the other, all of them even if some fail, and prints a summary. Whether none failed.
pub fn run(project: &Project, stages: &[&Stage], mode: Mode) -> bool {
    let reports = reports(project, stages, mode);
    print!("{}", summary(&reports));
    reports.iter().all(|report| report.result.is_ok())
}

fn reports(project: &Project, stages: &[&Stage], mode: Mode) -> Vec<Report> {
    let mut reports: Vec<Report> = Vec::new();
    for stage in stages {
        println!("==> {}: {}", stage.name, stage.about);
        let did_not_pass = |report: &&Report| {
            stage.needs.contains(&report.name) && !matches!(report.result, Ok(Outcome::Passed(_)))
        };
        let started = Instant::now();
        let result = match reports.iter().find(did_not_pass) {
            Some(report) => Ok(Outcome::Skipped(format!("{} did not pass", report.name))),
            None => (stage.run)(project, mode),
        };
        if let Err(error) = &result {
            eprintln!("error: {error:#}");
        }
        reports.push(Report { name: stage.name, result, took: started.elapsed() });
    }
    reports
}

/// A table of the stages, and the line that counts them, which comes last.
fn summary(reports: &[Report]) -> String {
    let (mut passed, mut failed, mut skipped) = (0, 0, 0);
    let mut text = String::from("\nstage        result   seconds\n");
    for Report { name, result, took } in reports {
        let (count, word, detail) = match result {
            Ok(Outcome::Passed(detail)) => (&mut passed, "passed", detail.clone()),
            Ok(Outcome::Skipped(reason)) => (&mut skipped, "skipped", reason.clone()),
            Err(error) => (&mut failed, "FAILED", format!("{error:#}")),
        };
        *count += 1;
        let detail = detail.lines().next().unwrap_or_default();
        let line = format!("{name:<12} {word:<8} {:>7.1}  {detail}", took.as_secs_f64());
        text.push_str(line.trim_end());
        text.push('\n');
    }
    let skipped = if skipped > 0 { format!(", {skipped} skipped") } else { String::new() };
    text + &format!("\n{passed} passed, {failed} failed{skipped}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stage(
        name: &'static str,
        needs: &'static [&'static str],
        run: fn(&Project, Mode) -> Result<Outcome>,
    ) -> Stage {
        Stage { name, about: "", needs, run }
    }

    fn last_line(stages: &[&Stage]) -> String {
        let text = summary(&reports(&Project::at("."), stages, Mode::default()));
        text.lines().last().unwrap_or_default().to_owned()
    }

    #[test]
    fn all_stages_run_and_are_counted() {
        let good = stage("good", &[], |_, _| Ok(Outcome::Passed("3 things".to_owned())));
        let bad = stage("bad", &[], |_, _| anyhow::bail!("no\nmore lines"));
        let absent = stage("absent", &[], |_, _| Ok(Outcome::Skipped("nothing there".to_owned())));
        assert_eq!(last_line(&[&good]), "1 passed, 0 failed");
        assert_eq!(last_line(&[&bad, &good, &absent]), "1 passed, 1 failed, 1 skipped");
    }

    #[test]
    fn only_the_long_mode_has_a_seed_of_its_day() {
        assert_eq!(Mode::default().seed(), 1);
        assert!(Mode { long: true }.seed() > 20_000);
    }

    #[test]
    fn what_builds_on_a_failed_stage_is_skipped() {
        let bad = stage("bad", &[], |_, _| anyhow::bail!("no"));
        let next = stage("next", &["bad"], |_, _| Ok(Outcome::Passed(String::new())));
        let last = stage("last", &["next"], |_, _| Ok(Outcome::Passed(String::new())));
        assert_eq!(last_line(&[&bad, &next, &last]), "0 passed, 1 failed, 2 skipped");
        // chosen without what it needs, a stage takes that as given
        assert_eq!(last_line(&[&last]), "1 passed, 0 failed");
    }
}

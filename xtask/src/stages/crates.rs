//! That every generated crate compiles without a warning, and that what is hand-written in them passes clippy and its tests.

use anyhow::Result;

use super::{Mode, Outcome, Stage, process};
use crate::project::Project;

pub const STAGE: Stage = Stage {
    name: "crates",
    about: "all generated crates compile without a warning",
    needs: &["codegen"],
    run,
};

const MANIFEST: [&str; 2] = ["--manifest-path", "sdk/Cargo.toml"];

fn run(project: &Project, _: Mode) -> Result<Outcome> {
    let before = cpu_seconds();
    process::cargo_without_warnings(project, &[&["check", "--workspace"], &MANIFEST[..]].concat())?;
    // as few features as there can be, in a crate of services and in that which they share
    for package in ["tucuxi-identity", "tucuxi-sts"] {
        let few = ["check", "--no-default-features", "--package", package];
        process::cargo_without_warnings(project, &[&few, &MANIFEST[..]].concat())?;
    }
    let detail = match (before, cpu_seconds()) {
        (Some(before), Some(after)) => format!("{:.0} CPU s", after - before),
        _ => String::new(),
    };
    for package in with_hand_written_code(project) {
        let package = format!("tucuxi-{package}");
        let args =
            [&["clippy", "--all-features", "--package", &package], &MANIFEST[..], &["--", "-D", "warnings"]];
        process::cargo(project, &args.concat())?;
        let tests = ["test", "--quiet", "--all-features", "--package", &package];
        process::cargo(project, &[&tests, &MANIFEST[..], &["--lib"]].concat())?;
        // examples in its documentation; those of the others are made by the generator
        process::cargo(project, &[&tests, &MANIFEST[..], &["--doc", "/custom/"]].concat())?;
    }
    Ok(Outcome::Passed(detail))
}

fn with_hand_written_code(project: &Project) -> Vec<String> {
    let entries = std::fs::read_dir(project.services()).into_iter().flatten().flatten();
    let custom = entries.filter(|entry| entry.path().join("src/custom").is_dir());
    let mut names: Vec<_> = custom.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    names
}

/// The CPU seconds that the processes this one has waited for used, where Linux tells them.
fn cpu_seconds() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    // after the name in parentheses: state is the first field, cutime and cstime the 14th and 15th
    let fields: Vec<_> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |index: usize| fields.get(index)?.parse::<f64>().ok();
    // the kernel counts in hundredths for user space, whatever its own clock
    Some((ticks(13)? + ticks(14)?) / 100.0)
}

//! Memory allocations per call, compared with committed figures. They are the same on every machine, where times are not.

use std::collections::BTreeMap;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail, ensure};
use serde::{Deserialize, Serialize};

use super::{require_services, succeed};
use crate::project::Project;

/// The program that counts.
pub const MANIFEST: &str = "tests/guard/Cargo.toml";
const COMMITTED: &str = "tests/guard/allocations.toml";
/// What the file begins with.
const HEAD: &str = "\
# Memory allocations per call, in a development build. `cargo xtask bench guard` counts them and compares. To change a
# figure, run it with `--update --reason \"…\"`, which notes the reason beside the figures that differ.
";

/// The committed figures, by kind of work.
type Figures = BTreeMap<String, Figure>;

/// How many allocations a call makes, and why it makes that many.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Figure {
    allocations: u64,
    reason: String,
}

/// Counts, prints the table, and fails where a count differs from the committed figure.
pub fn check(project: &Project) -> Result<String> {
    let (counts, committed) = (count(project)?, read(project)?);
    println!("| work | allocations | committed |\n|---|---|---|");
    for (work, count) in &counts {
        let figure = committed.get(work).map_or_else(String::new, |figure| figure.allocations.to_string());
        println!("| {work} | {count} | {figure} |");
    }
    let differences = differences(&counts, &committed);
    if !differences.is_empty() {
        let hint = "if that is wanted, run `cargo xtask bench guard --update --reason \"…\"`";
        bail!("allocations per call differ from {COMMITTED}:\n{}\n{hint}", differences.join("\n"));
    }
    Ok(counts.iter().map(|(work, count)| format!("{work} {count}")).collect::<Vec<_>>().join(", "))
}

/// Counts and writes the figures that differ, each with `reason`.
pub fn update(project: &Project, reason: &str) -> Result<()> {
    let figures = updated(&count(project)?, &read(project)?, reason);
    let text = toml::to_string(&figures).context("cannot write the figures as TOML")?;
    let path = project.root().join(COMMITTED);
    std::fs::write(&path, format!("{HEAD}\n{text}"))
        .with_context(|| format!("cannot write {}", path.display()))
}

/// Builds the program that counts, and runs it.
fn count(project: &Project) -> Result<BTreeMap<String, u64>> {
    require_services(project, &["dynamodb", "ec2", "s3"])?;
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    succeed(Command::new(cargo).args(["build", "--manifest-path", MANIFEST]).current_dir(project.root()))?;
    let program = project.target().join("debug").join(format!("guard{}", std::env::consts::EXE_SUFFIX));
    let output = Command::new(&program).stderr(Stdio::inherit()).output();
    let output = output.with_context(|| format!("cannot start {}", program.display()))?;
    ensure!(output.status.success(), "{} ended with {}", program.display(), output.status);
    let lines = String::from_utf8(output.stdout).context("the counts are not UTF-8")?;
    lines.lines().map(parse).collect()
}

/// Reads a line `work<TAB>allocations`.
fn parse(line: &str) -> Result<(String, u64)> {
    let (work, count) = line.split_once('\t').with_context(|| format!("not a count: {line:?}"))?;
    Ok((work.to_owned(), count.parse().with_context(|| format!("not a count: {line:?}"))?))
}

fn read(project: &Project) -> Result<Figures> {
    let path = project.root().join(COMMITTED);
    let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    toml::from_str(&text).with_context(|| format!("{} is malformed", path.display()))
}

/// One line for each kind of work whose count is not the committed one.
fn differences(counts: &BTreeMap<String, u64>, committed: &Figures) -> Vec<String> {
    let changed = counts.iter().filter_map(|(work, count)| match committed.get(work) {
        Some(figure) if figure.allocations == *count => None,
        Some(figure) => Some(format!("  {work}: {count}, committed {}", figure.allocations)),
        None => Some(format!("  {work}: {count}, not committed")),
    });
    let gone = committed.keys().filter(|work| !counts.contains_key(*work));
    changed.chain(gone.map(|work| format!("  {work}: committed, but not counted any more"))).collect()
}

/// The figures to commit: those that did not change keep their reason.
fn updated(counts: &BTreeMap<String, u64>, committed: &Figures, reason: &str) -> Figures {
    let figure = |(work, count): (&String, &u64)| {
        let kept = committed.get(work).filter(|figure| figure.allocations == *count).cloned();
        let new = || Figure { allocations: *count, reason: reason.to_owned() };
        (work.clone(), kept.unwrap_or_else(new))
    };
    counts.iter().map(figure).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(of: &[(&str, u64, &str)]) -> Figures {
        let figure = |allocations, reason: &str| Figure { allocations, reason: reason.to_owned() };
        of.iter().map(|(work, count, reason)| ((*work).to_owned(), figure(*count, reason))).collect()
    }

    fn counts(of: &[(&str, u64)]) -> BTreeMap<String, u64> {
        of.iter().map(|(work, count)| ((*work).to_owned(), *count)).collect()
    }

    #[test]
    fn more_and_fewer_allocations_both_differ() {
        let committed = figures(&[("a", 10, ""), ("b", 20, ""), ("c", 30, ""), ("gone", 1, "")]);
        let counts = counts(&[("a", 10), ("b", 21), ("c", 29), ("new", 5)]);
        let expected = [
            "  b: 21, committed 20",
            "  c: 29, committed 30",
            "  new: 5, not committed",
            "  gone: committed, but not counted any more",
        ];
        assert_eq!(differences(&counts, &committed), expected);
    }

    #[test]
    fn an_update_gives_its_reason_to_what_changed() {
        let committed = figures(&[("a", 10, "old"), ("b", 20, "old"), ("gone", 1, "old")]);
        let counts = counts(&[("a", 10), ("b", 21), ("new", 5)]);
        let expected = figures(&[("a", 10, "old"), ("b", 21, "why"), ("new", 5, "why")]);
        assert_eq!(updated(&counts, &committed, "why"), expected);
        assert!(differences(&counts, &expected).is_empty());
    }
}

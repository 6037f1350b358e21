//! Differences of APIs as text, for `--diff` and for `models update`.

use std::collections::BTreeSet;
use std::fmt::{self, Write as _};

use super::diff::{Change, Difference, Verdict};
use super::line::Line;
use crate::generate::counted;

/// So many items of a service are in a summary.
const FEW: usize = 5;

/// How many services changed, and how.
#[derive(Debug, Default)]
pub struct Counts {
    services: usize,
    new: usize,
    gone: usize,
    major: usize,
    minor: usize,
}

impl Counts {
    /// Counts a service with this difference.
    pub fn add(&mut self, difference: &Difference) {
        self.services += 1;
        match (difference, difference.verdict()) {
            (Difference::New { .. }, _) => self.new += 1,
            (Difference::Gone { .. }, _) => self.gone += 1,
            (_, Verdict::Major) => self.major += 1,
            (_, Verdict::Minor) => self.minor += 1,
            (_, Verdict::Patch) => {}
        }
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { services, new, gone, major, minor } = *self;
        let patch = services - new - gone - major - minor;
        write!(
            f,
            "APIs of {}: {major} major, {minor} minor, {patch} unchanged",
            counted(services, "service")
        )?;
        if new > 0 {
            write!(f, ", {new} new")?;
        }
        if gone > 0 {
            write!(f, ", {gone} gone")?;
        }
        Ok(())
    }
}

/// All that differs in a service, a line an item; nothing if nothing does.
pub fn all(service: &str, difference: &Difference) -> String {
    text(service, difference, usize::MAX)
}

/// The same in short: how much differs, and the first few items.
pub fn summary(service: &str, difference: &Difference) -> String {
    text(service, difference, FEW)
}

fn text(service: &str, difference: &Difference, limit: usize) -> String {
    match difference {
        Difference::New { items } => format!("{service}: new service, {}\n", counted(*items, "item")),
        Difference::Gone { items } => {
            format!("{service}: major, the service is gone, {}\n", counted(*items, "item"))
        }
        Difference::Items(changes) if changes.is_empty() => String::new(),
        Difference::Items(changes) => {
            let mut text = format!("{service}: {}, {}\n", difference.verdict(), amounts(changes));
            list(&mut text, changes, limit);
            text
        }
    }
}

/// `2 removed, 1 changed, 31 added`.
fn amounts(changes: &[Change]) -> String {
    let count = |is: fn(&Change) -> bool| changes.iter().filter(|change| is(change)).count();
    let counts = [
        (count(|change| change.new.is_empty()), "removed"),
        (count(|change| !change.new.is_empty() && !change.old.is_empty()), "changed"),
        (count(|change| change.old.is_empty()), "added"),
    ];
    let parts = counts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}"));
    parts.collect::<Vec<_>>().join(", ")
}

/// Adds lines with `-` and `+`, what is breaking first and marked with `!`.
fn list(text: &mut String, changes: &[Change], limit: usize) {
    let (breaking, others): (Vec<_>, Vec<_>) = changes.iter().partition(|change| change.breaking);
    let mut left: Vec<_> = breaking.into_iter().chain(others).collect();
    if limit < left.len() {
        left = without_parts(&left);
        // operations say most
        left.sort_by_key(|change| {
            (!change.breaking, !change.old.iter().chain(&change.new).any(|line| is_call(line)))
        });
    }
    for change in left.iter().take(limit) {
        let mark = if change.breaking { '!' } else { ' ' };
        for (sign, lines) in [('-', &change.old), ('+', &change.new)] {
            for line in lines {
                // writing into a text cannot fail
                let _ = writeln!(text, "{mark} {sign} {line}");
            }
        }
    }
    if left.len() > limit {
        let _ = writeln!(text, "    … and {} more", left.len() - limit);
    }
}

/// Whether a line is of a method of a client.
fn is_call(line: &str) -> bool {
    line.contains("pub fn ") && line.contains("::Client::")
}

/// Those that do not go without saying: parts and implementations of what came or went as a whole do.
fn without_parts<'a>(changes: &[&'a Change]) -> Vec<&'a Change> {
    let line = |change: &&'a Change| {
        let lines = if change.new.is_empty() { &change.old } else { &change.new };
        lines.first().map(|line| Line::parse(line))
    };
    let whole = |change: &&&'a Change| change.old.is_empty() || change.new.is_empty();
    let paths: BTreeSet<_> =
        changes.iter().filter(whole).filter_map(line).filter_map(|line| line.path()).collect();
    let said = |line: Line<'_>| match line.path().filter(|path| !path.starts_with('<')) {
        // the operation as a type, beside the call that is named like it
        Some(path) if path.contains("::of::") => paths.contains(path.replace("::of::", "::").as_str()),
        Some(_) => line.parent().is_some_and(|parent| paths.contains(parent)),
        None => words(line.key).any(|word| paths.contains(word)),
    };
    let kept = changes.iter().filter(|change| !whole(change) || !line(change).is_some_and(said));
    kept.copied().collect()
}

/// The paths in a text.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | ':' | '#')))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Api;

    fn api(lines: &[&str]) -> Api {
        Api { lines: lines.iter().map(|line| (*line).to_owned()).collect() }
    }

    #[test]
    fn all_items_are_told_and_in_short_the_first() {
        let old = api(&["pub fn a::Client::stop(&self)", "pub a::S::x: i64"]);
        let new = api(&[
            "pub a::S::x: String",
            "pub struct a::New",
            "pub a::New::one: u8",
            "pub a::New::two: u8",
            "pub fn a::New::with_one(self, u8) -> Self",
            "impl Clone for a::New",
            "pub type <a::New as t::Shape>::Of = u8",
        ]);
        let difference = Difference::between(Some(&old), Some(&new));
        assert_eq!(
            summary("a", &difference),
            "\
a: major, 1 removed, 1 changed, 6 added
! - pub fn a::Client::stop(&self)
! - pub a::S::x: i64
! + pub a::S::x: String
  + pub struct a::New
"
        );
        assert_eq!(all("a", &difference).lines().count(), 10);
        let mut counts = Counts::default();
        counts.add(&difference);
        counts.add(&Difference::between(None, Some(&new)));
        assert_eq!(counts.to_string(), "APIs of 2 services: 1 major, 0 minor, 0 unchanged, 1 new");
    }

    #[test]
    fn what_is_the_same_is_not_told() {
        let one = api(&["pub mod a"]);
        assert_eq!(all("a", &Difference::between(Some(&one), Some(&one))), "");
    }
}

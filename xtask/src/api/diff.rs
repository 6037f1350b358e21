//! What differs between two APIs, and what that means for the version of a crate.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use anyhow::Result;
use rayon::prelude::*;

use super::Api;
use super::line::Line;
use super::load::Apis;

/// What a change asks of the next version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// The API is the same: a patch.
    Patch,
    /// The API has more: a minor version. Programs compile as before.
    Minor,
    /// A program may no longer compile: a major version.
    Major,
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        })
    }
}

/// An item that differs.
#[derive(Debug, PartialEq, Eq)]
pub struct Change {
    /// Whether a program may no longer compile.
    pub breaking: bool,
    /// Its lines before.
    pub old: Vec<String>,
    /// Its lines now.
    pub new: Vec<String>,
}

/// What differs between two APIs of one service.
#[derive(Debug, PartialEq, Eq)]
pub enum Difference {
    /// The service is new.
    New {
        /// How many items it has.
        items: usize,
    },
    /// The service is no longer there.
    Gone {
        /// How many items it had.
        items: usize,
    },
    /// These items differ; none if the API is the same.
    Items(Vec<Change>),
}

impl Difference {
    /// What became of `old`.
    pub fn between(old: Option<&Api>, new: Option<&Api>) -> Self {
        match (old, new) {
            (None, None) => Self::Items(Vec::new()),
            (None, Some(new)) => Self::New { items: new.lines.len() },
            (Some(old), None) => Self::Gone { items: old.lines.len() },
            (Some(old), Some(new)) => Self::Items(changes(old, new)),
        }
    }

    /// What it asks of the next version.
    pub fn verdict(&self) -> Verdict {
        match self {
            Self::New { .. } => Verdict::Minor,
            Self::Gone { .. } => Verdict::Major,
            Self::Items(changes) if changes.iter().any(|change| change.breaking) => Verdict::Major,
            Self::Items(changes) if changes.is_empty() => Verdict::Patch,
            Self::Items(_) => Verdict::Minor,
        }
    }
}

/// The items that differ, by key.
fn changes(old: &Api, new: &Api) -> Vec<Change> {
    let (before, after) = (by_key(old), by_key(new));
    let keys: BTreeSet<_> = before.keys().chain(after.keys()).copied().collect();
    let none = Vec::new();
    let mut changes = Vec::new();
    for key in keys {
        let (old, new) = (before.get(key).unwrap_or(&none), after.get(key).unwrap_or(&none));
        if old == new {
            continue;
        }
        let breaking = match (old.as_slice(), new.as_slice()) {
            ([], [line, ..]) => breaks(Line::parse(line), &before),
            ([old], [new]) => !is_looser(Line::parse(old), Line::parse(new)),
            _ => true,
        };
        let owned = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect();
        changes.push(Change { breaking, old: owned(old), new: owned(new) });
    }
    changes
}

/// Lines by what they are about. An item has several if it depends on conditions.
type ByKey<'a> = BTreeMap<&'a str, Vec<&'a str>>;

fn by_key(api: &Api) -> ByKey<'_> {
    let mut lines = ByKey::new();
    for line in &api.lines {
        lines.entry(Line::parse(line).key).or_default().push(line);
    }
    lines
}

/// Whether something new breaks programs written for what was there `before`: a variant that a `match` misses, a field that
/// an expression misses, a function that an implementation of a trait misses.
fn breaks(line: Line<'_>, before: &ByKey<'_>) -> bool {
    let Some(parent) = line.parent() else { return false };
    let declared = |word: &str| {
        let lines = before.get(format!("pub {word} {parent}").as_str())?;
        lines.first().map(|line| Line::parse(line))
    };
    let is_part = line.path().is_some_and(|path| line.key == format!("pub {path}"));
    if is_part && let Some(whole) = declared("enum").or_else(|| declared("struct")) {
        return !whole.attributes.contains("#[non_exhaustive]") && !whole.rest.contains("{ .. }");
    }
    declared("trait").is_some() && !line.rest.ends_with("{ .. }")
}

/// Whether what could be done with `old` can be done with `new`: it differs in conditions or limits that fell away.
fn is_looser(old: Line<'_>, new: Line<'_>) -> bool {
    let attributes = |line: Line<'_>| -> BTreeSet<String> {
        line.attributes.split_terminator("] ").map(str::to_owned).collect()
    };
    old.rest == new.rest && attributes(new).is_subset(&attributes(old))
}

/// Compares all services of two places, in order; `each` is told of one at a time.
pub fn compare(
    old: &Apis,
    new: &Apis,
    services: &BTreeSet<String>,
    mut each: impl FnMut(&str, &Difference) -> Result<()>,
) -> Result<()> {
    let all: Vec<_> = services.iter().collect();
    // APIs are large: only those of a few services are in memory at a time
    for some in all.chunks(rayon::current_num_threads() * 4) {
        let compared = some.par_iter().map(|service| {
            let (old, new) = (old.api(service)?, new.api(service)?);
            Ok((service, Difference::between(old.as_ref(), new.as_ref())))
        });
        for (service, difference) in compared.collect::<Result<Vec<_>>>()? {
            each(service, &difference)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn api(lines: &[&str]) -> Api {
        Api { lines: lines.iter().map(|line| (*line).to_owned()).collect() }
    }

    #[track_caller]
    fn verdict(old: &[&str], new: &[&str], expected: Verdict) {
        assert_eq!(Difference::between(Some(&api(old)), Some(&api(new))).verdict(), expected);
    }

    const OPEN: &str = "#[non_exhaustive] pub enum a::E";
    const CLOSED: &str = "pub enum a::E";
    const ONE: &str = "pub a::E::One";

    #[test]
    fn what_goes_or_changes_is_breaking() {
        verdict(&[ONE], &[ONE], Verdict::Patch);
        verdict(&[OPEN, ONE], &[OPEN], Verdict::Major);
        verdict(&["pub fn a::f(&str)"], &["pub fn a::f(&str, bool)"], Verdict::Major);
        verdict(&["pub a::S::x: Option<i64>"], &["pub a::S::x: Option<String>"], Verdict::Major);
        verdict(&["impl Clone for a::S"], &[], Verdict::Major);
        verdict(
            &["pub type <a::G as t::O>::Output = a::X"],
            &["pub type <a::G as t::O>::Output = a::Y"],
            Verdict::Major,
        );
        verdict(&["feature a/json"], &[], Verdict::Major);
        verdict(&[CLOSED], &[OPEN], Verdict::Major);
        verdict(&["pub mod a::json"], &["#[cfg(feature = \"json\")] pub mod a::json"], Verdict::Major);
    }

    #[test]
    fn what_is_added_is_not() {
        verdict(&[], &["pub fn a::f()"], Verdict::Minor);
        verdict(&[OPEN], &[OPEN, ONE], Verdict::Minor);
        verdict(&["pub struct a::S { .. }"], &["pub struct a::S { .. }", "pub a::S::x: u8"], Verdict::Minor);
        verdict(&["pub struct a::S"], &["pub struct a::S", "impl Clone for a::S"], Verdict::Minor);
        verdict(&["pub struct a::S"], &["pub struct a::S", "pub fn a::S::get(&self)"], Verdict::Minor);
        verdict(&[], &[CLOSED, ONE], Verdict::Minor);
        verdict(&["feature a/default"], &["feature a/default", "feature a/default = json"], Verdict::Minor);
        verdict(&[OPEN], &[CLOSED], Verdict::Minor);
        verdict(&["#[cfg(feature = \"json\")] pub mod a::json"], &["pub mod a::json"], Verdict::Minor);
    }

    #[test]
    fn unless_programs_had_to_know_all_there_was() {
        verdict(&[CLOSED], &[CLOSED, ONE], Verdict::Major);
        verdict(&["pub struct a::S"], &["pub struct a::S", "pub a::S::x: u8"], Verdict::Major);
        verdict(&["pub trait a::T"], &["pub trait a::T", "pub fn a::T::f(&self)"], Verdict::Major);
        verdict(&["pub trait a::T"], &["pub trait a::T", "pub fn a::T::f(&self) { .. }"], Verdict::Minor);
    }

    #[test]
    fn services_come_and_go() {
        let some = api(&[OPEN, ONE]);
        let new = Difference::between(None, Some(&some));
        assert_eq!((new.verdict(), &new), (Verdict::Minor, &Difference::New { items: 2 }));
        let gone = Difference::between(Some(&some), None);
        assert_eq!((gone.verdict(), &gone), (Verdict::Major, &Difference::Gone { items: 2 }));
    }
}

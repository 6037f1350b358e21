//! What differs between two releases of the models, in the terms of a user: services, operations, shapes and their
//! members, paginators, waiters and resources that came or went.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;

use anyhow::{Context as _, Result};
use rayon::prelude::*;
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};

use super::json;

type Names = BTreeMap<String, IgnoredAny>;

#[derive(Default, Deserialize)]
struct Service {
    #[serde(default)]
    operations: Names,
    #[serde(default)]
    shapes: BTreeMap<String, Shape>,
}

#[derive(Deserialize)]
struct Shape {
    #[serde(default)]
    members: Names,
}

#[derive(Default, Deserialize)]
struct Paginators {
    pagination: Names,
}

#[derive(Default, Deserialize)]
struct Waiters {
    waiters: Names,
}

#[derive(Default, Deserialize)]
struct Resources {
    #[serde(default)]
    resources: Names,
}

/// The names of one service's parts, by kind of part.
type Parts = BTreeMap<&'static str, BTreeSet<String>>;

/// All differences between two data folders.
#[derive(Debug, Default)]
pub struct Diff {
    services: Vec<(String, Change)>,
    /// Services whose files differ, though every part has kept its name: documentation, traits, endpoint rules.
    inside: BTreeSet<String>,
}

#[derive(Debug, PartialEq)]
enum Change {
    New { operations: usize },
    Gone { operations: usize },
    Parts(Vec<PartChange>),
}

/// Parts of one kind that came or went.
#[derive(Debug, PartialEq)]
struct PartChange {
    sign: char,
    kind: &'static str,
    names: Vec<String>,
}

impl Diff {
    /// Compares the data folder `old` with `new`.
    pub fn between(old: &Path, new: &Path) -> Result<Self> {
        let (before, after) = (services(old)?, services(new)?);
        let all: Vec<_> = before.union(&after).collect();
        let changes = all.par_iter().map(|name| {
            let (old, new) = (old.join(name), new.join(name));
            Ok(match (before.contains(*name), after.contains(*name)) {
                (false, _) => Some(Change::New { operations: operations(&new)? }),
                (_, false) => Some(Change::Gone { operations: operations(&old)? }),
                _ if same_files(&old, &new)? => None,
                _ => Some(Change::Parts(compare(&parts(&old)?, &parts(&new)?))),
            })
        });
        let mut diff = Self::default();
        for (name, change) in all.iter().zip(changes.collect::<Result<Vec<_>>>()?) {
            match change {
                None => {}
                Some(Change::Parts(parts)) if parts.is_empty() => {
                    diff.inside.insert((*name).clone());
                }
                Some(change) => diff.services.push(((*name).clone(), change)),
            }
        }
        Ok(diff)
    }

    /// All services whose files differ.
    pub fn differing(&self) -> BTreeSet<String> {
        self.services.iter().map(|(name, _)| name).chain(&self.inside).cloned().collect()
    }
}

fn services(data: &Path) -> Result<BTreeSet<String>> {
    let entries = std::fs::read_dir(data).with_context(|| format!("cannot read {}", data.display()))?;
    let dirs = entries.flatten().filter(|entry| entry.path().is_dir());
    Ok(dirs.filter_map(|entry| entry.file_name().into_string().ok()).collect())
}

const FILES: [&str; 5] =
    ["service.json", "paginators.json", "waiters.json", "resources.json", "endpoint-rules.json"];

fn same_files(old: &Path, new: &Path) -> Result<bool> {
    for file in FILES {
        if read(&old.join(file))? != read(&new.join(file))? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn read(path: &Path) -> Result<Option<Vec<u8>>> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
    }
}

fn load<T: DeserializeOwned + Default>(path: &Path) -> Result<T> {
    match read(path)? {
        Some(bytes) => json::parse(&path.display().to_string(), &bytes),
        None => Ok(T::default()),
    }
}

fn operations(dir: &Path) -> Result<usize> {
    Ok(load::<Service>(&dir.join("service.json"))?.operations.len())
}

fn parts(dir: &Path) -> Result<Parts> {
    let service: Service = load(&dir.join("service.json"))?;
    let members = service
        .shapes
        .iter()
        .flat_map(|(shape, Shape { members })| members.keys().map(move |member| format!("{shape}.{member}")));
    let keys = |names: Names| names.into_keys().collect::<BTreeSet<_>>();
    Ok(Parts::from([
        ("members", members.collect()),
        ("shapes", service.shapes.into_keys().collect()),
        ("operations", keys(service.operations)),
        ("paginators", keys(load::<Paginators>(&dir.join("paginators.json"))?.pagination)),
        ("waiters", keys(load::<Waiters>(&dir.join("waiters.json"))?.waiters)),
        ("resources", keys(load::<Resources>(&dir.join("resources.json"))?.resources)),
    ]))
}

/// The kinds of parts in the order in which they are told.
const KINDS: [&str; 6] = ["operations", "shapes", "members", "paginators", "waiters", "resources"];

fn compare(old: &Parts, new: &Parts) -> Vec<PartChange> {
    let none = BTreeSet::new();
    let of = |parts: &'_ Parts, kind| parts.get(kind).cloned().unwrap_or_default();
    let mut changes = Vec::new();
    for kind in KINDS {
        for (sign, from, to) in [('+', old, new), ('-', new, old)] {
            // the members of a shape that came or went as a whole go without saying
            let shapes = if kind == "members" { of(from, "shapes") } else { none.clone() };
            let known = |name: &String| {
                kind != "members" || name.split_once('.').is_some_and(|(shape, _)| shapes.contains(shape))
            };
            let names = of(to, kind)
                .difference(&of(from, kind))
                .filter(|name| known(name))
                .cloned()
                .collect::<Vec<_>>();
            if !names.is_empty() {
                changes.push(PartChange { sign, kind, names });
            }
        }
    }
    changes
}

impl fmt::Display for Diff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, change) in &self.services {
            match change {
                Change::New { operations } => writeln!(f, "+ service {name} ({operations} operations)")?,
                Change::Gone { operations } => writeln!(f, "- service {name} ({operations} operations)")?,
                Change::Parts(parts) => {
                    writeln!(f, "{name}")?;
                    parts.iter().try_for_each(|part| writeln!(f, "  {part}"))?;
                }
            }
        }
        match (self.services.len(), self.inside.len()) {
            (0, 0) => write!(f, "no service changed"),
            (changed, inside) => write!(
                f,
                "{changed} services changed; {inside} more in documentation, traits or endpoints only"
            ),
        }
    }
}

impl fmt::Display for PartChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { sign, kind, names } = self;
        match names.as_slice() {
            // most shapes are the inputs, outputs and constrained strings of what is named already
            _ if *kind == "shapes" => write!(f, "{sign} {} shapes", names.len()),
            [name] => write!(f, "{sign} 1 {}: {name}", kind.trim_end_matches('s')),
            _ => write!(f, "{sign} {} {kind}: {}", names.len(), names.join(", ")),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::{Value, json};

    fn put(data: &Path, service: &str, file: &str, value: Value) {
        std::fs::create_dir_all(data.join(service)).unwrap();
        std::fs::write(data.join(service).join(file), value.to_string()).unwrap();
    }

    #[test]
    fn what_came_and_went_is_told_by_service() {
        let dir = tempfile::tempdir().unwrap();
        let (old, new) = (dir.path().join("old"), dir.path().join("new"));
        put(
            &old,
            "queue",
            "service.json",
            json!({
                "operations": {"Send": {}, "Purge": {}},
                "shapes": {"SendRequest": {"members": {"Body": {}}}, "PurgeRequest": {"members": {"Name": {}}}},
            }),
        );
        put(
            &new,
            "queue",
            "service.json",
            json!({
                "operations": {"Send": {}, "List": {}},
                "shapes": {
                    "SendRequest": {"members": {"Body": {}, "Delay": {}, "Group": {}}},
                    "ListRequest": {"members": {"Token": {}}},
                },
            }),
        );
        put(&new, "queue", "paginators.json", json!({"pagination": {"List": {}}}));
        put(&old, "queue", "waiters.json", json!({"version": 2, "waiters": {"QueueEmpty": {}}}));
        put(&old, "plain", "service.json", json!({"operations": {"Get": {}}, "shapes": {}}));
        put(
            &new,
            "plain",
            "service.json",
            json!({"operations": {"Get": {"documentation": "!"}}, "shapes": {}}),
        );
        put(&old, "same", "service.json", json!({"operations": {"Get": {}}}));
        put(&new, "same", "service.json", json!({"operations": {"Get": {}}}));
        put(&old, "gone", "service.json", json!({"operations": {"A": {}}}));
        put(&new, "fresh", "service.json", json!({"operations": {"A": {}, "B": {}}}));
        assert_eq!(
            Diff::between(&old, &new).unwrap().to_string(),
            "\
+ service fresh (2 operations)
- service gone (1 operations)
queue
  + 1 operation: List
  - 1 operation: Purge
  + 1 shapes
  - 1 shapes
  + 2 members: SendRequest.Delay, SendRequest.Group
  + 1 paginator: List
  - 1 waiter: QueueEmpty
3 services changed; 1 more in documentation, traits or endpoints only"
        );
    }

    #[test]
    fn equal_folders_have_no_difference() {
        let dir = tempfile::tempdir().unwrap();
        put(dir.path(), "a", "service.json", json!({"operations": {"A": {}}}));
        assert_eq!(Diff::between(dir.path(), dir.path()).unwrap().to_string(), "no service changed");
    }
}

//! The public API of generated crates, read from their source: a line for every item, in the manner of
//! `cargo public-api`, and what an update of the models changes in it.
//!
//! Lines hold what a program can depend on, and nothing else: whole paths, as users write them; no names of arguments,
//! no documentation, no text of functions. Items that the documentation hides are left out unless one that it shows
//! names them, as the alias `operations::GetObject` names the type `operations::Call`.

mod attributes;
mod definitions;
pub mod diff;
pub mod generated;
mod items;
pub mod line;
pub mod load;
mod manifest;
mod names;
pub mod report;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
mod tree;
mod types;

use std::collections::BTreeSet;

use anyhow::{Context as _, Result};

use self::attributes::Attributes;
use self::items::{Entry, Items};
use self::manifest::Manifest;
use self::names::{Definition, Names, Target};
use self::tree::Tree;
use crate::generate::tree::Files;

/// The API of one crate.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Api {
    /// Its lines.
    pub lines: BTreeSet<String>,
}

impl Api {
    /// The API of the crate with these files.
    pub fn of(files: &Files) -> Result<Self> {
        let manifest = Manifest::parse(files.get("Cargo.toml").context("there is no Cargo.toml")?)?;
        let tree = Tree::read(&manifest.krate, files)?;
        let names = Names::new(&tree);
        let mut lines: BTreeSet<_> = manifest.lines().collect();
        for (index, module) in tree.modules.iter().enumerate() {
            if let Some(public) = names.module(index).filter(|public| !public.hidden) {
                let mut attributes = module.attributes.clone();
                attributes.conditions.extend(public.conditions.iter().cloned());
                lines.insert(format!("{}pub mod {}", attributes.prefix(), public.path));
            }
        }
        for (public, target) in names.again().iter().filter(|(public, _)| !public.hidden) {
            let attributes = Attributes { conditions: public.conditions.clone(), ..Attributes::default() };
            let of = match target {
                Target::Module(module) => names.module_path(*module),
                Target::Item(definition) => names.path(definition),
                Target::Foreign(path) => path.clone(),
            };
            lines.insert(format!("{}pub use {} = {of}", attributes.prefix(), public.path));
        }
        let modules = tree.modules.iter().enumerate();
        let entries = modules.flat_map(|(index, module)| Items::of(&names, index, module)).collect();
        lines.extend(reached(&names, entries));
        lines.retain(|line| manifest.compiles(line));
        Ok(Self { lines })
    }
}

/// The lines of `entries` that are part of the API: of what users find in the documentation, and of what that names.
fn reached(names: &Names<'_>, mut entries: Vec<Entry>) -> Vec<String> {
    let mut known: BTreeSet<Definition> = BTreeSet::new();
    let shown = |definition: &Definition| names.item(definition).is_some_and(|public| !public.hidden);
    let mut lines = Vec::new();
    loop {
        let before = lines.len();
        let is_known =
            |definition: &Definition, known: &BTreeSet<_>| shown(definition) || known.contains(definition);
        let (taken, left): (Vec<_>, _) =
            entries.into_iter().partition(|entry| entry.needs.iter().all(|needed| is_known(needed, &known)));
        for entry in taken {
            known.extend(entry.mentions.into_iter().filter(|definition| names.is_public(definition)));
            lines.push(entry.line);
        }
        if lines.len() == before {
            return lines;
        }
        entries = left;
    }
}

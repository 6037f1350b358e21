//! [`Kept`]: which types belong into a crate that holds some of the operations.

use crate::Filter;
use crate::model::resource::{Definition, Resources};
use std::collections::{BTreeSet, HashSet};

/// The types that belong into a crate: all with all operations; else those that make a call which is there, and
/// those that these lead to.
pub(super) struct Kept<'a> {
    definitions: &'a Resources,
    names: HashSet<&'a str>,
    service: bool,
}

impl<'a> Kept<'a> {
    /// The types that belong into a crate with the `operations` that `filter` wants.
    pub fn new(definitions: &'a Resources, operations: &BTreeSet<&str>, filter: &Filter) -> Self {
        if *filter == Filter::All {
            let names = definitions.resources.keys().map(String::as_str).collect();
            return Self { definitions, names, service: true };
        }
        let mut kept = Self { definitions, names: HashSet::new(), service: false };
        let calls = |definition: &Definition| calls(definition, operations);
        kept.service = calls(&definitions.service);
        let callers = definitions.resources.iter().filter(|(_, definition)| calls(definition));
        let mut work: Vec<&'a str> = callers.map(|(name, _)| name.as_str()).collect();
        work.extend(produced(&definitions.service, operations));
        while let Some(name) = work.pop() {
            let Some((name, definition)) = definitions.resources.get_key_value(name) else { continue };
            if kept.names.insert(name.as_str()) {
                work.extend(produced(definition, operations));
                work.extend(definition.has.values().map(|has| has.resource.resource.as_str()));
            }
        }
        kept
    }

    /// Whether nothing is left.
    pub fn is_empty(&self) -> bool {
        !self.service && self.names.is_empty()
    }

    /// The types, in the order of the definitions.
    pub fn types(&self) -> impl Iterator<Item = &'a str> {
        self.definitions.resources.keys().map(String::as_str).filter(|name| self.names.contains(name))
    }
}

fn calls(definition: &Definition, operations: &BTreeSet<&str>) -> bool {
    let mut actions = definition.actions.values().chain(&definition.load).chain(definition.has_many.values());
    actions.any(|action| operations.contains(action.request.operation.as_str()))
}

/// The types that calls of `definition` give.
fn produced<'a>(definition: &'a Definition, operations: &BTreeSet<&str>) -> Vec<&'a str> {
    let calls = definition.actions.values().chain(definition.has_many.values());
    let calls = calls.filter(|call| operations.contains(call.request.operation.as_str()));
    calls.filter_map(|call| Some(call.resource.as_ref()?.resource.as_str())).collect()
}

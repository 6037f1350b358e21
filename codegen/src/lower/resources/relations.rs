//! Resources that lead to others without any call: those below them, and those their data refers to.

use super::names::Methods;
use super::{Owner, ResourceLowering};
use crate::ir::resource::{Child, ChildSource, Reference};
use crate::model::resource as model;
use crate::names;

/// What a resource has.
pub(super) struct Has<'a> {
    /// What it is called.
    name: &'a str,
    /// The type.
    resource: &'a str,
    /// The definition; without it the caller gives all identifiers.
    definition: Option<&'a model::Has>,
}

/// Whether making it needs data, so that it is a reference.
pub(super) fn needs_data(has: &model::Has) -> bool {
    has.resource.identifiers.iter().any(|identifier| identifier.source == "data")
}

impl<'a> ResourceLowering<'a> {
    /// What a type has. A service has every type of its own, whether its definition lists it or not.
    pub(super) fn has(&self, owner: Owner<'a, '_>, service: bool) -> Vec<Has<'a>> {
        let listed = owner.definition.has.iter();
        let mut all: Vec<_> = listed
            .map(|(name, has)| Has { name, resource: &has.resource.resource, definition: Some(has) })
            .collect();
        if service {
            let names = self.definitions.resources.keys();
            let missing: Vec<_> = names.filter(|name| all.iter().all(|has| has.resource != *name)).collect();
            all.extend(missing.into_iter().map(|name| Has { name, resource: name, definition: None }));
        }
        all
    }

    /// Resources that the data of a type refers to.
    pub(super) fn references(
        &mut self,
        owner: Owner<'a, '_>,
        has: &[Has<'a>],
        methods: &mut Methods,
    ) -> Vec<Reference> {
        let mut references = Vec::new();
        for Has { name, definition, .. } in has {
            let Some(definition) = definition.filter(|has| needs_data(has)) else { continue };
            let place = format!("{}.has.{name}", owner.place);
            let method = self.claim(methods, &place, name, "reference");
            let produced = self.produced(owner, &format!("{place}.resource"), &definition.resource, None);
            references.extend(produced.map(|produced| Reference { method, produced }));
        }
        references
    }

    /// Resources below a type. They take names last: boto3's are in upper camel case and clash with nothing, so that
    /// all other names are boto3's.
    pub(super) fn children(
        &mut self,
        owner: Owner<'a, '_>,
        has: &[Has<'a>],
        methods: &mut Methods,
    ) -> Vec<Child> {
        let mut children = Vec::new();
        for has in has {
            if has.definition.is_some_and(needs_data) {
                continue;
            }
            let place = format!("{}.has.{}", owner.place, has.name);
            let method = self.claim(methods, &place, has.name, "resource");
            let resource_place = format!("{place}.resource");
            let Some((resource, target)) = self.target_type(&resource_place, has.resource) else { continue };
            let sources = match has.definition {
                Some(definition) => self.child_sources(owner, &resource_place, &definition.resource, target),
                None => vec![None; target.identifiers.len()],
            };
            let arguments = target.identifiers.iter().map(|identifier| names::snake(&identifier.name));
            let sources = sources.into_iter().zip(arguments);
            let identifiers = sources.map(|(source, name)| match source {
                Some(parent) => ChildSource::Parent(parent),
                None => ChildSource::Argument(name),
            });
            let identifiers = identifiers.collect();
            children.push(Child { method, resource, identifiers, listed: has.definition.is_some() });
        }
        children
    }

    /// The parent's identifiers that the identifiers of a child are; the caller gives the others. boto3 takes them by
    /// their position, so that definitions may call arguments as they like.
    fn child_sources(
        &mut self,
        owner: Owner<'a, '_>,
        place: &str,
        produced: &model::Produced,
        target: &model::Definition,
    ) -> Vec<Option<usize>> {
        let mut sources = vec![None; target.identifiers.len()];
        for (index, param) in produced.identifiers.iter().enumerate() {
            let place = format!("{place}.identifiers[{index}]");
            match param.source.as_str() {
                "input" => {}
                "identifier" => {
                    let slot = self.slot(&place, target, &param.target);
                    let parent = self.parent(owner, &place, param);
                    if let (Some(slot), Some(parent)) = (slot, parent) {
                        sources[slot] = Some(parent);
                    }
                }
                other => {
                    let message = format!("`{other}` is no source of an identifier here");
                    self.error(format!("{place}.source"), message);
                }
            }
        }
        if produced.identifiers.len() != target.identifiers.len() {
            let (given, wanted) = (produced.identifiers.len(), target.identifiers.len());
            self.error(format!("{place}.identifiers"), format!("{given} of {wanted} identifiers"));
        }
        sources
    }
}

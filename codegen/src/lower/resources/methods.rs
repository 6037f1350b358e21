//! What a type has by itself: identifiers, attributes, collections.

use super::names::Methods;
use super::{Owner, ResourceLowering};
use crate::ir::Type;
use crate::ir::resource::{Attribute, Batch, Collection, Identifier, Resources};
use crate::lower::reserved;
use crate::names::{self, Scope};
use std::collections::HashSet;

impl<'a> ResourceLowering<'a> {
    /// The identifiers of a type, none with its alias yet.
    pub(super) fn identifiers(&mut self, owner: Owner<'a, '_>, methods: &mut Methods) -> Vec<Identifier> {
        let mut identifiers = Vec::new();
        for (index, identifier) in owner.definition.identifiers.iter().enumerate() {
            let place = format!("{}.identifiers[{index}]", owner.place);
            let method = self.claim(methods, &format!("{place}.name"), &identifier.name, "identifier");
            let member = identifier.member_name.as_deref().unwrap_or(&identifier.name);
            let members = owner.shape.map(|shape| self.service[shape].members.as_slice()).unwrap_or_default();
            let found = members.iter().find(|other| other.name == member);
            let sensitive = found.is_some_and(|member| member.sensitive);
            if let (Some(name), None, Some(_)) = (&identifier.member_name, found, owner.shape) {
                self.error(format!("{place}.memberName"), format!("`{name}` is no member of the shape"));
            }
            identifiers.push(Identifier { method, alias: None, sensitive });
        }
        identifiers
    }

    /// The members of a type's data that are not identifiers under the same name. Those that are identifiers under
    /// another name become aliases of them.
    pub(super) fn attributes(
        &mut self,
        owner: Owner<'a, '_>,
        identifiers: &mut [Identifier],
        methods: &mut Methods,
    ) -> Vec<Attribute> {
        let Some(shape) = owner.shape else { return Vec::new() };
        let service = self.service;
        let mut attributes = Vec::new();
        for (index, member) in service[shape].members.iter().enumerate() {
            let snake = names::snake(&member.name);
            if identifiers.iter().any(|identifier| identifier.method == snake) {
                continue;
            }
            // Nothing of a stream is left when it has been read.
            if matches!(member.ty, Type::Stream | Type::Events(_)) {
                continue;
            }
            let place = format!("{}.shape", owner.place);
            let method = self.claim(methods, &place, &member.name, "attribute");
            let mut named = owner.definition.identifiers.iter().zip(identifiers.iter_mut());
            let alias = named.find(|(model, _)| model.member_name.as_ref() == Some(&member.name));
            match alias {
                Some((_, identifier)) => identifier.alias = Some(method),
                None => attributes.push(Attribute { method, member: index }),
            }
        }
        attributes
    }

    /// Collections whose operations are wanted, without their batch actions.
    pub(super) fn collections(
        &mut self,
        owner: Owner<'a, '_>,
        methods: &mut Methods,
        builders: &mut Scope,
    ) -> Vec<Collection> {
        let mut collections = Vec::new();
        for (name, collection) in &owner.definition.has_many {
            let place = format!("{}.hasMany.{name}", owner.place);
            let method = self.claim(methods, &place, name, "collection");
            let type_name = builders.claim(names::shape(name));
            let Some(model) = &collection.resource else {
                self.error(&place, "a collection is of resources");
                continue;
            };
            let request = self.request(owner, &format!("{place}.request"), &collection.request, false);
            let Some(request) = request else { continue };
            let produced = self.produced(owner, &format!("{place}.resource"), model, Some(request.operation));
            let Some(produced) = produced else { continue };
            if !produced.many {
                self.error(format!("{place}.resource.identifiers"), "none of them is a list");
                continue;
            }
            let target = self.definitions.resources.get(&model.resource);
            let batches: Vec<String> = target
                .into_iter()
                .flat_map(|target| target.batch_actions.keys())
                .map(|name| names::snake(name))
                .collect();
            let batches: Vec<&str> = batches.iter().map(String::as_str).collect();
            let setters = self.setters(request.operation, reserved::COLLECTION.scope_with(&batches));
            let name = name.clone();
            collections.push(Collection {
                name,
                method,
                type_name,
                request,
                setters,
                produced,
                batches: Vec::new(),
            });
        }
        collections
    }
}

/// Gives collections the batch actions of what they hold.
pub(super) fn add_batches(resources: &mut Resources) {
    let batches: Vec<Vec<(String, String)>> = resources
        .types
        .iter()
        .map(|r| r.batch_actions.iter().map(|a| (a.method.clone(), a.type_name.clone())).collect())
        .collect();
    for resource in &mut resources.types {
        let builders = resource.actions.iter().map(|action| &action.type_name);
        let builders = builders.chain(resource.collections.iter().map(|collection| &collection.type_name));
        let mut taken: HashSet<String> = builders.chain([&resource.type_name]).cloned().collect();
        for collection in &mut resource.collections {
            let of = &batches[collection.produced.resource.0];
            for (action, (method, name)) in of.iter().enumerate() {
                let mut type_name = format!("{}{name}", collection.type_name);
                while !taken.insert(type_name.clone()) {
                    type_name.push('_');
                }
                collection.batches.push(Batch { method: method.clone(), type_name, action });
            }
        }
    }
}

//! The lines of what has a name: structures, enumerations, functions, aliases, constants and traits.

use std::collections::BTreeSet;

use super::attributes::Attributes;
use super::items::{Entry, qualifiers};
use super::names::{Definition, Names};
use super::tree::is_public;
use super::types::Types;

/// The lines of `item`, which is `definition`; `attributes` are its own, those of its module among them.
pub fn lines(
    names: &Names<'_>,
    definition: Definition,
    mut attributes: Attributes,
    item: &syn::Item,
) -> Vec<Entry> {
    if attributes.test {
        return Vec::new();
    }
    if let Some(public) = names.item(&definition) {
        attributes.conditions.extend(public.conditions.iter().cloned());
    }
    let types = Types::new(names, definition.0);
    let path = names.path(&definition);
    let mut lines = Lines { types, attributes, definition, path, entries: Vec::new() };
    lines.item(item);
    lines.entries
}

/// The lines of one definition.
struct Lines<'a> {
    types: Types<'a>,
    attributes: Attributes,
    definition: Definition,
    path: String,
    entries: Vec<Entry>,
}

impl Lines<'_> {
    /// Adds a line whose attributes are those of the definition.
    fn add(&mut self, text: String) {
        let line = self.attributes.prefix() + &text;
        self.push(line);
    }

    /// Adds the line of a part, whose attributes are its own beside the conditions of the definition.
    fn part(&mut self, attributes: &[syn::Attribute], text: String) {
        let attributes = Attributes::of(attributes).inside(&self.attributes);
        if attributes.hidden {
            self.types.mentions.clear();
        } else {
            self.push(attributes.prefix() + &text);
        }
    }

    fn push(&mut self, line: String) {
        let mentions = std::mem::take(&mut self.types.mentions);
        let needs = BTreeSet::from([self.definition.clone()]);
        self.entries.push(Entry { line, needs, mentions });
    }

    fn item(&mut self, item: &syn::Item) {
        let path = self.path.clone();
        match item {
            syn::Item::Const(item) => {
                let ty = self.types.ty(&item.ty);
                self.add(format!("pub const {path}: {ty}"));
            }
            syn::Item::Static(item) => {
                let ty = self.types.ty(&item.ty);
                let mutable =
                    if matches!(item.mutability, syn::StaticMutability::Mut(_)) { "mut " } else { "" };
                self.add(format!("pub static {mutable}{path}: {ty}"));
            }
            syn::Item::Fn(item) => {
                let signature = self.types.signature(&item.sig, &[]);
                self.add(format!("pub {}fn {path}{signature}", qualifiers(&item.sig)));
            }
            syn::Item::Type(item) => {
                let list = self.types.parameters(&item.generics).list;
                let ty = self.types.ty(&item.ty);
                self.add(format!("pub type {path}{list} = {ty}"));
            }
            syn::Item::Enum(item) => self.enumeration(item),
            syn::Item::Struct(item) => self.structure(item),
            syn::Item::Trait(item) => self.interface(item),
            _ => {}
        }
    }

    fn enumeration(&mut self, item: &syn::ItemEnum) {
        let path = self.path.clone();
        let parameters = self.types.parameters(&item.generics);
        self.add(format!("pub enum {path}{}{}", parameters.list, parameters.bounded()));
        for variant in &item.variants {
            let fields: Vec<_> = variant
                .fields
                .iter()
                .map(|field| match &field.ident {
                    Some(name) => format!("{name}: {}", self.types.ty(&field.ty)),
                    None => self.types.ty(&field.ty),
                })
                .collect();
            let fields = match &variant.fields {
                syn::Fields::Named(_) => format!(" {{ {} }}", fields.join(", ")),
                syn::Fields::Unnamed(_) => format!("({})", fields.join(", ")),
                syn::Fields::Unit => String::new(),
            };
            self.part(&variant.attrs, format!("pub {path}::{}{fields}", variant.ident));
        }
        self.derives(&item.generics);
    }

    /// A structure; `{ .. }` and `_` are for private fields.
    fn structure(&mut self, item: &syn::ItemStruct) {
        let path = self.path.clone();
        let parameters = self.types.parameters(&item.generics);
        let shape = match &item.fields {
            syn::Fields::Unit => ";".to_owned(),
            syn::Fields::Unnamed(fields) => {
                let fields = fields.unnamed.iter().map(|field| match is_public(&field.vis) {
                    true => self.types.ty(&field.ty),
                    false => "_".to_owned(),
                });
                format!("({})", fields.collect::<Vec<_>>().join(", "))
            }
            syn::Fields::Named(fields) if fields.named.iter().all(|field| is_public(&field.vis)) => {
                String::new()
            }
            syn::Fields::Named(_) => " { .. }".to_owned(),
        };
        self.add(format!("pub struct {path}{}{shape}{}", parameters.list, parameters.bounded()));
        for field in &item.fields {
            if let Some(name) = &field.ident
                && is_public(&field.vis)
            {
                let ty = self.types.ty(&field.ty);
                self.part(&field.attrs, format!("pub {path}::{name}: {ty}"));
            }
        }
        self.derives(&item.generics);
    }

    /// A trait; `{ .. }` is for what it provides.
    fn interface(&mut self, item: &syn::ItemTrait) {
        let path = self.path.clone();
        let parameters = self.types.parameters(&item.generics);
        let above = match self.types.bounds(&item.supertraits) {
            bounds if bounds.is_empty() => bounds,
            bounds => format!(": {bounds}"),
        };
        self.add(format!("pub trait {path}{}{above}{}", parameters.list, parameters.bounded()));
        for item in &item.items {
            let provided = |is: bool| if is { " { .. }" } else { "" };
            match item {
                syn::TraitItem::Fn(item) => {
                    let text = self.types.signature(&item.sig, &[]);
                    let (words, name) = (qualifiers(&item.sig), &item.sig.ident);
                    let end = provided(item.default.is_some());
                    self.part(&item.attrs, format!("pub {words}fn {path}::{name}{text}{end}"));
                }
                syn::TraitItem::Type(item) => {
                    let bounds = self.types.bounds(&item.bounds);
                    let end = provided(item.default.is_some());
                    self.part(&item.attrs, format!("pub type {path}::{}: {bounds}{end}", item.ident));
                }
                syn::TraitItem::Const(item) => {
                    let ty = self.types.ty(&item.ty);
                    let end = provided(item.default.is_some());
                    self.part(&item.attrs, format!("pub const {path}::{}: {ty}{end}", item.ident));
                }
                _ => {}
            }
        }
    }

    /// The implementations that are derived, written as those that are not.
    fn derives(&mut self, generics: &syn::Generics) {
        for derive in std::mem::take(&mut self.attributes.derives) {
            let name = match self.types.path(None, &derive) {
                name if name == "Debug" => "std::fmt::Debug".to_owned(),
                name if name == "Hash" => "std::hash::Hash".to_owned(),
                name => name,
            };
            let mut parameters = self.types.parameters(generics);
            parameters.bounds.extend(generics.type_params().map(|param| format!("{}: {name}", param.ident)));
            let (list, names, bounds) = (&parameters.list, &parameters.names, parameters.bounded());
            let attributes = Attributes { non_exhaustive: false, ..self.attributes.clone() };
            let line = format!("{}impl{list} {name} for {}{names}{bounds}", attributes.prefix(), self.path);
            self.push(line);
        }
    }
}

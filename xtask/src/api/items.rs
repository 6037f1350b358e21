//! The lines of a module: what it defines, and its implementations.

use std::collections::BTreeSet;

use super::attributes::Attributes;
use super::definitions::lines;
use super::names::{Definition, Names, named};
use super::tree::{Module, is_public, macro_name};
use super::types::Types;

/// A line of the API, if what it is about is part of it.
pub struct Entry {
    /// The line.
    pub line: String,
    /// What must be part of the API for the line to be.
    pub needs: BTreeSet<Definition>,
    /// What the line names.
    pub mentions: BTreeSet<Definition>,
}

/// The lines of a module, one after the other.
pub struct Items<'a> {
    names: &'a Names<'a>,
    module: usize,
    inside: &'a Attributes,
    /// What was found.
    pub entries: Vec<Entry>,
}

impl<'a> Items<'a> {
    /// All lines of `module`, the one with that `index`.
    pub fn of(names: &'a Names<'a>, index: usize, module: &'a Module) -> Vec<Entry> {
        let mut items = Self { names, module: index, inside: &module.attributes, entries: Vec::new() };
        module.items.iter().for_each(|item| items.item(item));
        items.entries
    }

    fn item(&mut self, item: &syn::Item) {
        match item {
            syn::Item::Impl(item) => self.implementation(item),
            syn::Item::Macro(item) => self.exported(item),
            _ => {
                if let Some((name, visibility, attributes)) = named(item)
                    && is_public(visibility)
                {
                    let attributes = Attributes::of(attributes).inside(self.inside);
                    let found = lines(self.names, (self.module, name.to_string()), attributes, item);
                    self.entries.extend(found);
                }
            }
        }
    }

    /// `macro_rules!`, which users have if it is exported; and what stands for the items that a macro of the crate expands to: the call
    /// and the definition, as they are written.
    fn exported(&mut self, item: &syn::ItemMacro) {
        let attributes = Attributes::of(&item.attrs).inside(self.inside);
        if attributes.hidden || attributes.test {
            return;
        }
        let tokens = &item.mac.tokens;
        let text = match &item.ident {
            Some(name) if attributes.exported => format!("pub macro {}::{name}!", self.names.module_path(0)),
            Some(name) if self.names.calls_macro(name) => format!("macro {name}! {tokens}"),
            Some(_) => return,
            None => {
                let name = macro_name(item).map(syn::Ident::to_string).unwrap_or_default();
                format!("{}: {name}! {tokens}", self.names.module_path(self.module))
            }
        };
        let line = attributes.prefix() + &text;
        self.entries.push(Entry { line, needs: BTreeSet::new(), mentions: BTreeSet::new() });
    }

    fn implementation(&mut self, item: &syn::ItemImpl) {
        let attributes = Attributes::of(&item.attrs).inside(self.inside);
        if attributes.hidden || attributes.test {
            return;
        }
        let mut types = Types::new(self.names, self.module);
        let parameters = types.parameters(&item.generics);
        let ty = types.ty(&item.self_ty);
        match &item.trait_ {
            Some((not, path, _)) => {
                let name = types.path(None, path);
                let safe = if item.unsafety.is_some() { "unsafe " } else { "" };
                let not = if not.is_some() { "!" } else { "" };
                let (list, bounds) = (&parameters.list, parameters.bounded());
                let line = format!("{}{safe}impl{list} {not}{name} for {ty}{bounds}", attributes.prefix());
                let needs = types.mentions.clone();
                self.entries.push(Entry { line, needs: needs.clone(), mentions: BTreeSet::new() });
                for inner in &item.items {
                    self.assigned(inner, &format!("<{ty} as {name}>"), &attributes, &needs, &mut types);
                }
            }
            None => {
                // arguments that are the parameters go without saying
                let base = ty.strip_suffix(&parameters.names).unwrap_or(&ty).to_owned();
                let needs = std::mem::take(&mut types.mentions);
                for inner in &item.items {
                    self.associated(inner, &base, &attributes, &needs, &mut types, &parameters.bounds);
                }
            }
        }
    }

    /// What an implementation of a trait chooses: types and constants. Its functions are as the trait has them.
    fn assigned(
        &mut self,
        item: &syn::ImplItem,
        of: &str,
        outer: &Attributes,
        needs: &BTreeSet<Definition>,
        types: &mut Types<'_>,
    ) {
        let (text, attributes) = match item {
            syn::ImplItem::Type(item) => {
                let list = types.parameters(&item.generics).list;
                (format!("pub type {of}::{}{list} = {}", item.ident, types.ty(&item.ty)), &item.attrs)
            }
            syn::ImplItem::Const(item) => {
                (format!("pub const {of}::{}: {}", item.ident, types.ty(&item.ty)), &item.attrs)
            }
            _ => return,
        };
        let line = Attributes::of(attributes).inside(outer).prefix() + &text;
        let mentions = std::mem::take(&mut types.mentions);
        self.entries.push(Entry { line, needs: needs.clone(), mentions });
    }

    /// Functions and constants of a type itself.
    fn associated(
        &mut self,
        item: &syn::ImplItem,
        of: &str,
        outer: &Attributes,
        needs: &BTreeSet<Definition>,
        types: &mut Types<'_>,
        bounds: &[String],
    ) {
        let (visibility, attributes) = match item {
            syn::ImplItem::Fn(item) => (&item.vis, &item.attrs),
            syn::ImplItem::Const(item) => (&item.vis, &item.attrs),
            _ => return,
        };
        let attributes = Attributes::of(attributes).inside(outer);
        if !is_public(visibility) || attributes.hidden || attributes.test {
            return;
        }
        let text = match item {
            syn::ImplItem::Fn(item) => {
                let signature = types.signature(&item.sig, bounds);
                format!("pub {}fn {of}::{}{signature}", qualifiers(&item.sig), item.sig.ident)
            }
            syn::ImplItem::Const(item) => format!("pub const {of}::{}: {}", item.ident, types.ty(&item.ty)),
            _ => return,
        };
        let mentions = std::mem::take(&mut types.mentions);
        self.entries.push(Entry { line: attributes.prefix() + &text, needs: needs.clone(), mentions });
    }
}

/// `const async unsafe `, as far as a function is.
pub fn qualifiers(signature: &syn::Signature) -> String {
    let abi = signature.abi.as_ref().map(|abi| match &abi.name {
        Some(name) => format!("extern {:?} ", name.value()),
        None => "extern \"C\" ".to_owned(),
    });
    let word = |is: bool, word: &'static str| if is { word } else { "" };
    [
        word(signature.constness.is_some(), "const "),
        word(signature.asyncness.is_some(), "async "),
        word(signature.unsafety.is_some(), "unsafe "),
        abi.as_deref().unwrap_or_default(),
    ]
    .concat()
}

//! Types, bounds and signatures as text, with whole paths.

use std::collections::BTreeSet;

use syn::{GenericArgument, GenericParam, Generics, PathArguments, ReturnType, Type, TypeParamBound};

use super::attributes::tight;
use super::names::{Definition, Names, Target};

/// Writes types as they are meant in one module.
pub struct Types<'a> {
    names: &'a Names<'a>,
    module: usize,
    /// Names of type parameters, which no import changes.
    params: Vec<String>,
    /// What was named that the crate defines.
    pub mentions: BTreeSet<Definition>,
}

/// The parameters of an item.
#[derive(Debug, Default)]
pub struct Parameters {
    /// `<'a, T = u8, const N: usize>`, or nothing.
    pub list: String,
    /// `<'a, T, N>`, or nothing.
    pub names: String,
    /// What holds for them: `T: Clone`.
    pub bounds: Vec<String>,
}

impl Parameters {
    /// ` where T: Clone`, or nothing.
    pub fn bounded(&self) -> String {
        if self.bounds.is_empty() { String::new() } else { format!(" where {}", self.bounds.join(", ")) }
    }
}

impl<'a> Types<'a> {
    /// For what is in `module`.
    pub fn new(names: &'a Names<'a>, module: usize) -> Self {
        Self { names, module, params: Vec::new(), mentions: BTreeSet::new() }
    }

    /// The parameters in `generics`, known from here on.
    pub fn parameters(&mut self, generics: &Generics) -> Parameters {
        self.params.extend(generics.type_params().map(|param| param.ident.to_string()));
        let (mut list, mut names, mut bounds) = (Vec::new(), Vec::new(), Vec::new());
        for param in &generics.params {
            match param {
                GenericParam::Lifetime(param) => {
                    names.push(param.lifetime.to_string());
                    list.push(param.lifetime.to_string());
                    if !param.bounds.is_empty() {
                        let others: Vec<_> = param.bounds.iter().map(ToString::to_string).collect();
                        bounds.push(format!("{}: {}", param.lifetime, others.join(" + ")));
                    }
                }
                GenericParam::Type(param) => {
                    names.push(param.ident.to_string());
                    let default = param.default.as_ref().map(|default| format!(" = {}", self.ty(default)));
                    list.push(format!("{}{}", param.ident, default.unwrap_or_default()));
                    if !param.bounds.is_empty() {
                        bounds.push(format!("{}: {}", param.ident, self.bounds(&param.bounds)));
                    }
                }
                GenericParam::Const(param) => {
                    names.push(param.ident.to_string());
                    list.push(format!("const {}: {}", param.ident, self.ty(&param.ty)));
                }
            }
        }
        for predicate in generics.where_clause.iter().flat_map(|clause| &clause.predicates) {
            bounds.push(match predicate {
                syn::WherePredicate::Type(predicate) => {
                    let lifetimes = predicate.lifetimes.as_ref().map(|lifetimes| text(lifetimes) + " ");
                    let ty = self.ty(&predicate.bounded_ty);
                    format!("{}{ty}: {}", lifetimes.unwrap_or_default(), self.bounds(&predicate.bounds))
                }
                other => text(other),
            });
        }
        let angled = |parts: Vec<String>| match parts.join(", ") {
            parts if parts.is_empty() => parts,
            parts => format!("<{parts}>"),
        };
        Parameters { list: angled(list), names: angled(names), bounds }
    }

    /// A function from its name on: `(&self, String) -> u8 where …`, with further `bounds`. Names of arguments are no part
    /// of an API, so they are left out.
    pub fn signature(&mut self, signature: &syn::Signature, bounds: &[String]) -> String {
        let mut parameters = self.parameters(&signature.generics);
        parameters.bounds.splice(0..0, bounds.iter().cloned());
        let inputs = signature.inputs.iter().map(|input| match input {
            syn::FnArg::Receiver(receiver) => self.receiver(receiver),
            syn::FnArg::Typed(argument) => self.ty(&argument.ty),
        });
        let inputs = inputs.collect::<Vec<_>>().join(", ");
        let output = self.output(&signature.output);
        format!("{}({inputs}){output}{}", parameters.list, parameters.bounded())
    }

    fn receiver(&mut self, receiver: &syn::Receiver) -> String {
        if receiver.colon_token.is_some() {
            return format!("self: {}", self.ty(&receiver.ty));
        }
        let Some((_, lifetime)) = &receiver.reference else { return "self".to_owned() };
        let lifetime = lifetime.as_ref().map(|lifetime| format!("{lifetime} ")).unwrap_or_default();
        let mutable = if receiver.mutability.is_some() { "mut " } else { "" };
        format!("&{lifetime}{mutable}self")
    }

    fn output(&mut self, output: &ReturnType) -> String {
        match output {
            ReturnType::Default => String::new(),
            ReturnType::Type(_, ty) => format!(" -> {}", self.ty(ty)),
        }
    }

    /// A type.
    pub fn ty(&mut self, ty: &Type) -> String {
        match ty {
            Type::Path(path) => self.path(path.qself.as_ref(), &path.path),
            Type::Reference(reference) => {
                let lifetime = reference.lifetime.as_ref().map(|lifetime| format!("{lifetime} "));
                let mutable = if reference.mutability.is_some() { "mut " } else { "" };
                format!("&{}{mutable}{}", lifetime.unwrap_or_default(), self.ty(&reference.elem))
            }
            Type::Tuple(tuple) => {
                let parts: Vec<_> = tuple.elems.iter().map(|ty| self.ty(ty)).collect();
                let end = if parts.len() == 1 { "," } else { "" };
                format!("({}{end})", parts.join(", "))
            }
            Type::Slice(slice) => format!("[{}]", self.ty(&slice.elem)),
            Type::Array(array) => format!("[{}; {}]", self.ty(&array.elem), text(&array.len)),
            Type::ImplTrait(one) => format!("impl {}", self.bounds(&one.bounds)),
            Type::TraitObject(object) => format!("dyn {}", self.bounds(&object.bounds)),
            Type::Paren(inner) => format!("({})", self.ty(&inner.elem)),
            Type::Group(inner) => self.ty(&inner.elem),
            Type::BareFn(function) => {
                let inputs: Vec<_> = function.inputs.iter().map(|input| self.ty(&input.ty)).collect();
                format!("fn({}){}", inputs.join(", "), self.output(&function.output))
            }
            other => text(other),
        }
    }

    /// What a parameter or an implementation must be: `Clone + Into<String>`.
    pub fn bounds<'b>(&mut self, bounds: impl IntoIterator<Item = &'b TypeParamBound>) -> String {
        let parts = bounds.into_iter().map(|bound| match bound {
            TypeParamBound::Trait(bound) => {
                let maybe =
                    if matches!(bound.modifier, syn::TraitBoundModifier::Maybe(_)) { "?" } else { "" };
                let lifetimes = bound.lifetimes.as_ref().map(|lifetimes| text(lifetimes) + " ");
                format!("{maybe}{}{}", lifetimes.unwrap_or_default(), self.path(None, &bound.path))
            }
            other => text(other),
        });
        parts.collect::<Vec<_>>().join(" + ")
    }

    /// A path with the arguments of its segments.
    pub fn path(&mut self, of: Option<&syn::QSelf>, path: &syn::Path) -> String {
        let Some(of) = of else { return self.named(path, path.segments.len()) };
        let ty = self.ty(&of.ty);
        let rest = self.rest(path, of.position);
        if of.position == 0 {
            format!("<{ty}>{rest}")
        } else {
            format!("<{ty} as {}>{rest}", self.named(path, of.position))
        }
    }

    /// The first `count` segments of a path.
    fn named(&mut self, path: &syn::Path, count: usize) -> String {
        let names: Vec<_> =
            path.segments.iter().take(count).map(|segment| segment.ident.to_string()).collect();
        let first = names.first().map_or("", String::as_str);
        let known = path.leading_colon.is_some() || first == "Self" || self.is_param(first);
        let (start, taken) = if known { (first.to_owned(), 1) } else { self.meaning(&names) };
        let arguments: Vec<_> = path
            .segments
            .iter()
            .take(count)
            .skip(taken - 1)
            .map(|segment| self.arguments(&segment.arguments))
            .collect();
        let (last, inner) =
            arguments.split_last().map_or(("", &[][..]), |(last, inner)| (last.as_str(), inner));
        if inner.iter().all(String::is_empty) {
            return familiar(&[&[start], &names[taken..]].concat().join("::")) + last;
        }
        let rest = names[taken..].iter().map(|name| format!("::{name}"));
        std::iter::once(start).chain(rest).zip(arguments).map(|(name, arguments)| name + &arguments).collect()
    }

    /// The whole path of what `names` begin with, and how many of them that are.
    fn meaning(&mut self, names: &[String]) -> (String, usize) {
        match self.names.resolve(self.module, names) {
            (Target::Foreign(start), taken) => (start, taken),
            (Target::Module(module), taken) => (self.names.module_path(module), taken),
            (Target::Item(definition), taken) => {
                let start = self.names.path(&definition);
                self.mentions.insert(definition);
                (start, taken)
            }
        }
    }

    fn rest(&mut self, path: &syn::Path, from: usize) -> String {
        let segments = path.segments.iter().skip(from);
        segments.map(|segment| format!("::{}{}", segment.ident, self.arguments(&segment.arguments))).collect()
    }

    fn arguments(&mut self, arguments: &PathArguments) -> String {
        match arguments {
            PathArguments::None => String::new(),
            PathArguments::Parenthesized(call) => {
                let inputs: Vec<_> = call.inputs.iter().map(|ty| self.ty(ty)).collect();
                format!("({}){}", inputs.join(", "), self.output(&call.output))
            }
            PathArguments::AngleBracketed(list) => {
                let parts = list.args.iter().map(|argument| match argument {
                    GenericArgument::Type(ty) => self.ty(ty),
                    GenericArgument::AssocType(assigned) => {
                        format!("{} = {}", assigned.ident, self.ty(&assigned.ty))
                    }
                    GenericArgument::Constraint(bounded) => {
                        format!("{}: {}", bounded.ident, self.bounds(&bounded.bounds))
                    }
                    other => text(other),
                });
                format!("<{}>", parts.collect::<Vec<_>>().join(", "))
            }
        }
    }

    fn is_param(&self, name: &str) -> bool {
        self.params.iter().any(|param| param == name)
    }
}

/// The text of what has no names of types in it: lifetimes, constants.
fn text(tokens: &impl quote::ToTokens) -> String {
    tight(&tokens.to_token_stream().to_string())
}

/// The modules of `std` whose names every program knows without them.
const PRELUDE: [(&str, &[&str]); 14] = [
    ("borrow", &["ToOwned"]),
    ("boxed", &["Box"]),
    ("clone", &["Clone"]),
    ("cmp", &["Eq", "Ord", "PartialEq", "PartialOrd"]),
    ("convert", &["AsMut", "AsRef", "From", "Into", "TryFrom", "TryInto"]),
    ("default", &["Default"]),
    ("future", &["Future", "IntoFuture"]),
    (
        "iter",
        &["DoubleEndedIterator", "ExactSizeIterator", "Extend", "FromIterator", "IntoIterator", "Iterator"],
    ),
    ("marker", &["Copy", "Send", "Sized", "Sync", "Unpin"]),
    ("ops", &["AsyncFn", "AsyncFnMut", "AsyncFnOnce", "Drop", "Fn", "FnMut", "FnOnce"]),
    ("option", &["Option"]),
    ("result", &["Result"]),
    ("string", &["String", "ToString"]),
    ("vec", &["Vec"]),
];

/// The same path as the prelude of Rust has it, if it has: `Clone` for `core::clone::Clone`.
fn familiar(path: &str) -> String {
    let Some(inner) = ["core::", "alloc::", "std::"].iter().find_map(|krate| path.strip_prefix(krate)) else {
        return path.to_owned();
    };
    let known = |module, name| PRELUDE.iter().any(|(of, names)| *of == module && names.contains(&name));
    match inner.split_once("::") {
        Some((module, name)) if known(module, name) => name.to_owned(),
        _ => format!("std::{inner}"),
    }
}

//! What the attributes of an item say about its place in the API.

use quote::ToTokens as _;
use syn::{Attribute, Meta};

/// The attributes of an item that matter to those who use it.
#[derive(Clone, Default)]
pub struct Attributes {
    /// Conditions under which it is compiled, as `#[cfg(feature = "json")]`; those of the modules around it come first.
    pub conditions: Vec<String>,
    /// Whether it is compiled for tests alone.
    pub test: bool,
    /// Whether it is hidden from the documentation.
    pub hidden: bool,
    /// Whether it may get more fields or variants.
    pub non_exhaustive: bool,
    /// Whether a macro is exported.
    pub exported: bool,
    /// The traits that are derived for it.
    pub derives: Vec<syn::Path>,
}

impl Attributes {
    /// Those among `attributes`.
    pub fn of(attributes: &[Attribute]) -> Self {
        let mut found = Self::default();
        for attribute in attributes {
            let path = attribute.path();
            if path.is_ident("cfg")
                && let Meta::List(list) = &attribute.meta
            {
                let condition = list.tokens.to_token_stream().to_string();
                found.test |= condition == "test";
                found.conditions.push(format!("#[cfg({})]", tight(&condition)));
            } else if path.is_ident("doc")
                && let Meta::List(list) = &attribute.meta
            {
                found.hidden |= list.tokens.to_string() == "hidden";
            } else if path.is_ident("derive")
                && let Ok(paths) = attribute.parse_args_with(
                    syn::punctuated::Punctuated::<syn::Path, syn::Token![,]>::parse_terminated,
                )
            {
                found.derives.extend(paths);
            }
            found.non_exhaustive |= path.is_ident("non_exhaustive");
            found.exported |= path.is_ident("macro_export");
        }
        found
    }

    /// Those of something inside what `outer` is on, whose conditions hold for it too.
    pub fn inside(mut self, outer: &Self) -> Self {
        self.conditions.splice(0..0, outer.conditions.iter().cloned());
        self
    }

    /// The beginning of the item's line: `#[cfg(feature = "json")] #[non_exhaustive] `.
    pub fn prefix(&self) -> String {
        let mut all: Vec<_> = self.conditions.iter().map(String::as_str).collect();
        all.extend(self.non_exhaustive.then_some("#[non_exhaustive]"));
        let first = |index: &usize| !all[..*index].contains(&all[*index]);
        (0..all.len()).filter(first).map(|index| format!("{} ", all[index])).collect()
    }
}

/// The text of tokens with blanks only beside `=` and behind commas.
pub fn tight(tokens: &str) -> String {
    tokens.replace(" (", "(").replace("( ", "(").replace(" )", ")").replace(" ,", ",")
}

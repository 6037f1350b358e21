//! Small pieces of source code that several files need.

use crate::names;
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

/// `name` as an identifier, `r#name` if it is a keyword.
pub(super) fn ident(name: &str) -> Ident {
    if names::is_keyword(name) {
        Ident::new_raw(name, Span::call_site())
    } else {
        Ident::new(name, Span::call_site())
    }
}

/// Markdown as doc comments, a line each.
pub(super) fn docs(markdown: &str) -> TokenStream {
    let lines = markdown.lines().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    quote!(#(#[doc = #lines])*)
}

/// Documentation of a file, from Markdown.
pub(super) fn inner_docs(markdown: &str) -> TokenStream {
    let lines = markdown.trim_end().lines();
    let lines = lines.map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    quote!(#(#![doc = #lines])*)
}

/// An index without a type suffix.
pub(super) fn index(index: usize) -> Literal {
    Literal::usize_unsuffixed(index)
}

/// `Some(value)` or `None`.
pub(super) fn option(value: Option<TokenStream>) -> TokenStream {
    match value {
        Some(value) => quote!(Some(#value)),
        None => quote!(None),
    }
}

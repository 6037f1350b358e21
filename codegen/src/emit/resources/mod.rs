//! `src/resources/`: a file for each type of resources, and one for the service itself.

mod actions;
mod builders;
mod collections;
mod pages;
mod resource;
mod tables;

use super::tokens::ident;
use crate::ir::Service;
use proc_macro2::TokenStream;
use quote::quote;

/// The files by their paths below `src`, without `.rs`; none for a service without resources.
pub(super) fn files(service: &Service) -> Vec<(String, TokenStream)> {
    if service.resources.types.is_empty() {
        return Vec::new();
    }
    let library = service.package.library();
    let mut files = vec![("resources/mod".to_owned(), module(service, &library))];
    if builders::are_needed(service) {
        files.push(("resources/builders".to_owned(), builders::file(service)));
    }
    for resource in &service.resources.types {
        files.push((format!("resources/{}", resource.module), resource::file(service, resource, &library)));
    }
    files
}

/// What `lib.rs` says of resources.
pub(super) fn library(service: &Service) -> Option<TokenStream> {
    let root = service.resources.types.first()?;
    let (module, name) = (ident(&root.module), ident(&root.type_name));
    Some(quote! {
        pub mod resources;

        pub use resources::#module::#name;
    })
}

/// `resources/mod.rs`.
fn module(service: &Service, library: &str) -> TokenStream {
    let text = inner_docs(&pages::module(service, library));
    let modules = service.resources.types.iter().map(|resource| ident(&resource.module));
    let exports = service.resources.types.iter().skip(1).map(|resource| {
        let (module, name) = (ident(&resource.module), ident(&resource.type_name));
        quote!(
            pub use #module::#name;
        )
    });
    let builders = builders::are_needed(service).then(|| {
        quote! {
            #[doc(hidden)]
            pub mod builders;
        }
    });
    quote! {
        #text

        #![allow(rustdoc::redundant_explicit_links, reason = "the same text stands in many files")]

        #builders

        #(pub mod #modules;)*

        #(#exports)*
    }
}

fn inner_docs(markdown: &str) -> TokenStream {
    let lines = markdown.lines().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    quote!(#(#![doc = #lines])*)
}

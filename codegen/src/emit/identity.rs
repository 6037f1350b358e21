//! The crate `tucuxi-identity`: the operations that credentials are fetched with, a module for each service.

use super::nest::below;
use super::tokens::ident;
use super::{endpoint, enums, json, manifest, operations, service, structures};
use crate::Error;
use crate::ir::{Module, Part, Service};
use crate::output::{self, FileMap};
use proc_macro2::TokenStream;
use quote::quote;

/// The files of the crate.
pub fn crate_of(parts: &[Part]) -> Result<FileMap, Error> {
    let mut files = FileMap::new();
    files.insert("Cargo.toml".to_owned(), manifest::identity(parts));
    let mut add = |path: String, tokens: TokenStream| -> Result<(), Error> {
        let path = format!("src/{path}.rs");
        let text = output::rust(&format!("identity: {path}"), tokens)?;
        files.insert(path, text);
        Ok(())
    };
    add("lib".to_owned(), library(parts))?;
    for part in parts {
        let part = &part.service;
        let folder = module_name(part);
        let module = ident(&folder);
        let mut add = |name: &str, tokens| add(format!("{folder}/{name}"), below(&module, tokens));
        add("mod", root(part))?;
        add("operations", operations::of(part))?;
        add("types", structures::file(part, Module::Types))?;
        if !part.enums.is_empty() {
            add("enums", enums::file(part))?;
        }
        add("service", service::part(part))?;
        add("endpoint", endpoint(part))?;
    }
    Ok(files)
}

/// The module of a service.
fn module_name(part: &Service) -> String {
    part.name.replace('-', "_")
}

fn library(parts: &[Part]) -> TokenStream {
    let modules = parts.iter().map(|Part { service, feature, .. }| {
        let module = ident(&module_name(service));
        quote! {
            #[cfg(feature = #feature)]
            mod #module;
        }
    });
    let rows = parts.iter().map(|Part { service, feature, .. }| {
        let (name, module) = (&service.name, ident(&module_name(service)));
        quote! {
            #[cfg(feature = #feature)]
            #name => #module::operation(operation),
        }
    });
    quote! {
        #![doc = " The operations that providers of credentials of [`tucuxi`] call, behind features."]
        #![doc = ""]
        #![doc = " Service crates bring this one along for their sessions. To call these services by yourself, take their own"]
        #![doc = " crates."]
        #![forbid(unsafe_code)]

        #(#modules)*

        use tucuxi::client::DynOperation;
        use tucuxi::credentials::Identity;

        #[doc = " The operations that are switched on."]
        pub static IDENTITY: Identity = Identity::new(find);

        #[allow(unused_variables, reason = "without any feature there is nothing to find")]
        fn find(service: &str, operation: &str) -> Option<DynOperation> {
            match service {
                #(#rows)*
                _ => None,
            }
        }
    }
}

/// `mod.rs`: the modules, and the operations by name.
fn root(part: &Service) -> TokenStream {
    let text = format!(" {}, as far as credentials need it.", part.title);
    let enums = (!part.enums.is_empty()).then(|| {
        quote!(
            mod enums;
        )
    });
    let operation = json::operation(part);
    quote! {
        #![doc = #text]

        mod endpoint;
        #enums
        mod operations;
        mod service;
        mod types;

        use tucuxi::client::DynOperation;

        #operation
    }
}

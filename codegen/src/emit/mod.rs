//! From the resolved form to source code, one file a role.

mod client;
pub mod endpoints;
mod enums;
mod example;
mod identity;
pub mod jmespath;
mod json;
mod library;
mod manifest;
mod nest;
mod operations;
mod pages;
mod paginators;
pub mod partitions;
mod resources;
mod schema;
mod service;
mod setters;
mod structures;
mod tokens;
mod types;
mod waiter_pages;
mod waiters;

pub use identity::crate_of as identity;

use crate::ir::{Module, Service};
use crate::lower::endpoints as endpoints_of;
use crate::output::{self, FileMap};
use crate::settings::Settings;
use crate::{Error, Input};
use proc_macro2::TokenStream;
use quote::quote;
use std::collections::BTreeMap;

/// The files of a service crate.
pub fn service(service: &Service, settings: &Settings) -> Result<FileMap, Error> {
    let mut files = FileMap::new();
    let crate_name = settings.crate_name.clone().unwrap_or_else(|| format!("tucuxi-{}", service.name));
    files.insert("Cargo.toml".to_owned(), manifest::service(service, settings, &crate_name));
    let mut add = |name: &str, tokens: TokenStream| -> Result<(), Error> {
        let path = format!("src/{name}.rs");
        let text = output::rust(&format!("{}: {path}", service.name), tokens)?;
        files.insert(path, text);
        Ok(())
    };
    add("lib", library::file(service, settings, &crate_name))?;
    add("client", client::file(service, &crate_name))?;
    add("operations", operations::file(service, &crate_name))?;
    if !service.paginators.is_empty() {
        add("paginators", paginators::file(service, &crate_name))?;
    }
    if !service.waiters.is_empty() {
        add("waiters", waiters::file(service, &crate_name))?;
    }
    for (name, tokens) in resources::files(service, &crate_name) {
        add(&name, tokens)?;
    }
    add("types", structures::file(service, Module::Types))?;
    add("errors", structures::file(service, Module::Errors))?;
    add("enums", enums::file(service))?;
    add("service", service::file(service, settings)?)?;
    add("endpoint", endpoint(service))?;
    add("json", json::file(service))?;
    Ok(files)
}

/// A static, as is the table of the service: a program's object files would each hold a copy of a constant this big.
fn endpoint(service: &Service) -> TokenStream {
    let imports = endpoints::imports();
    let rules = endpoints::rule_set(&service.rules, &service.legacy);
    quote! {
        #![doc = " The endpoint rules of the service."]

        #imports

        #[doc = " The rules."]
        pub static RULES: RuleSet = #rules;
    }
}

/// The files of the crate `tucuxi-partitions`, from `partitions.json` and `endpoints.json`.
pub fn partitions(input: &Input<'_>, services: &BTreeMap<String, String>) -> Result<FileMap, Error> {
    let file =
        |name| input.file(name).ok_or_else(|| Error::new(input.name, "", format!("there is no {name}")));
    let (name, text) = file("partitions.json")?;
    let library = partitions::library(&endpoints_of::partitions(&name, text)?);
    let (name, text) = file("endpoints.json")?;
    let regions = partitions::regions(&endpoints_of::available(&name, text, services)?);
    Ok(FileMap::from([
        ("Cargo.toml".to_owned(), manifest::partitions()),
        ("src/lib.rs".to_owned(), output::rust("partitions: src/lib.rs", library)?),
        ("src/regions.rs".to_owned(), output::rust("partitions: src/regions.rs", regions)?),
    ]))
}

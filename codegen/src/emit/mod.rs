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

use crate::Error;
use crate::ir::available::World;
use crate::ir::{Module, Service};
use crate::output::{self, FileMap};
use proc_macro2::TokenStream;
use quote::quote;

/// The files of a service crate.
pub fn service(service: &Service) -> Result<FileMap, Error> {
    let mut files = FileMap::new();
    files.insert("Cargo.toml".to_owned(), manifest::service(service));
    let mut add = |name: &str, tokens: TokenStream| -> Result<(), Error> {
        let path = format!("src/{name}.rs");
        let text = output::rust(&format!("{}: {path}", service.name), tokens)?;
        files.insert(path, text);
        Ok(())
    };
    add("lib", library::file(service))?;
    add("client", client::file(service))?;
    add("operations", operations::file(service))?;
    if !service.paginators.is_empty() {
        add("paginators", paginators::file(service))?;
    }
    if !service.waiters.is_empty() {
        add("waiters", waiters::file(service))?;
    }
    for (name, tokens) in resources::files(service) {
        add(&name, tokens)?;
    }
    add("types", structures::file(service, Module::Types))?;
    add("errors", structures::file(service, Module::Errors))?;
    add("enums", enums::file(service))?;
    add("service", service::file(service))?;
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

/// The files of the crate `tucuxi-partitions`.
pub fn partitions(world: &World) -> Result<FileMap, Error> {
    let library = partitions::library(&world.partitions);
    let regions = partitions::regions(&world.available);
    Ok(FileMap::from([
        ("Cargo.toml".to_owned(), manifest::partitions()),
        ("src/lib.rs".to_owned(), output::rust("partitions: src/lib.rs", library)?),
        ("src/regions.rs".to_owned(), output::rust("partitions: src/regions.rs", regions)?),
    ]))
}

//! `src/json.rs`: operations and exceptions by name.

use super::tokens::ident;
use crate::ir::Service;
use crate::names;
use proc_macro2::TokenStream;
use quote::quote;
use std::collections::HashMap;

/// The file.
pub(super) fn file(service: &Service) -> TokenStream {
    let operation = operation(service);
    let names = service.operations.iter().map(|operation| &operation.name);
    let exceptions = exceptions(service);
    quote! {
        #![doc = " Operations and exceptions by name."]

        use tucuxi::client::{Core, DynOperation};
        use tucuxi::error::Exception;
        use tucuxi::json::Value;

        #operation

        #[doc = " An empty exception of the shape called `name` in the model."]
        #[inline]
        pub fn exception(name: &str) -> Option<Box<dyn Exception>> {
            #exceptions
        }

        #[inline]
        pub(crate) async fn call(core: &Core, name: &str, input: Value) -> Result<Value, tucuxi::Error> {
            tucuxi::json::call(core, name, operation(name), OPERATIONS, input).await
        }

        #[doc = " The names of all operations."]
        const OPERATIONS: &[&str] = &[#(#names),*];
    }
}

/// The function that finds operations, to be put where `DynOperation` is in scope.
pub(super) fn operation(service: &Service) -> TokenStream {
    let mut counts = HashMap::<String, usize>::new();
    for operation in &service.operations {
        *counts.entry(operation.name.clone()).or_default() += 1;
        *counts.entry(names::operation(&operation.name)).or_default() += 1;
    }
    let operations = service.operations.iter().map(|operation| {
        let name = &operation.name;
        let builder = ident(&operation.type_name);
        let snake = names::operation(name);
        // A name that another operation has as well, in the model or in snake case, leads to neither.
        let is_new = counts.get(&snake) == Some(&1);
        let snake = is_new.then(|| quote!(| #snake));
        quote!(#name #snake => DynOperation::of::<crate::operations::of::#builder>())
    });
    quote! {
        #[doc = " The operation called `name` in the model, or in snake case, as methods have it."]
        #[inline]
        pub fn operation(name: &str) -> Option<DynOperation> {
            Some(match name {
                #(#operations,)*
                _ => return None,
            })
        }
    }
}

/// The body of the function that makes exceptions: a match, or for a service without exceptions hardly anything.
fn exceptions(service: &Service) -> TokenStream {
    if service.errors.is_empty() {
        return quote! {
            let _ = name;
            None
        };
    }
    let exceptions = service.errors.iter().map(|row| {
        let structure = &service[row.structure];
        let shape = &structure.name;
        let name = ident(&structure.type_name);
        quote!(#shape => Box::<crate::errors::#name>::default())
    });
    quote! {
        Some(match name {
            #(#exceptions,)*
            _ => return None,
        })
    }
}

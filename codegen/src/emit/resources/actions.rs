//! Actions: a method, and the builder it gives.

use super::{pages, resource, tables};
use crate::emit::setters::setters;
use crate::emit::tokens::{docs, ident};
use crate::emit::types::Types;
use crate::ir::Service;
use crate::ir::resource::{Action, Resource, Source};
use proc_macro2::TokenStream;
use quote::quote;

/// The method of the resource.
pub(super) fn method(service: &Service, action: &Action) -> TokenStream {
    let text = docs(&pages::action_method(service, action));
    let (method, builder) = (ident(&action.method), ident(&action.type_name));
    let params = tables::params(&action.request.params);
    quote! {
        #text
        #[inline]
        pub fn #method(&self) -> #builder {
            builders::Action(resource::Action::new(&self.0, const { #params }))
        }
    }
}

/// The builder.
pub(super) fn builder(types: Types<'_>, resource: &Resource, action: &Action) -> TokenStream {
    let service = types.service;
    let operation = action.request.operation(&service.operations);
    let name = ident(&action.type_name);
    let text = docs(&pages::action(service, resource, action));
    let call = ident(&operation.type_name);
    let setters =
        setters(types, operation.input, &action.setters, &quote!(self.0.input()), &action.request.params);
    let pages = pages_of(service, action, &call);
    let methods = (pages.is_some() || !setters.is_empty()).then(|| quote!(impl #name { #setters #pages }));
    quote! {
        #text
        pub type #name = builders::Action<of::#name>;

        #methods
    }
}

/// The action itself, which its builder is over.
pub(super) fn action(types: Types<'_>, action: &Action) -> TokenStream {
    let service = types.service;
    let operation = action.request.operation(&service.operations);
    let (name, call) = (ident(&action.type_name), ident(&operation.type_name));
    let text = format!(" See [`{0}`](super::{0}).", action.type_name);
    let (output, send) = match &action.produced {
        None => (types.structure(operation.output), quote!(action.send())),
        Some(produced) => {
            let target = resource::path(service, produced.resource);
            let schema = tables::produced(produced);
            match produced.many {
                true => (quote!(Vec<#target>), quote!(action.send_many(const { &#schema }))),
                false => (target, quote!(action.send_one(const { &#schema }))),
            }
        }
    };
    quote! {
        #[doc = #text]
        pub enum #name {}

        impl resource::Act for #name {
            type Operation = operations::#call;
            type Output = #output;
            #[inline]
            fn send(action: resource::Action<operations::#call>) -> resource::Pending<#output> {
                #send
            }
        }
    }
}

/// The pages of an action that gives the output of a listing as it is.
fn pages_of(service: &Service, action: &Action, call: &proc_macro2::Ident) -> Option<TokenStream> {
    let from_data = action.request.params.iter().any(|param| matches!(param.source, Source::Data(_)));
    let fits =
        action.produced.is_none() && !from_data && !action.setters.iter().any(|setter| setter == "pages");
    (fits && tables::is_paginated(service, &action.request)).then(|| {
        quote! {
            #[doc = " All pages, as a stream of outputs; their items by `pages().items()`."]
            #[inline]
            pub fn pages(self) -> tucuxi::paginate::Pages<operations::#call> {
                self.0.pages()
            }
        }
    })
}

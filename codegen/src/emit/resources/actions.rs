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
            #builder(resource::Action::new(&self.0, const { #params }))
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
    let input = types.structure(operation.input);
    let (output, send) = match &action.produced {
        None => (types.structure(operation.output), quote!(self.0.send())),
        Some(produced) => {
            let target = resource::path(service, produced.resource);
            let schema = tables::produced(produced);
            match produced.many {
                true => (quote!(Vec<#target>), quote!(self.0.send_many(const { &#schema }))),
                false => (target, quote!(self.0.send_one(const { &#schema }))),
            }
        }
    };
    let setters = setters(types, operation.input, &action.setters, &quote!(self.0.input()));
    let pages = pages_of(service, action, &call);
    quote! {
        #text
        #[must_use = "an action does nothing until it is awaited"]
        #[derive(Debug)]
        pub struct #name(resource::Action<operations::#call>);

        impl #name {
            #setters

            #pages

            #[doc = " Makes the call."]
            #[inline]
            pub fn send(self) -> resource::Pending<#output> {
                #send
            }

            #[doc = " The call with this input in place of what was filled in."]
            #[inline]
            pub fn with_input(self, input: #input) -> Self {
                Self(self.0.with_input(input))
            }

            #[doc = " Changes settings of the client for this call alone."]
            #[inline]
            pub fn customize(
                self,
                change: impl FnOnce(client::Builder<client::Core>) -> client::Builder<client::Core>,
            ) -> Self {
                Self(self.0.customize(change))
            }
        }

        impl IntoFuture for #name {
            type Output = Result<#output, tucuxi::Error>;
            type IntoFuture = resource::Pending<#output>;
            #[inline]
            fn into_future(self) -> Self::IntoFuture {
                self.send()
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

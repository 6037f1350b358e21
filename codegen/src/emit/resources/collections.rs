//! Collections: a method, the type it gives, and the batch actions of what is in it.

use super::{pages, resource, tables};
use crate::emit::setters::{add, setters};
use crate::emit::tokens::{docs, ident};
use crate::emit::types::Types;
use crate::ir::resource::{Batch, Collection, Resource};
use crate::ir::{Operation, Service, Type};
use proc_macro2::TokenStream;
use quote::quote;

/// The method of the resource.
pub(super) fn method(service: &Service, collection: &Collection) -> TokenStream {
    let text = docs(&pages::collection_method(service, collection));
    let (method, name) = (ident(&collection.method), ident(&collection.type_name));
    let params = tables::params(&collection.request.params);
    let schema = tables::produced(&collection.produced);
    let paginator = tables::paginator(service, &collection.request);
    quote! {
        #text
        #[inline]
        pub fn #method(&self) -> #name {
            builders::Collection(resource::Collection::new(&self.0, const { #params }, const { &#schema }, #paginator))
        }
    }
}

/// The type, and the builders of its batch actions.
pub(super) fn builder(types: Types<'_>, owner: &Resource, collection: &Collection) -> TokenStream {
    let service = types.service;
    let operation = collection.request.operation(&service.operations);
    let name = ident(&collection.type_name);
    let text = docs(&pages::collection(service, owner, collection));
    let setters = collection_setters(types, operation, collection);
    let filter = filter(types, operation);
    let batches = collection.batches.iter().map(|batch| batch_method(types, collection, batch));
    let builders = collection.batches.iter().map(|batch| batch_builder(types, collection, batch));
    let empty = filter.is_none() && setters.is_empty() && collection.batches.is_empty();
    let methods = (!empty).then(|| quote!(impl #name { #filter #setters #(#batches)* }));
    quote! {
        #text
        pub type #name = builders::Collection<of::#name>;

        #methods

        #(#builders)*
    }
}

/// The collection itself, which its type is over, and its batch actions.
pub(super) fn collection(service: &Service, collection: &Collection) -> TokenStream {
    let operation = collection.request.operation(&service.operations);
    let (name, call) = (ident(&collection.type_name), ident(&operation.type_name));
    let item = resource::path(service, collection.produced.resource);
    let text = format!(" See [`{0}`](super::{0}).", collection.type_name);
    let batches = collection.batches.iter().map(|batch| {
        let action = &service.resources[collection.produced.resource].batch_actions[batch.action];
        let operation = action.request.operation(&service.operations);
        let (name, call) = (ident(&batch.type_name), ident(&operation.type_name));
        let text = format!(" See [`{0}`](super::{0}).", batch.type_name);
        quote! {
            #[doc = #text]
            pub enum #name {}

            impl resource::ActOnPage for #name {
                type Operation = operations::#call;
            }
        }
    });
    quote! {
        #[doc = #text]
        pub enum #name {}

        impl resource::Collect for #name {
            type Operation = operations::#call;
            type Item = #item;
        }

        #(#batches)*
    }
}

/// Setters that add to what is there, as boto3 merges the parameters of chained filters.
fn collection_setters(types: Types<'_>, operation: &Operation, collection: &Collection) -> TokenStream {
    let members = types.service[operation.input].members.iter().zip(&collection.setters);
    let setters = members.map(|(member, setter)| {
        let (argument, _) = types.argument(member);
        let (field, setter) = (ident(&member.rust_name), ident(setter));
        let text = docs(&pages::collection_setter(member));
        let merge = match member.ty {
            Type::Structure(_) if !member.boxed => {
                quote!(resource::merge(&mut self.0.input().#field, value);)
            }
            _ => add(types, member, &quote!(self.0.input().#field)),
        };
        quote! {
            #text
            #[inline]
            pub fn #setter(mut self, value: #argument) -> Self {
                #merge
                self
            }
        }
    });
    quote!(#(#setters)*)
}

/// One more filter, where the input has a list of them.
fn filter(types: Types<'_>, operation: &Operation) -> Option<TokenStream> {
    let mut members = types.service[operation.input].members.iter();
    let member = members.find(|member| member.name == "Filters")?;
    let Type::List(list) = member.ty else { return None };
    let (field, item) = (ident(&member.rust_name), types.list_item(list));
    Some(quote! {
        #[doc = " Only those that pass this filter too."]
        #[inline]
        pub fn filter(mut self, filter: impl Into<#item>) -> Self {
            self.0.input().#field.get_or_insert_default().push(filter.into());
            self
        }
    })
}

fn batch_method(types: Types<'_>, collection: &Collection, batch: &Batch) -> TokenStream {
    let action = &types.service.resources[collection.produced.resource].batch_actions[batch.action];
    let (method, builder) = (ident(&batch.method), ident(&batch.type_name));
    let params = tables::params(&action.request.params);
    let text = docs(&pages::batch_method(types.service, action));
    quote! {
        #text
        #[inline]
        pub fn #method(&self) -> #builder {
            builders::Batch(resource::Batch::new(&self.0, const { #params }))
        }
    }
}

fn batch_builder(types: Types<'_>, collection: &Collection, batch: &Batch) -> TokenStream {
    let service = types.service;
    let action = &service.resources[collection.produced.resource].batch_actions[batch.action];
    let operation = action.request.operation(&service.operations);
    let name = ident(&batch.type_name);
    let text = docs(&pages::batch(service, collection, action));
    let setters =
        setters(types, operation.input, &action.setters, &quote!(self.0.input()), &action.request.params);
    let setters = (!setters.is_empty()).then(|| quote!(impl #name { #setters }));
    quote! {
        #text
        pub type #name = builders::Batch<of::#name>;

        #setters
    }
}

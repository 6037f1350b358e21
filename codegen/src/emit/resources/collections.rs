//! Collections: a method, the type it gives, and the batch actions of what is in it.

use super::{pages, resource, tables};
use crate::emit::setters::setters;
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
            #name(resource::Collection::new(&self.0, const { #params }, const { &#schema }, #paginator))
        }
    }
}

/// The type, and the builders of its batch actions.
pub(super) fn collection(types: Types<'_>, owner: &Resource, collection: &Collection) -> TokenStream {
    let service = types.service;
    let operation = collection.request.operation(&service.operations);
    let (name, call) = (ident(&collection.type_name), ident(&operation.type_name));
    let item = resource::path(service, collection.produced.resource);
    let text = docs(&pages::collection(service, owner, collection));
    let setters = collection_setters(types, operation, collection);
    let filter = filter(types, operation);
    let batches = collection.batches.iter().map(|batch| batch_method(types, collection, batch));
    let builders = collection.batches.iter().map(|batch| batch_builder(types, collection, batch));
    quote! {
        #text
        #[must_use = "a collection requests nothing until it is read"]
        #[derive(Clone, Debug)]
        pub struct #name(resource::Collection<operations::#call, #item>);

        impl #name {
            #[doc = " All of them, one after the other, requested page by page."]
            #[inline]
            pub fn all(self) -> resource::Items<#item> {
                self.0.all()
            }

            #[doc = " At most so many of them."]
            #[inline]
            pub fn limit(self, count: usize) -> Self {
                Self(self.0.limit(count))
            }

            #[doc = " At most so many to a page."]
            #[inline]
            pub fn page_size(self, count: usize) -> Self {
                Self(self.0.page_size(count))
            }

            #[doc = " All of them, a page at a time."]
            #[inline]
            pub fn pages(self) -> resource::Pages<#item> {
                self.0.pages()
            }

            #[doc = " All of them in a list."]
            #[inline]
            pub fn try_collect(self) -> resource::Pending<Vec<#item>> {
                self.0.try_collect()
            }

            #filter

            #setters

            #(#batches)*
        }

        #(#builders)*
    }
}

/// Setters that add to what is there, as boto3 merges the parameters of chained filters.
fn collection_setters(types: Types<'_>, operation: &Operation, collection: &Collection) -> TokenStream {
    let members = types.service[operation.input].members.iter().zip(&collection.setters);
    let setters = members.map(|(member, setter)| {
        let (argument, value) = types.argument(member);
        let (field, setter) = (ident(&member.rust_name), ident(setter));
        let text = docs(&pages::collection_setter(member));
        let merge = match member.ty {
            Type::List(_) => quote! {
                self.0.input().#field.get_or_insert_default().append(&mut rt::list(value));
            },
            Type::Map(_) => quote! {
                let map = self.0.input().#field.get_or_insert_default();
                for (key, value) in rt::map(value) {
                    map.insert(key, value);
                }
            },
            Type::Structure(_) if !member.boxed => {
                quote!(resource::merge(&mut self.0.input().#field, value);)
            }
            _ => quote!(self.0.input().#field = #value;),
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
        pub fn #method(self) -> #builder {
            #builder(resource::Batch::new(self.0, const { #params }))
        }
    }
}

fn batch_builder(types: Types<'_>, collection: &Collection, batch: &Batch) -> TokenStream {
    let service = types.service;
    let action = &service.resources[collection.produced.resource].batch_actions[batch.action];
    let operation = action.request.operation(&service.operations);
    let (name, call) = (ident(&batch.type_name), ident(&operation.type_name));
    let output = types.structure(operation.output);
    let text = docs(&pages::batch(service, collection, action));
    let setters = setters(types, operation.input, &action.setters, &quote!(self.0.input()));
    quote! {
        #text
        #[must_use = "a batch action does nothing until it is awaited"]
        #[derive(Debug)]
        pub struct #name(resource::Batch<operations::#call>);

        impl #name {
            #setters

            #[doc = " Makes the calls, one a page."]
            #[inline]
            pub fn send(self) -> resource::Pending<Vec<#output>> {
                self.0.send()
            }

            #[doc = " Changes settings of the client for these calls alone."]
            #[inline]
            pub fn customize(
                self,
                change: impl FnOnce(client::Builder<client::Core>) -> client::Builder<client::Core>,
            ) -> Self {
                Self(self.0.customize(change))
            }
        }

        impl IntoFuture for #name {
            type Output = Result<Vec<#output>, tucuxi::Error>;
            type IntoFuture = resource::Pending<Vec<#output>>;
            #[inline]
            fn into_future(self) -> Self::IntoFuture {
                self.0.send()
            }
        }
    }
}

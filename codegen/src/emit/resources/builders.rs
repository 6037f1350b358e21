//! `src/resources/builders.rs`: what all actions, collections and batch actions have, once for the crate.

use crate::emit::setters::with;
use crate::ir::Service;
use proc_macro2::TokenStream;
use quote::quote;

/// The file: the builders that the service's resources need.
pub(super) fn file(service: &Service) -> TokenStream {
    let types = &service.resources.types;
    let action = types.iter().any(|resource| !resource.actions.is_empty()).then(action);
    let collections = || types.iter().flat_map(|resource| &resource.collections);
    let collection = collections().next().is_some().then(collection);
    let batch = collections().any(|collection| !collection.batches.is_empty()).then(batch);
    quote! {
        #![doc = " What all actions, collections and batch actions of resources have. Their own types name these, and add setters."]

        #[allow(unused_imports, reason = "few services need all of them")]
        use tucuxi::{client, internal::resource};

        #action

        #collection

        #batch
    }
}

/// Whether there is anything in it.
pub(super) fn are_needed(service: &Service) -> bool {
    service
        .resources
        .types
        .iter()
        .any(|resource| !resource.actions.is_empty() || !resource.collections.is_empty())
}

fn action() -> TokenStream {
    let with = with(&quote!(<A::Operation as client::Operation>::Input), &quote!(self.0.input()));
    quote! {
        #[doc = " An action of a resource."]
        #[must_use = "an action does nothing until it is awaited"]
        pub struct Action<A: resource::Act>(pub(crate) resource::Action<A::Operation>);

        impl<A: resource::Act> Action<A> {
            #[doc = " Makes the call."]
            #[inline]
            pub fn send(self) -> resource::Pending<A::Output> {
                A::send(self.0)
            }

            #with

            #[doc = " The call with this input in place of what was filled in."]
            #[inline]
            pub fn with_input(self, input: <A::Operation as client::Operation>::Input) -> Self {
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

        impl<A: resource::Act> IntoFuture for Action<A> {
            type Output = Result<A::Output, tucuxi::Error>;
            type IntoFuture = resource::Pending<A::Output>;
            #[inline]
            fn into_future(self) -> Self::IntoFuture {
                self.send()
            }
        }

        impl<A: resource::Act> std::fmt::Debug for Action<A> {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    }
}

fn collection() -> TokenStream {
    let with = with(&quote!(<C::Operation as client::Operation>::Input), &quote!(self.0.input()));
    quote! {
        #[doc = " A collection of resources."]
        #[must_use = "a collection requests nothing until it is read"]
        pub struct Collection<C: resource::Collect>(pub(crate) resource::Collection<C::Operation, C::Item>);

        impl<C: resource::Collect> Collection<C> {
            #[doc = " All of them, one after the other, requested page by page."]
            #[inline]
            pub fn all(&self) -> resource::CollectionItems<C::Item> {
                self.0.all()
            }

            #with

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
            pub fn pages(&self) -> resource::CollectionPages<C::Item> {
                self.0.pages()
            }

            #[doc = " All of them in a list."]
            #[inline]
            pub fn try_collect(&self) -> resource::Pending<Vec<C::Item>> {
                self.0.try_collect()
            }
        }

        impl<C: resource::Collect> Clone for Collection<C> {
            #[inline]
            fn clone(&self) -> Self {
                Self(self.0.clone())
            }
        }

        impl<C: resource::Collect> std::fmt::Debug for Collection<C> {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    }
}

fn batch() -> TokenStream {
    let with = with(&quote!(<B::Operation as client::Operation>::Input), &quote!(self.0.input()));
    quote! {
        #[doc = " A batch action of a collection."]
        #[must_use = "a batch action does nothing until it is awaited"]
        pub struct Batch<B: resource::ActOnPage>(pub(crate) resource::Batch<B::Operation>);

        impl<B: resource::ActOnPage> Batch<B> {
            #[doc = " Makes the calls, one a page."]
            #[inline]
            pub fn send(self) -> resource::Pending<Vec<<B::Operation as client::Operation>::Output>> {
                self.0.send()
            }

            #with

            #[doc = " Changes settings of the client for these calls alone."]
            #[inline]
            pub fn customize(
                self,
                change: impl FnOnce(client::Builder<client::Core>) -> client::Builder<client::Core>,
            ) -> Self {
                Self(self.0.customize(change))
            }
        }

        impl<B: resource::ActOnPage> IntoFuture for Batch<B> {
            type Output = Result<Vec<<B::Operation as client::Operation>::Output>, tucuxi::Error>;
            type IntoFuture = resource::Pending<Vec<<B::Operation as client::Operation>::Output>>;
            #[inline]
            fn into_future(self) -> Self::IntoFuture {
                self.0.send()
            }
        }

        impl<B: resource::ActOnPage> std::fmt::Debug for Batch<B> {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    }
}

//! The file of one type of resources.

use super::{actions, collections, pages, tables};
use crate::emit::tokens::{docs, ident};
use crate::emit::types::Types;
use crate::ir::Service;
use crate::ir::resource::{ChildSource, Resource, ResourceId};
use proc_macro2::TokenStream;
use quote::quote;

/// The file.
pub(super) fn file(service: &Service, resource: &Resource, library: &str) -> TokenStream {
    let types = Types { service, module: None };
    let file_text = format!(" {}", pages::file(service, resource));
    let the_type = the_type(types, resource, library);
    let blocks = blocks(types, resource);
    let actions = resource.actions.iter().map(|action| actions::builder(types, resource, action));
    let collections = resource.collections.iter().map(|c| collections::builder(types, resource, c));
    let of = of(types, resource);
    let builders = of.is_some().then(|| {
        quote!(
            use super::builders;
        )
    });
    quote! {
        #![doc = #file_text]

        #[allow(unused_imports, reason = "few types need all of them")]
        use crate::operations::of as operations;
        #[allow(unused_imports, reason = "few types need all of them")]
        use tucuxi::{client, internal::{collect, resource}, types as rt};
        #builders

        #the_type

        #blocks

        #(#actions)*

        #(#collections)*

        #of
    }
}

/// Actions, collections and batch actions as types without a value.
fn of(types: Types<'_>, resource: &Resource) -> Option<TokenStream> {
    let actions = resource.actions.iter().map(|action| actions::action(types, action));
    let collections = resource.collections.iter().map(|c| collections::collection(types.service, c));
    let all: Vec<_> = actions.chain(collections).collect();
    (!all.is_empty()).then(|| {
        quote! {
            #[doc = " The actions, collections and batch actions as types without a value."]
            #[doc(hidden)]
            pub mod of {
                use crate::operations::of as operations;
                use tucuxi::internal::resource;

                #(#all)*
            }
        }
    })
}

/// The type of data.
fn data(types: Types<'_>, resource: &Resource) -> Option<TokenStream> {
    resource.shape.map(|shape| types.structure(shape))
}

/// The path of a type.
pub(super) fn path(service: &Service, id: ResourceId) -> TokenStream {
    let name = ident(&service.resources[id].type_name);
    match id {
        ResourceId::SERVICE => quote!(crate::#name),
        _ => quote!(crate::resources::#name),
    }
}

fn the_type(types: Types<'_>, resource: &Resource, library: &str) -> TokenStream {
    let name = ident(&resource.type_name);
    let text = docs(&pages::resource(types.service, resource, library));
    let data = data(types, resource);
    let schema = tables::resource(types.service, resource, data.as_ref());
    let data = data.unwrap_or_else(|| quote!(resource::NoData));
    quote! {
        #text
        #[derive(Clone, PartialEq, Eq, Hash)]
        pub struct #name(resource::Handle<#data>);

        impl std::fmt::Debug for #name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl From<resource::Handle<#data>> for #name {
            #[inline]
            fn from(handle: resource::Handle<#data>) -> Self {
                Self(handle)
            }
        }

        impl resource::Resource for #name {
            type Data = #data;
            #[inline]
            fn schema() -> &'static resource::ResourceSchema {
                const { &#schema }
            }
            #[inline]
            fn handle(&self) -> &resource::Handle<#data> {
                &self.0
            }
        }
    }
}

/// The methods, those of a kind in a block of their own with a heading.
fn blocks(types: Types<'_>, resource: &Resource) -> TokenStream {
    let name = ident(&resource.type_name);
    let is_service = types.service.resources.types.first().is_some_and(|first| std::ptr::eq(first, resource));
    let service = is_service.then(|| service_root(&name));
    let blocks = [
        ("Identifiers", identifiers(types, resource)),
        ("Data", loading(types, resource)),
        ("Attributes", attributes(types, resource)),
        ("Actions", resource.actions.iter().map(|a| actions::method(types.service, a)).collect()),
        ("References", references(types, resource)),
        ("Resources", children(types, resource)),
        ("Collections", resource.collections.iter().map(|c| collections::method(types.service, c)).collect()),
        ("Waiters", waiters(types, resource)),
    ];
    let blocks = blocks.into_iter().filter(|(_, methods): &(_, Vec<TokenStream>)| !methods.is_empty());
    let blocks = blocks.map(|(title, methods)| {
        let title = format!(" # {title}");
        quote! {
            #[doc = #title]
            impl #name {
                #(#methods)*
            }
        }
    });
    quote! {
        #service

        impl #name {
            #[doc = " The client it makes its calls with."]
            #[inline]
            pub fn client(&self) -> crate::Client {
                crate::Client::from(self.0.core().clone())
            }
        }

        #(#blocks)*
    }
}

/// How the service itself is made.
fn service_root(name: &proc_macro2::Ident) -> TokenStream {
    quote! {
        impl #name {
            #[doc = " The service's resources, with the settings of `session`."]
            #[inline]
            pub fn new(session: &tucuxi::Session) -> Self {
                Self(resource::Handle::service(session, <Self as resource::Resource>::schema()))
            }
        }

        impl From<crate::Client> for #name {
            #[inline]
            fn from(client: crate::Client) -> Self {
                Self(resource::Handle::new(&client.core, <Self as resource::Resource>::schema(), Vec::new()))
            }
        }
    }
}

fn identifiers(types: Types<'_>, resource: &Resource) -> Vec<TokenStream> {
    let mut methods = Vec::new();
    for (index, identifier) in resource.identifiers.iter().enumerate() {
        let index = proc_macro2::Literal::usize_unsuffixed(index);
        let mut add = |method: &str, text: String| {
            let (method, text) = (ident(method), docs(&text));
            methods.push(quote! {
                #text
                #[inline]
                pub fn #method(&self) -> &str {
                    self.0.identifier(#index)
                }
            });
        };
        add(&identifier.method, pages::identifier(types.service, resource, identifier));
        if let Some(alias) = &identifier.alias {
            add(alias, format!("The same as [`{0}`](Self::{0}).", identifier.method));
        }
    }
    methods
}

fn loading(types: Types<'_>, resource: &Resource) -> Vec<TokenStream> {
    let mut methods = Vec::new();
    if let Some(data) = data(types, resource).filter(|_| !resource.has_no_data()) {
        let given = || docs(&pages::given(resource));
        methods.push(match resource.load {
            Some(_) => quote! {
                #[doc = " Its data: all attributes at once. Loaded if they are not there; all who ask meanwhile share that."]
                #[inline]
                pub fn data(&self) -> resource::Pending<std::sync::Arc<#data>> {
                    self.0.data()
                }

                #[doc = " Loads its data, whether they are there or not."]
                #[inline]
                pub fn load(&self) -> resource::Pending<()> {
                    self.0.load()
                }

                #[doc = " The same as [`load`](Self::load)."]
                #[inline]
                pub fn reload(&self) -> resource::Pending<()> {
                    self.0.load()
                }
            },
            None if resource.loads => {
                let text = given();
                quote! {
                    #text
                    #[inline]
                    pub fn data(&self) -> resource::Pending<std::sync::Arc<#data>> {
                        self.0.data()
                    }
                }
            }
            None => {
                let text = given();
                quote! {
                    #text
                    #[inline]
                    pub fn data(&self) -> Result<std::sync::Arc<#data>, tucuxi::Error> {
                        self.0.given()
                    }
                }
            }
        });
    }
    if resource.load.is_some() || resource.exists.is_some() {
        methods.push(quote! {
            #[doc = " Whether there is one. Asks the service each time."]
            #[inline]
            pub fn exists(&self) -> resource::Pending<bool> {
                self.0.exists()
            }
        });
    }
    methods
}

fn attributes(types: Types<'_>, resource: &Resource) -> Vec<TokenStream> {
    let Some(shape) = resource.shape else { return Vec::new() };
    let data = types.structure(shape);
    let methods = resource.attributes.iter().map(|attribute| {
        let member = &types.service[shape].members[attribute.member];
        let (method, ty) = (ident(&attribute.method), types.field(member));
        let text = docs(&pages::attribute(&types.service[shape], member));
        let index = proc_macro2::Literal::usize_unsuffixed(attribute.member);
        quote! {
            #text
            #[inline]
            pub fn #method(&self) -> resource::Attribute<#data, #ty> {
                self.0.attribute(#index)
            }
        }
    });
    methods.collect()
}

fn references(types: Types<'_>, resource: &Resource) -> Vec<TokenStream> {
    let methods = resource.references.iter().map(|reference| {
        let method = ident(&reference.method);
        let target = path(types.service, reference.produced.resource);
        let schema = tables::produced(&reference.produced);
        let text = docs(&pages::reference(types.service, resource, reference));
        let (ty, call) = match reference.produced.many {
            true => (quote!(Vec<#target>), quote!(references)),
            false => (quote!(Option<#target>), quote!(reference)),
        };
        quote! {
            #text
            #[inline]
            pub fn #method(&self) -> resource::Pending<#ty> {
                self.0.#call(const { &#schema })
            }
        }
    });
    methods.collect()
}

fn children(types: Types<'_>, resource: &Resource) -> Vec<TokenStream> {
    let methods = resource.children.iter().map(|child| {
        let method = ident(&child.method);
        let target = path(types.service, child.resource);
        let sources = tables::child(&child.identifiers);
        let arguments: Vec<_> = child
            .identifiers
            .iter()
            .filter_map(|source| match source {
                ChildSource::Argument(name) => Some(ident(name)),
                ChildSource::Parent(_) => None,
            })
            .collect();
        let text = docs(&pages::child(types.service, child));
        quote! {
            #text
            #[inline]
            pub fn #method(&self #(, #arguments: impl Into<String>)*) -> #target {
                self.0.child(const { #sources }, vec![#(#arguments.into()),*])
            }
        }
    });
    methods.collect()
}

fn waiters(types: Types<'_>, resource: &Resource) -> Vec<TokenStream> {
    let methods = resource.waiters.iter().map(|waiter| {
        let modelled = &types.service.waiters[waiter.waiter];
        let (method, builder) = (ident(&waiter.method), ident(&modelled.type_name));
        let params = tables::params(&waiter.params);
        let text = docs(&pages::waiter(types.service, modelled));
        quote! {
            #text
            #[inline]
            pub fn #method(&self) -> crate::waiters::#builder {
                crate::waiters::#builder::over(self.0.call(const { #params }), Some(self.0.forgetting()))
            }
        }
    });
    methods.collect()
}

//! `src/types.rs` and `src/errors.rs`: structures, unions and exceptions.

use super::pages;
use super::schema;
use super::tokens::{docs, ident, index};
use super::types::Types;
use crate::ir::{Kind, Member, Module, Service, Structure, Type};
use crate::names;
use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// The file of `module`.
pub(super) fn file(service: &Service, module: Module) -> TokenStream {
    let types = Types { service, module: Some(module) };
    let structures: Vec<_> = service.structures.iter().filter(|s| s.module == module).collect();
    let items = structures.iter().map(|s| structure(types, s));
    let heading = match module {
        Module::Types => " Structures, unions and enums of the service.",
        Module::Errors => " Exceptions of the service, with their fields: see [`tucuxi::Error::exception`].",
    };
    let enums = (module == Module::Types && !service.enums.is_empty()).then(|| {
        quote!(
            pub use crate::enums::*;
        )
    });
    let imports = (!structures.is_empty()).then(|| {
        quote! {
            #[allow(unused_imports, reason = "few services need all of them")]
            use crate::service::{flags, lists};
            #[allow(unused_imports, reason = "few services need all of them")]
            use tucuxi::{internal::{collect, reflect, schema}, types as rt};
        }
    });
    quote! {
        #![doc = #heading]
        #enums
        #imports
        #(#items)*
    }
}

fn structure(types: Types<'_>, structure: &Structure) -> TokenStream {
    let item = match structure.kind {
        Kind::Structure => definition(types, structure),
        Kind::Union => union_definition(types, structure),
    };
    let name = ident(&structure.type_name);
    let schema = schema::structure(types.service, structure);
    let exception = (structure.module == Module::Errors).then(|| {
        let id = &types.service.id;
        quote! {
            impl tucuxi::error::Exception for #name {
                #[inline]
                fn service(&self) -> &'static str {
                    #id
                }
            }
        }
    });
    let credentials = structure.credentials.then(|| credentials(&name));
    let access = match structure.kind {
        Kind::Structure => access(structure),
        Kind::Union => union_access(structure),
    };
    quote! {
        #item

        impl reflect::Shape for #name {
            #[inline]
            fn schema(&self) -> &'static schema::StructSchema {
                const { &#schema }
            }
            #access
        }

        #exception

        #credentials

        impl PartialEq for #name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                reflect::eq(self, other)
            }
        }

        impl std::fmt::Debug for #name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                reflect::debug(self, f)
            }
        }
    }
}

/// The conversions of a structure with an access key into credentials.
fn credentials(name: &Ident) -> TokenStream {
    let conversion = |ty: TokenStream, value: TokenStream| {
        quote! {
            #[doc = " Fails if the access key, the secret or the session token is absent."]
            impl TryFrom<#ty> for tucuxi::credentials::Credentials {
                type Error = tucuxi::Error;
                #[inline]
                fn try_from(given: #ty) -> Result<Self, tucuxi::Error> {
                    tucuxi::internal::credentials::from_shape(#value)
                }
            }
        }
    };
    let [owned, borrowed] =
        [conversion(quote!(#name), quote!(&given)), conversion(quote!(&#name), quote!(given))];
    quote!(#owned #borrowed)
}

fn definition(types: Types<'_>, structure: &Structure) -> TokenStream {
    let name = ident(&structure.type_name);
    let text = docs(&pages::structure(structure));
    let fields = structure.members.iter().map(|member| {
        let field = ident(&member.rust_name);
        let ty = types.field(member);
        let text = structure.input_of.is_none().then(|| docs(&pages::field(structure, member)));
        quote!(#text pub #field: #ty)
    });
    let defaults = structure.members.iter().map(|member| {
        let field = ident(&member.rust_name);
        match member.ty {
            Type::Stream | Type::Events(_) => quote!(#field: Default::default()),
            _ => quote!(#field: None),
        }
    });
    let methods: TokenStream =
        structure.members.iter().map(|member| methods(types, structure, member)).collect();
    let methods = (!methods.is_empty()).then(|| quote!(impl #name { #methods }));
    quote! {
        #text
        #[non_exhaustive]
        pub struct #name {
            #(#fields),*
        }
        #methods

        impl Clone for #name {
            #[inline]
            fn clone(&self) -> Self {
                reflect::clone(self)
            }
        }

        impl Default for #name {
            #[inline]
            fn default() -> Self {
                Self { #(#defaults),* }
            }
        }
    }
}

/// The accessor of a list or map, and the setter of a member that users fill.
fn methods(types: Types<'_>, structure: &Structure, member: &Member) -> TokenStream {
    let accessor = structure.accessors.then(|| accessor(types, member)).flatten();
    let setter = structure.setters.then(|| {
        let (field, setter) = (ident(&member.rust_name), ident(&member.setter));
        let (argument, value) = types.argument(member);
        let text = format!(" Sets [`{0}`](Self#structfield.{0}).", member.rust_name);
        quote! {
            #[doc = #text]
            #[inline]
            #[must_use]
            pub fn #setter(mut self, value: #argument) -> Self {
                self.#field = #value;
                self
            }
        }
    });
    quote!(#accessor #setter)
}

fn accessor(types: Types<'_>, member: &Member) -> Option<TokenStream> {
    let name = ident(&member.rust_name);
    let (target, value) = match member.ty {
        Type::List(id) => {
            let item = types.list_item(id);
            (quote!([#item]), quote!(self.#name.as_deref().unwrap_or_default()))
        }
        Type::Map(_) => (types.value(member.ty), quote!(collect::entries(&self.#name))),
        _ => return None,
    };
    let text = format!(" [`{0}`](Self#structfield.{0}); none if it is absent.", member.rust_name);
    Some(quote! {
        #[doc = #text]
        #[inline]
        pub fn #name(&self) -> &#target {
            #value
        }
    })
}

fn access(structure: &Structure) -> TokenStream {
    let fields: Vec<_> = structure.members.iter().map(|member| ident(&member.rust_name)).collect();
    let Some((last, rest)) = fields.split_last() else {
        return no_access();
    };
    if rest.is_empty() {
        return quote! {
            #[inline]
            fn get(&self, _index: usize) -> &dyn reflect::Value {
                &self.#last
            }
            #[inline]
            fn get_mut(&mut self, _index: usize) -> &mut dyn reflect::Value {
                &mut self.#last
            }
        };
    }
    let indexes: Vec<_> = (0..rest.len()).map(index).collect();
    quote! {
        #[inline]
        fn get(&self, index: usize) -> &dyn reflect::Value {
            match index {
                #(#indexes => &self.#rest,)*
                _ => &self.#last,
            }
        }
        #[inline]
        fn get_mut(&mut self, index: usize) -> &mut dyn reflect::Value {
            match index {
                #(#indexes => &mut self.#rest,)*
                _ => &mut self.#last,
            }
        }
    }
}

fn no_access() -> TokenStream {
    quote! {
        #[inline]
        fn get(&self, _index: usize) -> &dyn reflect::Value {
            reflect::NO_VALUE
        }
        #[inline]
        fn get_mut(&mut self, _index: usize) -> &mut dyn reflect::Value {
            reflect::no_value_mut()
        }
    }
}

fn union_definition(types: Types<'_>, structure: &Structure) -> TokenStream {
    let name = ident(&structure.type_name);
    let text = docs(&structure.docs);
    let variants = structure.members.iter().map(|member| {
        let variant = ident(&member.rust_name);
        let ty = types.present(member);
        let text = docs(&member.docs);
        quote!(#text #variant(#ty))
    });
    let lenders = lenders(types, structure);
    quote! {
        #text
        #[derive(Clone)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            #[doc = " A member that this version does not know, by its name; the empty name if there is none at all."]
            Unknown(String),
        }

        impl Default for #name {
            #[inline]
            fn default() -> Self {
                Self::Unknown(String::new())
            }
        }

        #lenders
    }
}

/// The methods `as_…` of a union, which lend the data of a variant.
fn lenders(types: Types<'_>, structure: &Structure) -> Option<TokenStream> {
    let methods = structure.members.iter().map(|member| {
        let variant = ident(&member.rust_name);
        let name = quote::format_ident!("as_{}", names::snake(&member.rust_name));
        let (ty, value) = types.lent(member);
        let text =
            format!(" The data of [`{0}`](Self::{0}); `None` for any other variant.", member.rust_name);
        quote! {
            #[doc = #text]
            #[inline]
            pub fn #name(&self) -> Option<#ty> {
                match self {
                    Self::#variant(value) => Some(#value),
                    _ => None,
                }
            }
        }
    });
    let name = ident(&structure.type_name);
    let wanted = structure.accessors && !structure.members.is_empty();
    wanted.then(|| quote!(impl #name { #(#methods)* }))
}

fn union_access(structure: &Structure) -> TokenStream {
    let variants: Vec<_> = structure.members.iter().map(|member| ident(&member.rust_name)).collect();
    let indexes: Vec<_> = (0..variants.len()).map(index).collect();
    let unknown = quote! {
        #[inline]
        fn set_unknown(&mut self, name: &str) {
            *self = Self::Unknown(name.to_owned());
        }
        #[inline]
        fn unknown(&self) -> Option<&str> {
            match self {
                Self::Unknown(name) if !name.is_empty() => Some(name),
                _ => None,
            }
        }
    };
    if variants.is_empty() {
        let access = no_access();
        return quote!(#access #unknown);
    }
    quote! {
        #[inline]
        fn get(&self, index: usize) -> &dyn reflect::Value {
            match (index, self) {
                #((#indexes, Self::#variants(value)) => value,)*
                _ => reflect::NO_VALUE,
            }
        }
        #[inline]
        fn get_mut(&mut self, index: usize) -> &mut dyn reflect::Value {
            match (index, &*self) {
                #((#indexes, Self::#variants(_)))|* => {}
                #((#indexes, _) => *self = Self::#variants(Default::default()),)*
                _ => {}
            }
            match self {
                #(Self::#variants(value) => value,)*
                Self::Unknown(_) => reflect::no_value_mut(),
            }
        }
        #unknown
    }
}

//! The setters of builders that wrap the input of an operation.

use super::pages;
use super::tokens::{docs, ident};
use super::types::Types;
use crate::ir::{Member, StructureId, Type};
use proc_macro2::TokenStream;
use quote::quote;

/// A setter for each member of `structure`, called by `names` in turn. `input` is where in the builder the
/// structure is: `self.0.input`.
pub(super) fn setters(
    types: Types<'_>,
    structure: StructureId,
    names: &[String],
    input: &TokenStream,
) -> TokenStream {
    let members = &types.service[structure].members;
    let setters = members.iter().zip(names).map(|(member, setter)| {
        let field = ident(&member.rust_name);
        let setter = ident(setter);
        let (argument, _) = types.argument(member);
        let text = docs(&pages::builder_setter(member));
        let change = add(types, member, &quote!(#input.#field));
        quote! {
            #text
            #[inline]
            pub fn #setter(mut self, value: #argument) -> Self {
                #change
                self
            }
        }
    });
    quote!(#(#setters)*)
}

/// What a setter of a builder does with `value`: lists and maps get it beside what is there, as the arguments of a command
/// do; of everything else there is one.
pub(super) fn add(types: Types<'_>, member: &Member, field: &TokenStream) -> TokenStream {
    let (_, value) = types.argument(member);
    match member.ty {
        Type::List(_) => quote!(rt::append(&mut #field, value);),
        Type::Map(_) => quote!(rt::insert(&mut #field, value);),
        _ => quote!(#field = #value;),
    }
}

//! The setters of builders that wrap the input of an operation.

use super::pages;
use super::tokens::{docs, ident};
use super::types::Types;
use crate::ir::resource::{Param, Step};
use crate::ir::{Member, StructureId, Type};
use proc_macro2::TokenStream;
use quote::quote;

/// A setter for each member of `structure`, called by `names` in turn. `input` is where in the builder the
/// structure is: `self.0.input`. What is filled in beforehand, by `params`, is replaced by what the caller gives, as boto3
/// does it.
pub(super) fn setters(
    types: Types<'_>,
    structure: StructureId,
    names: &[String],
    input: &TokenStream,
    params: &[Param],
) -> TokenStream {
    let is_filled = |index| params.iter().any(|param| param.target.first() == Some(&Step::Member(index)));
    let members = &types.service[structure].members;
    let setters = members.iter().zip(names).enumerate().map(|(index, (member, setter))| {
        let field = ident(&member.rust_name);
        let setter = ident(setter);
        let (argument, value) = types.argument(member);
        let (text, change) = match is_filled(index) {
            true => (pages::setter(member), quote!(#input.#field = #value;)),
            false => (pages::builder_setter(member), add(types, member, &quote!(#input.#field))),
        };
        let text = docs(&text);
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

/// The method by which any field of an input is changed. `ty` is the input's type, `input` gives it, to change, in the
/// builder: `self.0.input()`.
pub(super) fn with(ty: &TokenStream, input: &TokenStream) -> TokenStream {
    quote! {
        #[doc = " Changes the input: sets a field that may be absent, `.with(|input| input.marker = marker)`, or sends an empty"]
        #[doc = " list, `.with(|input| input.tags = Some(Vec::new()))`."]
        #[inline]
        pub fn with(mut self, change: impl FnOnce(&mut #ty)) -> Self {
            change(#input);
            self
        }
    }
}

/// What a setter of a builder does with `value`: lists and maps get it beside what is there, as the arguments of a command
/// do; of everything else there is one.
pub(super) fn add(types: Types<'_>, member: &Member, field: &TokenStream) -> TokenStream {
    let (_, value) = types.argument(member);
    match member.ty {
        Type::List(_) => quote!(collect::append(&mut #field, value);),
        Type::Map(_) => quote!(collect::insert(&mut #field, value);),
        _ => quote!(#field = #value;),
    }
}

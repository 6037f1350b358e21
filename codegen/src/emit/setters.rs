//! The setters of builders that wrap the input of an operation.

use super::pages;
use super::tokens::{docs, ident};
use super::types::Types;
use crate::ir::StructureId;
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
        let (argument, value) = types.argument(member);
        let text = docs(&pages::setter(member));
        quote! {
            #text
            #[inline]
            pub fn #setter(mut self, value: #argument) -> Self {
                #input.#field = #value;
                self
            }
        }
    });
    quote!(#(#setters)*)
}

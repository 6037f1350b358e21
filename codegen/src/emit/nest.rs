//! A service as a module of a crate that holds several: what its files name from the root of their crate moves one
//! module down.

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::quote;

/// `tokens` with each path `crate::x` as `crate::module::x`. Visibilities stay as they are, and so does text.
pub(super) fn below(module: &Ident, tokens: TokenStream) -> TokenStream {
    let mut out = TokenStream::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Group(group) => {
                let mut moved = Group::new(group.delimiter(), below(module, group.stream()));
                moved.set_span(group.span());
                out.extend([TokenTree::Group(moved)]);
            }
            TokenTree::Ident(root) if root == "crate" && is_colon(tokens.peek()) => {
                out.extend(quote!(#root::#module));
            }
            other => out.extend([other]),
        }
    }
    out
}

fn is_colon(token: Option<&TokenTree>) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == ':')
}

#[cfg(test)]
mod tests {
    use super::*;
    use quote::format_ident;

    #[test]
    fn paths_move_down_and_visibilities_stay() {
        let module = format_ident!("sts");
        let tokens = quote!(
            pub(crate) fn f(x: crate::types::X) -> u8 {
                crate::a::f(&crate::b::C)
            }
        );
        let expected = quote!(
            pub(crate) fn f(x: crate::sts::types::X) -> u8 {
                crate::sts::a::f(&crate::sts::b::C)
            }
        );
        assert_eq!(below(&module, tokens).to_string(), expected.to_string());
    }
}

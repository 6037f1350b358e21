//! JMESPath expressions as constants.

use crate::ir::jmespath::{Expression, Literal};
use proc_macro2::{Literal as Token, TokenStream};
use quote::{format_ident, quote};

/// The value of type `tucuxi::internal::jmespath::Expression`, with full paths.
pub fn expression(expression: &Expression) -> TokenStream {
    let tokens = match expression {
        Expression::Current => quote!(Current),
        Expression::Field(name) => quote!(Field(#name)),
        Expression::Index(index) => {
            let index = Token::i32_unsuffixed(*index);
            quote!(Index(#index))
        }
        Expression::Slice { start, stop, step } => {
            let (start, stop, step) = (bound(*start), bound(*stop), Token::i32_unsuffixed(*step));
            quote!(Slice { start: #start, stop: #stop, step: #step })
        }
        Expression::Then(first, second) => two("Then", first, second),
        Expression::Projection(list, each) => two("Projection", list, each),
        Expression::Flatten(list) => one("Flatten", list),
        Expression::Values(object) => one("Values", object),
        Expression::If(condition, then) => two("If", condition, then),
        Expression::Compare(comparator, left, right) => {
            let comparator = format_ident!("{comparator}");
            let (left, right) = (self::expression(left), self::expression(right));
            quote!(Compare(::tucuxi::internal::jmespath::Comparator::#comparator, &#left, &#right))
        }
        Expression::And(left, right) => two("And", left, right),
        Expression::Or(left, right) => two("Or", left, right),
        Expression::Not(value) => one("Not", value),
        Expression::List(items) => {
            let items = items.iter().map(self::expression);
            quote!(List(&[#(#items),*]))
        }
        Expression::Hash(entries) => {
            let entries = entries.iter().map(|(key, value)| {
                let value = self::expression(value);
                quote!((#key, #value))
            });
            quote!(Hash(&[#(#entries),*]))
        }
        Expression::Call(function, arguments) => {
            let function = format_ident!("{function}");
            let arguments = arguments.iter().map(self::expression);
            quote!(Call(::tucuxi::internal::jmespath::Function::#function, &[#(#arguments),*]))
        }
        Expression::Literal(value) => {
            let value = literal(value);
            quote!(Literal(#value))
        }
    };
    quote!(::tucuxi::internal::jmespath::Expression::#tokens)
}

fn one(variant: &str, inner: &Expression) -> TokenStream {
    let (variant, inner) = (format_ident!("{variant}"), expression(inner));
    quote!(#variant(&#inner))
}

fn two(variant: &str, left: &Expression, right: &Expression) -> TokenStream {
    let (variant, left, right) = (format_ident!("{variant}"), expression(left), expression(right));
    quote!(#variant(&#left, &#right))
}

fn bound(bound: Option<i32>) -> TokenStream {
    match bound.map(Token::i32_unsuffixed) {
        Some(bound) => quote!(Some(#bound)),
        None => quote!(None),
    }
}

/// The value of type `tucuxi::internal::jmespath::Literal`, with full paths.
pub fn literal(value: &Literal) -> TokenStream {
    let tokens = match value {
        Literal::Null => quote!(Null),
        Literal::Boolean(value) => quote!(Boolean(#value)),
        Literal::Integer(value) => {
            let value = Token::i64_unsuffixed(*value);
            quote!(Integer(#value))
        }
        Literal::Double(value) => quote!(Double(#value)),
        Literal::String(text) => quote!(String(#text)),
        Literal::List(items) => {
            let items = items.iter().map(literal);
            quote!(List(&[#(#items),*]))
        }
        Literal::Hash(entries) => {
            let entries = entries.iter().map(|(key, value)| {
                let value = literal(value);
                quote!((#key, #value))
            });
            quote!(Hash(&[#(#entries),*]))
        }
    };
    quote!(::tucuxi::internal::jmespath::Literal::#tokens)
}

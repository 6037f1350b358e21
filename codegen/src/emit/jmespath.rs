//! JMESPath expressions as constants.

use crate::ir::jmespath::{Comparator, Expression, Function, Literal};
use proc_macro2::{Literal as Token, TokenStream};
use quote::quote;

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
        Expression::Then(first, second) => two(&quote!(Then), first, second),
        Expression::Projection(list, each) => two(&quote!(Projection), list, each),
        Expression::Flatten(list) => one(&quote!(Flatten), list),
        Expression::Values(object) => one(&quote!(Values), object),
        Expression::If(condition, then) => two(&quote!(If), condition, then),
        Expression::Compare(comparator, left, right) => {
            let comparator = self::comparator(*comparator);
            let (left, right) = (self::expression(left), self::expression(right));
            quote!(Compare(::tucuxi::internal::jmespath::Comparator::#comparator, &#left, &#right))
        }
        Expression::And(left, right) => two(&quote!(And), left, right),
        Expression::Or(left, right) => two(&quote!(Or), left, right),
        Expression::Not(value) => one(&quote!(Not), value),
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
            let function = self::function(*function);
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

fn comparator(comparator: Comparator) -> TokenStream {
    match comparator {
        Comparator::Equal => quote!(Equal),
        Comparator::NotEqual => quote!(NotEqual),
        Comparator::Less => quote!(Less),
        Comparator::LessOrEqual => quote!(LessOrEqual),
        Comparator::Greater => quote!(Greater),
        Comparator::GreaterOrEqual => quote!(GreaterOrEqual),
    }
}

fn function(function: Function) -> TokenStream {
    match function {
        Function::Length => quote!(Length),
        Function::Keys => quote!(Keys),
        Function::Values => quote!(Values),
        Function::Contains => quote!(Contains),
        Function::StartsWith => quote!(StartsWith),
        Function::EndsWith => quote!(EndsWith),
        Function::Join => quote!(Join),
        Function::Reverse => quote!(Reverse),
        Function::NotNull => quote!(NotNull),
    }
}

fn one(variant: &TokenStream, inner: &Expression) -> TokenStream {
    let inner = expression(inner);
    quote!(#variant(&#inner))
}

fn two(variant: &TokenStream, left: &Expression, right: &Expression) -> TokenStream {
    let (left, right) = (expression(left), expression(right));
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

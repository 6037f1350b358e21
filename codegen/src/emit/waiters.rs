//! `src/waiters.rs`: a builder for each waiter.

use super::setters::setters;
use super::tokens::{docs, ident};
use super::types::Types;
use super::{jmespath, waiter_pages};
use crate::ir::{Acceptor, Comparison, Matcher, Operation, Service, State, Waiter};
use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

/// The file.
pub(super) fn file(service: &Service, crate_name: &str) -> TokenStream {
    let types = Types { service, module: None };
    let items = service.waiters.iter().map(|waiter| self::waiter(types, waiter, crate_name));
    let text = waiter_pages::module(service);
    let text = text.lines().map(|line| format!(" {line}"));
    quote! {
        #(#![doc = #text])*

        use crate::operations;
        use tucuxi::{client, wait};
        #[allow(unused_imports, reason = "few services need it")]
        use tucuxi::types as rt;

        #(#items)*
    }
}

/// The method of the client that makes the builder.
pub(super) fn method(service: &Service, waiter: &Waiter) -> TokenStream {
    let text = docs(&waiter_pages::lead(service, waiter));
    let (name, builder) = (ident(&waiter.method_name), ident(&waiter.type_name));
    quote! {
        #text
        #[inline]
        pub fn #name(&self) -> waiters::#builder {
            waiters::#builder::over(Call::new(&self.core))
        }
    }
}

fn waiter(types: Types<'_>, waiter: &Waiter, crate_name: &str) -> TokenStream {
    let operation: &Operation = &types.service.operations[waiter.operation];
    let name = ident(&waiter.type_name);
    let text = docs(&waiter_pages::waiter(types.service, waiter, crate_name));
    let builder = ident(&operation.type_name);
    let input = types.structure(operation.input);
    let output = types.structure(operation.output);
    let end = if waiter.may_end_with_error() { quote!(wait::Last<#output>) } else { output };
    let schema = schema(waiter);
    let setters = setters(types, operation.input, &waiter.setters, &quote!(self.0.call.input));
    quote! {
        #text
        #[must_use = "a waiter does nothing until it is awaited"]
        pub struct #name(wait::Wait<operations::#builder>);

        impl #name {
            #[inline]
            pub(crate) fn over(call: client::Call<operations::#builder>) -> Self {
                Self(wait::Wait::new(call, const { &#schema }))
            }

            #setters

            #[doc = " The input in place of what was filled in."]
            #[inline]
            pub fn with_input(self, input: #input) -> Self {
                Self(self.0.with_input(input))
            }

            #[doc = " Changes settings of the client for the calls of this wait."]
            #[inline]
            pub fn customize(
                self,
                change: impl FnOnce(client::Builder<client::Core>) -> client::Builder<client::Core>,
            ) -> Self {
                Self(self.0.customize(change))
            }

            #[doc = " The pause between two calls."]
            #[inline]
            pub fn delay(self, pause: std::time::Duration) -> Self {
                Self(self.0.delay(pause))
            }

            #[doc = " Pauses that double from `min` to `max`, each a random time between `min` and that."]
            #[inline]
            pub fn backoff(self, min: std::time::Duration, max: std::time::Duration) -> Self {
                Self(self.0.backoff(min, max))
            }

            #[doc = " How often the operation is called at most."]
            #[inline]
            pub fn max_attempts(self, attempts: u32) -> Self {
                Self(self.0.max_attempts(attempts))
            }

            #[doc = " How long the wait may take as a whole, in place of a limit of attempts."]
            #[inline]
            pub fn timeout(self, limit: std::time::Duration) -> Self {
                Self(self.0.timeout(limit))
            }

            #[doc = " Makes one call and tells what its answer means."]
            #[inline]
            pub fn check(self) -> wait::CheckFuture {
                self.0.check()
            }

            #[doc = " Starts to wait."]
            #[inline]
            pub fn send(self) -> wait::WaitFuture<#end> {
                self.0.send()
            }
        }

        impl IntoFuture for #name {
            type Output = Result<#end, tucuxi::Error>;
            type IntoFuture = wait::WaitFuture<#end>;
            #[inline]
            fn into_future(self) -> Self::IntoFuture {
                self.0.send()
            }
        }
    }
}

fn schema(waiter: &Waiter) -> TokenStream {
    let Waiter { name, acceptors, .. } = waiter;
    let delay = Literal::u32_unsuffixed(waiter.delay);
    let max_attempts = Literal::u32_unsuffixed(waiter.max_attempts);
    let acceptors = acceptors.iter().map(acceptor);
    quote! {
        wait::WaiterSchema {
            name: #name,
            delay: #delay,
            max_attempts: #max_attempts,
            acceptors: &[#(#acceptors),*],
        }
    }
}

fn acceptor(acceptor: &Acceptor) -> TokenStream {
    let state = match acceptor.state {
        State::Success => quote!(wait::State::Success),
        State::Failure => quote!(wait::State::Failure),
        State::Retry => quote!(wait::State::Retry),
    };
    let matcher = match &acceptor.matcher {
        Matcher::Path(path) => {
            let text = &path.text;
            let expression = jmespath::expression(&path.expression);
            let with_input = path.with_input;
            let comparison = format_ident!(
                "{}",
                match path.comparison {
                    Comparison::Equals => "Equals",
                    Comparison::All => "All",
                    Comparison::Any => "Any",
                }
            );
            let expected = jmespath::literal(&path.expected);
            quote! {
                Path {
                    text: #text,
                    expression: #expression,
                    with_input: #with_input,
                    comparison: wait::Comparison::#comparison,
                    expected: #expected,
                }
            }
        }
        Matcher::Status(status) => {
            let status = Literal::u16_unsuffixed(*status);
            quote!(Status(#status))
        }
        Matcher::Error(code) => quote!(Error(#code)),
        Matcher::AnyError => quote!(AnyError),
        Matcher::NoError => quote!(NoError),
    };
    quote!(wait::Acceptor { state: #state, matcher: wait::Matcher::#matcher })
}

//! `src/waiters.rs`: a builder for each waiter.

use super::setters::{setters, with};
use super::tokens::{docs, ident};
use super::types::Types;
use super::{jmespath, waiter_pages};
use crate::ir::{Acceptor, Comparison, Matcher, Operation, Service, State, Waiter};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// The file.
pub(super) fn file(service: &Service) -> TokenStream {
    let types = Types { service, module: None };
    let wait = wait();
    let builders = service.waiters.iter().map(|waiter| builder(types, waiter));
    let waiters = service.waiters.iter().map(|waiter| self::waiter(types, waiter));
    let text = waiter_pages::module(service);
    let text = text.lines().map(|line| format!(" {line}"));
    quote! {
        #(#![doc = #text])*

        use tucuxi::client;
        use tucuxi::internal::wait;
        #[allow(unused_imports, reason = "few services need it")]
        use tucuxi::{internal::collect, types as rt};

        #wait

        #(#builders)*

        #[doc = " The waiters as types without a value."]
        pub mod of {
            use crate::operations;
            use tucuxi::internal::wait;

            #(#waiters)*
        }
    }
}

/// What all waiters have, once for the crate.
fn wait() -> TokenStream {
    let with = with(&quote!(<W::Operation as client::Operation>::Input), &quote!(&mut self.0.call.input));
    quote! {
        #[doc(hidden)]
        #[must_use = "a waiter does nothing until it is awaited"]
        pub struct Wait<W: wait::Waiter>(wait::Wait<W::Operation>);

        impl<W: wait::Waiter> Wait<W> {
            #[inline]
            pub(crate) fn over(call: client::Call<W::Operation>, ended: Option<wait::Ended>) -> Self {
                Self(wait::Wait::new(call, W::schema(), ended))
            }

            #with

            #[doc = " The input in place of what was filled in."]
            #[inline]
            pub fn with_input(self, input: <W::Operation as client::Operation>::Input) -> Self {
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
            pub fn send(self) -> wait::WaitFuture<W::End> {
                self.0.send()
            }
        }

        impl<W: wait::Waiter> IntoFuture for Wait<W> {
            type Output = Result<W::End, tucuxi::Error>;
            type IntoFuture = wait::WaitFuture<W::End>;
            #[inline]
            fn into_future(self) -> Self::IntoFuture {
                self.0.send()
            }
        }

        impl<W: wait::Waiter> std::fmt::Debug for Wait<W> {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
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
            waiters::#builder::over(Call::new(&self.core), None)
        }
    }
}

fn builder(types: Types<'_>, waiter: &Waiter) -> TokenStream {
    let operation: &Operation = &types.service.operations[waiter.operation];
    let name = ident(&waiter.type_name);
    let text = docs(&waiter_pages::waiter(types.service, waiter));
    let setters = setters(types, operation.input, &waiter.setters, &quote!(self.0.call.input), &[]);
    let setters = (!setters.is_empty()).then(|| quote!(impl #name { #setters }));
    quote! {
        #text
        pub type #name = Wait<of::#name>;

        #setters
    }
}

/// The waiter itself, which its builder is over.
fn waiter(types: Types<'_>, waiter: &Waiter) -> TokenStream {
    let operation: &Operation = &types.service.operations[waiter.operation];
    let name = ident(&waiter.type_name);
    let text = format!(" `{}`: see [`{1}`](super::{1}).", waiter.name, waiter.type_name);
    let call = ident(&operation.type_name);
    let output = types.structure(operation.output);
    let end = if waiter.may_end_with_error() { quote!(wait::Last<#output>) } else { output };
    let schema = schema(waiter);
    quote! {
        #[doc = #text]
        pub enum #name {}

        impl wait::Waiter for #name {
            type Operation = operations::of::#call;
            type End = #end;
            #[inline]
            fn schema() -> &'static wait::WaiterSchema {
                const { &#schema }
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
            let comparison = match path.comparison {
                Comparison::Equals => quote!(Equals),
                Comparison::All => quote!(All),
                Comparison::Any => quote!(Any),
            };
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

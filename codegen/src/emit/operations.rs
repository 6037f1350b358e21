//! `src/operations.rs`: a builder for each operation.

use super::jmespath;
use super::pages;
use super::schema::{auth_scheme, context_value, xml_namespace};
use super::setters::{setters, with};
use super::tokens::{docs, ident, index, inner_docs, option};
use super::types::Types;
use crate::ir::{AuthScheme, Checksum, ContextBinding, ContextSource, Operation, Service, TemplatePart};
use proc_macro2::TokenStream;
use quote::quote;

/// The file.
pub(super) fn file(service: &Service) -> TokenStream {
    let types = Types { service, module: None };
    let file_text = inner_docs(&pages::operations(service));
    let builder = call();
    let calls = service.operations.iter().map(|o| self::builder(types, o));
    let operations = of(service);
    quote! {
        #file_text

        use tucuxi::client;
        #[allow(unused_imports, reason = "few services need all of them")]
        use tucuxi::{internal::collect, types as rt};

        #builder

        #(#calls)*

        #operations
    }
}

/// The module of the operations themselves.
pub(super) fn of(service: &Service) -> TokenStream {
    let types = Types { service, module: None };
    let operations = service.operations.iter().map(|o| operation(types, o));
    quote! {
        #[doc = " The operations as types without a value: what [`Pages`](tucuxi::paginate::Pages) and other types of the runtime"]
        #[doc = " are for."]
        pub mod of {
            use tucuxi::client;
            use tucuxi::internal::schema;

            #(#operations)*
        }
    }
}

/// What all calls have, once for the crate: a body less for each operation is what makes it cheap to compile. It is a
/// type of the crate, since only those can have setters.
fn call() -> TokenStream {
    let with = with(&quote!(O::Input), &quote!(&mut self.0.input));
    quote! {
        #[doc(hidden)]
        #[must_use = "a call does nothing until it is awaited"]
        pub struct Call<O: client::Operation>(pub(crate) client::Call<O>);

        impl<O: client::Operation> Call<O> {
            #[doc = " Makes the call."]
            #[inline]
            pub fn send(self) -> client::CallFuture<O::Output> {
                self.0.send()
            }

            #[doc = " Makes the call; gives status, headers and ids of the response beside the output."]
            #[inline]
            pub fn send_with_metadata(self) -> client::MetadataFuture<O::Output> {
                self.0.send_with_metadata()
            }

            #[doc = " Signs the request in place of sending it: anyone can send it within `lifetime`, a second to seven days."]
            #[inline]
            pub fn presigned(
                self,
                lifetime: std::time::Duration,
            ) -> tucuxi::http::BoxFuture<'static, Result<client::PresignedRequest, tucuxi::Error>> {
                self.0.presigned(lifetime)
            }

            #[doc = " Like `presigned`, from `start` on: equal calls give the same URL."]
            #[inline]
            pub fn presigned_at(
                self,
                start: std::time::SystemTime,
                lifetime: std::time::Duration,
            ) -> tucuxi::http::BoxFuture<'static, Result<client::PresignedRequest, tucuxi::Error>> {
                self.0.presigned_at(start, lifetime)
            }

            #with

            #[doc = " The call with this input in place of what was filled in."]
            #[inline]
            pub fn with_input(self, input: O::Input) -> Self {
                Self(self.0.with_input(input))
            }

            #[doc = " Changes settings of the client for this call alone."]
            #[inline]
            pub fn customize(
                self,
                change: impl FnOnce(client::Builder<client::Core>) -> client::Builder<client::Core>,
            ) -> Self {
                Self(self.0.customize(change))
            }
        }

        impl<O: client::Operation> IntoFuture for Call<O> {
            type Output = Result<O::Output, tucuxi::Error>;
            type IntoFuture = client::CallFuture<O::Output>;
            #[inline]
            fn into_future(self) -> Self::IntoFuture {
                self.0.send()
            }
        }

        impl<O: client::Operation> Clone for Call<O>
        where
            O::Input: Clone,
        {
            #[inline]
            fn clone(&self) -> Self {
                Self(self.0.clone())
            }
        }

        impl<O: client::Operation> std::fmt::Debug for Call<O> {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    }
}

fn builder(types: Types<'_>, operation: &Operation) -> TokenStream {
    let name = ident(&operation.type_name);
    let text = docs(&pages::call(types.service, operation));
    let setters = setters(types, operation.input, &operation.setters, &quote!(self.0.input), &[]);
    let setters = (!setters.is_empty()).then(|| quote!(impl #name { #setters }));
    quote! {
        #text
        pub type #name = Call<of::#name>;

        #setters
    }
}

/// The operation itself, which its call is over.
fn operation(types: Types<'_>, operation: &Operation) -> TokenStream {
    let name = ident(&operation.type_name);
    let text = format!(" `{}`: see [`{1}`](super::{1}).", operation.name, operation.type_name);
    let input = types.structure(operation.input);
    let output = types.structure(operation.output);
    let schema = schema(operation);
    quote! {
        #[doc = #text]
        pub enum #name {}

        impl client::Operation for #name {
            type Input = #input;
            type Output = #output;
            #[inline]
            fn schema() -> &'static schema::OperationSchema {
                const { &#schema }
            }
        }
    }
}

fn schema(operation: &Operation) -> TokenStream {
    let Operation {
        name,
        http_method,
        has_input,
        input_wire,
        has_output,
        result_wrapper,
        unsigned_payload,
        compression,
        long_poll,
        ..
    } = operation;
    let path = template(&operation.path);
    let query = operation.query.iter().map(|(name, value)| {
        let value = option(value.as_ref().map(|value| quote!(#value)));
        quote!((#name, #value))
    });
    let host_prefix = template(&operation.host_prefix);
    let input_xml_namespace = xml_namespace(operation.input_xml_namespace.as_ref());
    let auth = auth_schemes(&operation.auth);
    let checksum = option(operation.checksum.as_ref().map(checksum));
    let context = operation.context.iter().map(binding);
    quote! {
        schema::OperationSchema {
            name: #name,
            service: &crate::service::SERVICE,
            method: #http_method,
            path: #path,
            query: &[#(#query),*],
            host_prefix: #host_prefix,
            has_input: #has_input,
            input_wire: #input_wire,
            input_xml_namespace: #input_xml_namespace,
            has_output: #has_output,
            result_wrapper: #result_wrapper,
            auth: #auth,
            unsigned_payload: #unsigned_payload,
            checksum: #checksum,
            compression: &[#(#compression),*],
            context: &[#(#context),*],
            long_poll: #long_poll,
        }
    }
}

fn template(parts: &[TemplatePart]) -> TokenStream {
    let parts = parts.iter().map(|part| match part {
        TemplatePart::Text(text) => quote!(schema::TemplatePart::Text(#text)),
        TemplatePart::Label { member, greedy } => {
            let member = index(*member);
            quote!(schema::TemplatePart::Label { member: #member, greedy: #greedy })
        }
    });
    quote!(&[#(#parts),*])
}

/// The value of type `&[AuthScheme]`.
pub(super) fn auth_schemes(schemes: &[AuthScheme]) -> TokenStream {
    let schemes = schemes.iter().copied().map(auth_scheme);
    quote!(&[#(schema::#schemes),*])
}

fn checksum(checksum: &Checksum) -> TokenStream {
    let Checksum { required, response_algorithms, .. } = checksum;
    let member = |member: Option<usize>| {
        option(member.map(|member| {
            let member = index(member);
            quote!(#member)
        }))
    };
    let algorithm_member = member(checksum.algorithm_member);
    let mode_member = member(checksum.mode_member);
    quote! {
        &schema::Checksum {
            required: #required,
            algorithm_member: #algorithm_member,
            mode_member: #mode_member,
            response_algorithms: &[#(#response_algorithms),*],
        }
    }
}

fn binding(binding: &ContextBinding) -> TokenStream {
    let parameter = index(binding.parameter);
    let source = match &binding.source {
        ContextSource::Static(value) => {
            let value = context_value(value);
            quote!(Static(schema::#value))
        }
        ContextSource::Member(member) => {
            let member = index(*member);
            quote!(Member(#member))
        }
        ContextSource::Path(path) => {
            let path = jmespath::expression(path);
            quote!(Path(&#path))
        }
    };
    quote!(schema::ContextBinding { parameter: #parameter, source: schema::ContextSource::#source })
}

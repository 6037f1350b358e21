//! `src/service.rs`: the table of the service, and those of its lists and maps.

use super::operations::auth_schemes;
use super::schema;
use super::tokens::{ident, index, option};
use crate::ir::{Discovery, ErrorRow, LegacyRetry, Protocol, Retry, Retryable, Service};
use proc_macro2::TokenStream;
use quote::quote;
use std::collections::BTreeSet;

/// The file of a service crate, which brings `tucuxi-identity` under its feature `credentials`.
pub(super) fn file(service: &Service) -> TokenStream {
    let identity = quote! {
        #[cfg(feature = "credentials")]
        identity: Some(&tucuxi_identity::IDENTITY),
        #[cfg(not(feature = "credentials"))]
        identity: None,
    };
    tables(service, &identity)
}

/// The file of a part of `tucuxi-identity`, which fetches no credentials by itself.
pub(super) fn part(service: &Service) -> TokenStream {
    tables(service, &quote!(identity: None,))
}

fn tables(service: &Service, identity: &TokenStream) -> TokenStream {
    let lists = lists(service);
    let flags = flags(service);
    let table = table(service, identity);
    quote! {
        #![doc = " What the model says of the service as a whole."]

        use tucuxi::internal::schema;

        #[doc = " The service."]
        pub static SERVICE: schema::ServiceSchema = #table;

        #flags

        #lists
    }
}

fn table(service: &Service, identity: &TokenStream) -> TokenStream {
    let Service {
        name,
        id,
        api_version,
        endpoint_prefix,
        signing_name,
        json_version,
        target_prefix,
        query_compatible,
        s3_signature,
        environment_token,
        not_found,
        interceptors,
        ..
    } = service;
    let protocol = ident(match service.protocol {
        Protocol::Json => "JSON",
        Protocol::RestJson => "REST_JSON",
        Protocol::RestXml => "REST_XML",
        Protocol::Cbor => "CBOR",
        Protocol::Query => "QUERY",
        Protocol::Ec2 => "EC2",
    });
    let auth = auth_schemes(&service.auth);
    let errors = service.errors.iter().map(|row| error(service, row));
    let not_found = not_found.iter().map(|(code, end)| quote!((#code, #end)));
    let client_context = service.client_context.iter().map(|context| {
        let parameter = index(context.parameter);
        let name = &context.name;
        let default = option(context.default.as_ref().map(|value| {
            let value = schema::context_value(value);
            quote!(schema::#value)
        }));
        quote!(schema::ClientContext { parameter: #parameter, name: #name, default: #default })
    });
    let discovery = option(service.discovery.as_ref().map(|table| discovery(service, table)));
    let retry = match &service.retry {
        None => quote!(schema::RetryTraits::STANDARD),
        Some(Retry { max_attempts, backoff_scale_ms, codes, crc32, legacy }) => {
            let legacy = legacy_retry(legacy);
            quote! {
                schema::RetryTraits {
                    max_attempts: #max_attempts,
                    backoff_scale_ms: #backoff_scale_ms,
                    codes: &[#(#codes),*],
                    crc32: #crc32,
                    legacy: #legacy,
                }
            }
        }
    };
    quote! {
        schema::ServiceSchema {
            name: #name,
            id: #id,
            api_version: #api_version,
            endpoint_prefix: #endpoint_prefix,
            signing_name: #signing_name,
            protocol: tucuxi::internal::protocol::#protocol,
            json_version: #json_version,
            target_prefix: #target_prefix,
            query_compatible: #query_compatible,
            s3_signature: #s3_signature,
            environment_token: #environment_token,
            auth: #auth,
            errors: &[#(#errors),*],
            not_found: &[#(#not_found),*],
            rules: &crate::endpoint::RULES,
            discovery: #discovery,
            client_context: &[#(#client_context),*],
            retry: #retry,
            interceptors: &[#(#interceptors),*],
            #identity
        }
    }
}

/// The path is that of the operation in a service crate and in a part of `tucuxi-identity`.
fn discovery(service: &Service, table: &Discovery) -> TokenStream {
    let Discovery { operation, required, optional } = table;
    let operation = ident(&service.operations[*operation].type_name);
    quote! {
        &schema::EndpointDiscovery {
            operation: tucuxi::client::DynOperation::of::<super::operations::of::#operation>,
            required: &[#(#required),*],
            optional: &[#(#optional),*],
        }
    }
}

fn legacy_retry(rules: &LegacyRetry) -> TokenStream {
    let LegacyRetry { max_attempts, backoff_scale_ms, codes } = rules;
    let codes = codes.iter().map(|(code, status)| quote!((#code, #status)));
    quote! {
        schema::LegacyRetry {
            max_attempts: #max_attempts,
            backoff_scale_ms: #backoff_scale_ms,
            codes: &[#(#codes),*],
        }
    }
}

fn error(service: &Service, row: &ErrorRow) -> TokenStream {
    let shape = &service[row.structure].name;
    let code = &row.code;
    let retryable = match row.retryable {
        Retryable::No => quote!(No),
        Retryable::Transient => quote!(Transient),
        Retryable::Throttling => quote!(Throttling),
    };
    quote!(schema::ErrorSchema { shape: #shape, code: #code, retryable: schema::Retryable::#retryable })
}

/// A constant for each combination of yes-or-no traits.
fn flags(service: &Service) -> TokenStream {
    let members = service.structures.iter().flat_map(|structure| &structure.members);
    let combinations: BTreeSet<_> = members.map(schema::flags).filter(|flags| flags.len() > 1).collect();
    let constants = combinations.iter().map(|flags| {
        let name = ident(&flags.join("_"));
        let flags = flags.iter().map(|flag| ident(flag));
        quote!(pub(crate) const #name: Flags = Flags::NONE #(.and(Flags::#flags))*;)
    });
    let import = (!combinations.is_empty()).then(|| {
        quote!(
            use tucuxi::internal::schema::Flags;
        )
    });
    quote! {
        #[doc = " Combinations of yes-or-no traits of members."]
        pub(crate) mod flags {
            #import

            #(#constants)*
        }
    }
}

/// A constant for each list and map; several members point to one.
fn lists(service: &Service) -> TokenStream {
    let lists = service.lists.iter().filter(|list| list.used).map(|list| {
        let name = ident(&list.constant);
        let table = schema::list(service, list);
        quote!(pub(crate) const #name: &schema::ListType = &#table;)
    });
    let maps = service.maps.iter().filter(|map| map.used).map(|map| {
        let name = ident(&map.constant);
        let table = schema::map(service, map);
        quote!(pub(crate) const #name: &schema::MapType = &#table;)
    });
    let tables: Vec<_> = lists.chain(maps).collect();
    let imports = (!tables.is_empty()).then(|| {
        quote! {
            #[allow(unused_imports, reason = "few services need all of them")]
            use super::lists;
            #[allow(unused_imports, reason = "few services need all of them")]
            use tucuxi::{internal::schema, types as rt};
        }
    });
    quote! {
        #[doc = " Lists and maps, as far as a protocol must know them."]
        pub(crate) mod lists {
            #imports
            #(#tables)*
        }
    }
}

//! `src/lib.rs`.

use super::tokens::inner_docs;
use super::{pages, resources};
use crate::ir::Service;
use proc_macro2::TokenStream;
use quote::quote;

/// The file.
pub(super) fn file(service: &Service) -> TokenStream {
    let text = inner_docs(&pages::front(service));
    let custom = service.package.custom.then(|| {
        quote!(
            mod custom;
            #[allow(unused_imports, reason = "hand-written code need not have anything of its own for users")]
            pub use custom::*;
        )
    });
    let paginators = (!service.paginators.is_empty()).then(|| {
        quote!(
            pub mod paginators;
        )
    });
    let waiters = (!service.waiters.is_empty()).then(|| {
        quote!(
            pub mod waiters;
        )
    });
    let resources = resources::library(service);
    quote! {
        #text
        #![forbid(unsafe_code)]

        mod client;
        #custom
        mod endpoint;
        mod enums;
        pub mod errors;
        #[cfg(feature = "json")]
        #[doc(hidden)]
        pub mod json;
        pub mod operations;
        #paginators
        #[doc(hidden)]
        pub mod service;
        pub mod types;
        #waiters

        pub use client::Client;
        #resources
    }
}

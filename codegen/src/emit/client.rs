//! `src/client.rs`: the client.

use super::pages;
use super::tokens::{docs, ident};
use super::waiters;
use crate::ir::{Operation, Service};
use proc_macro2::TokenStream;
use quote::quote;

/// The file.
pub(super) fn file(service: &Service) -> TokenStream {
    let text = docs(&pages::client(service));
    let file_text = format!(" The client of {}.", service.title);
    let methods = service.operations.iter().map(method);
    let waiter_methods = service.waiters.iter().map(|waiter| waiters::method(service, waiter));
    let imported = (!service.waiters.is_empty()).then(|| {
        quote!(
            use crate::waiters;
        )
    });
    quote! {
        #![doc = #file_text]

        use crate::operations;
        use crate::service::SERVICE;
        #imported
        use tucuxi::Session;
        use tucuxi::client::{Builder, Call, Config, Core};

        #text
        #[derive(Clone, Debug)]
        pub struct Client {
            pub(crate) core: Core,
        }

        impl From<Core> for Client {
            #[inline]
            fn from(core: Core) -> Self {
                Self { core }
            }
        }

        impl Client {
            #[doc = " A client with the settings of `session`."]
            #[inline]
            pub fn new(session: &Session) -> Self {
                Core::new(session, &SERVICE).into()
            }

            #[doc = " A client with the settings of `session` and others over them."]
            #[inline]
            pub fn builder(session: &Session) -> Builder<Self> {
                Builder::new(session, &SERVICE)
            }

            #[doc = " A client like this one with other settings: `client.customize(|b| b.region(\"eu-west-1\"))`. The two share"]
            #[doc = " connections and credentials and, unless region or endpoint differ, what they learn of the service."]
            #[inline]
            #[must_use]
            pub fn customize(&self, change: impl FnOnce(Builder<Core>) -> Builder<Core>) -> Self {
                self.core.customize(change).into()
            }

            #[doc = " The settings of the client, to read: region, endpoint, retries."]
            #[inline]
            pub fn config(&self) -> Config<'_> {
                Config::of(&self.core)
            }

            #(#methods)*

            #(#waiter_methods)*

            #[doc = " Calls the operation with this name: the model's, `ListQueues`, or boto3's, `list_queues`."]
            #[doc = ""]
            #[doc = " Input and output are JSON with the member names of the model, as boto3's dictionaries have them. Bytes are"]
            #[doc = " base64 in both: `{\"Body\": \"dGV4dA==\"}` is the body `text`. [`tucuxi::json`] describes all conversions."]
            #[doc = ""]
            #[doc = " # Errors"]
            #[doc = ""]
            #[doc = " Those of the call. Also if there is no such operation, if the input has an unknown member or a value of another"]
            #[doc = " type, or if bytes are not base64: the error names the member."]
            #[cfg(feature = "json")]
            #[inline]
            pub async fn call_json(
                &self,
                operation: &str,
                input: tucuxi::json::Value,
            ) -> Result<tucuxi::json::Value, tucuxi::Error> {
                crate::json::call(&self.core, operation, input).await
            }
        }
    }
}

fn method(operation: &Operation) -> TokenStream {
    let name = ident(&operation.method_name);
    let builder = ident(&operation.type_name);
    let text = docs(&pages::method(operation));
    quote! {
        #text
        #[inline]
        pub fn #name(&self) -> operations::#builder {
            operations::Call(Call::new(&self.core))
        }
    }
}

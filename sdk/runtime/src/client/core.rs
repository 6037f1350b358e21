//! What a [`Core`] does: calls, and clients with other settings.

use super::pipeline::{self, Done};
use super::{Builder, PresignedRequest};
use crate::auth::TextSigner;
use crate::context::{Core, Live, Shared};
use crate::error::Error;
use crate::features::Features;
use crate::http::BoxFuture;
use crate::reflect::Shape;
use crate::schema::OperationSchema;
use http::Uri;
use std::future::ready;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

impl Core {
    /// This client with other settings. With the same region, endpoint URL and kind of endpoint, the two share what they
    /// learn of the service: retry quota, rate, clock, discovered endpoints. With another one, each learns for itself;
    /// the settings of the last 100 are remembered.
    #[must_use]
    pub fn customize(&self, change: impl FnOnce(Builder<Core>) -> Builder<Core>) -> Self {
        let builder = match &self.live {
            Ok(live) => Builder::over(self.service, Ok(live.config.clone()), Arc::clone(&live.shared)),
            Err(error) => {
                Builder::over(self.service, Err(error.clone()), Arc::new(Shared::new(self.service)))
            }
        };
        change(builder).build()
    }

    /// Signs the request of an operation, from `start` or from now on, for `lifetime`.
    pub(crate) fn presign(
        &self,
        operation: &'static OperationSchema,
        input: Box<dyn Shape>,
        start: Option<SystemTime>,
        lifetime: Duration,
    ) -> BoxFuture<'static, Result<PresignedRequest, Error>> {
        self.start(operation, |live| pipeline::presign(live, operation, input, start, lifetime))
    }

    /// Where the request of an operation would go, and what signs texts, from `start` or from now on, as it would be signed.
    pub(crate) fn text_signer(
        &self,
        operation: &'static OperationSchema,
        input: Box<dyn Shape>,
        start: Option<SystemTime>,
    ) -> BoxFuture<'static, Result<(Uri, TextSigner), Error>> {
        self.start(operation, |live| pipeline::text_signer(live, operation, input, start))
    }

    /// Carries out an operation; `output` is filled and given back. `features` are told in the user agent.
    pub(crate) fn invoke(
        &self,
        operation: &'static OperationSchema,
        input: Box<dyn Shape>,
        output: Box<dyn Shape>,
        features: Features,
    ) -> BoxFuture<'static, Result<Done, Error>> {
        self.start(operation, |live| pipeline::run(live, operation, input, output, features))
    }

    /// What `work` is of this client, or the error of its settings.
    fn start<T: Send + 'static, F: Future<Output = Result<T, Error>> + Send + 'static>(
        &self,
        operation: &'static OperationSchema,
        work: impl FnOnce(Arc<Live>) -> F,
    ) -> BoxFuture<'static, Result<T, Error>> {
        match &self.live {
            Ok(live) => Box::pin(work(Arc::clone(live))),
            Err(error) => Box::pin(ready(Err(error.clone().in_operation(operation)))),
        }
    }
}

//! Calls of operations that are chosen by name at run time, or written by hand.

use super::{Core, Features, Operation, PresignedRequest, ResponseMetadata};
use crate::auth::TextSigner;
use crate::error::Error;
use crate::reflect::Shape;
use crate::schema::DynOperation;
use http::Uri;
use std::time::{Duration, SystemTime};

impl DynOperation {
    /// The operation that `O` is the type of.
    #[inline]
    pub fn of<O: Operation>() -> Self {
        Self {
            schema: O::schema(),
            input: || Box::new(O::Input::default()),
            output: || Box::new(O::Output::default()),
        }
    }

    /// Signs the request for an input of the operation's own type: see [`Call::presigned`](super::Call::presigned).
    pub async fn presigned(
        &self,
        core: &Core,
        input: Box<dyn Shape>,
        lifetime: Duration,
    ) -> Result<PresignedRequest, Error> {
        core.presign(self.schema, input, None, lifetime).await
    }

    /// For what is signed in place of the request: the URL that the request would go to, and what signs texts, from `start` or
    /// from now on, as it would be signed.
    pub async fn text_signer(
        &self,
        core: &Core,
        input: Box<dyn Shape>,
        start: Option<SystemTime>,
    ) -> Result<(Uri, TextSigner), Error> {
        core.text_signer(self.schema, input, start).await
    }

    /// Carries out the operation with an input of its own type.
    pub async fn send(
        &self,
        core: &Core,
        input: Box<dyn Shape>,
    ) -> Result<(Box<dyn Shape>, ResponseMetadata), Error> {
        let done = core.invoke(self.schema, input, (self.output)(), Features::NONE).await?;
        Ok((done.output, done.metadata))
    }
}

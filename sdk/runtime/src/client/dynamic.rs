//! Calls of operations that are chosen by name at run time.

use super::{Core, Features, Operation, PresignedRequest, ResponseMetadata};
use crate::error::Error;
use crate::reflect::Shape;
use crate::schema::DynOperation;
use std::time::Duration;

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

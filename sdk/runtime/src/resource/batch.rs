//! [`Batch`]: an operation on all resources of a collection, a page at a time.

use super::collection::Collection;
use super::handle::Resource;
use super::listing::Listing;
use super::params;
use super::pending::Pending;
use super::schema::Param;
use crate::client::{Builder, Call, Core, DynOperation, Operation, downcast};
use crate::error::Error;
use crate::reflect::Shape;
use std::fmt;

/// An operation about to be carried out once for each page of a collection: what a generated builder of a batch action
/// wraps.
///
/// Each resource of a page fills its part of the input. What the caller gives replaces it, member by member, in each
/// call. The first empty page ends it.
pub struct Batch<O: Operation> {
    listing: Listing,
    params: &'static [Param],
    call: Call<O>,
}

/// A batch action of a collection: what its generated builder is over.
pub trait ActOnPage: 'static {
    /// The operation it calls.
    type Operation: Operation;
}

impl<O: Operation> Batch<O> {
    /// The operation on what is in `collection`; `params` fill its input for each resource.
    pub fn new<P: Operation<Input: Clone>, R: Resource>(
        collection: &Collection<P, R>,
        params: &'static [Param],
    ) -> Self {
        let call = Call::new(&collection.parent().core);
        Self { listing: collection.listing(), params, call }
    }

    /// What the caller gives for each call, so far.
    #[inline]
    pub fn input(&mut self) -> &mut O::Input {
        &mut self.call.input
    }

    /// Changes settings for these calls alone.
    #[inline]
    #[must_use]
    pub fn customize(mut self, change: impl FnOnce(Builder<Core>) -> Builder<Core>) -> Self {
        self.call = self.call.customize(change);
        self
    }

    /// Makes the calls; gives their outputs.
    pub fn send(self) -> Pending<Vec<O::Output>> {
        let core = self.call.core().clone();
        let given: Box<dyn Shape> = Box::new(self.call.input);
        let calls = run(self.listing, self.params, core, DynOperation::of::<O>(), given);
        Pending::new(async { calls.await?.into_iter().map(downcast).collect() })
    }
}

async fn run(
    mut pages: Listing,
    params: &'static [Param],
    core: Core,
    operation: DynOperation,
    given: Box<dyn Shape>,
) -> Result<Vec<Box<dyn Shape>>, Error> {
    let mut outputs = Vec::new();
    while let Some(page) = pages.next().await {
        let page = page?;
        if page.is_empty() {
            break;
        }
        let mut input = (operation.input)();
        for (position, resource) in page.iter().enumerate() {
            params::fill_known(params, resource, &mut *input, position)?;
            params::fill_data(params, resource, &mut *input, position).await?;
        }
        params::replace(&mut *input, &*given);
        let (output, _) = operation.send(&core, input).await?;
        outputs.push(output);
    }
    Ok(outputs)
}

impl<O: Operation> fmt::Debug for Batch<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} for each page", self.call)
    }
}

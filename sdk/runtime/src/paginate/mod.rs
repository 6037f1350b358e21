//! Listings that come page by page, as streams.
//!
//! Calls of operations that have a paginator give [`Pages`] by `pages` and [`Items`] by `items`. Both are streams, with
//! a `next` of their own, and take the settings of boto3's paginators:
//!
//! - `page_size`: how much the service gives at a time;
//! - `max_items`: how many items there are to be in all. What is listed first in the model counts as items;
//! - `starting_token`: where to begin. It comes from `resume_token` of an earlier listing, here or in boto3.
//!
//! A page is asked for when it is wanted, and none is kept, so that a listing takes the memory of one page however long
//! it is. Nothing runs in the background: dropping the stream ends the listing. An error ends it as well, and
//! `resume_token` then tells where to try again.
//!
//! The rules are botocore's, with differences:
//!
//! - A listing that resumes at the start of a page has all of that page, not its items alone.
//! - `resume_token` tells at any time where the listing would go on.
//! - What is listed as a map is trimmed and collected as a list is.
//! - A listing whose tokens come round again, after any number of pages, ends with an error of kind
//!   [`Parse`](crate::error::ErrorKind::Parse). botocore notices only a token that is equal to the one before.
//! - A page that says that more pages follow, but has no token for the next one, is followed by an error of kind
//!   [`Parse`](crate::error::ErrorKind::Parse). In botocore the listing ends as if it were complete.

mod cycle;
mod engine;
mod full;
mod items;
mod position;
pub(crate) mod schema;
#[cfg(test)]
mod tests;
mod token;
mod value;

pub use full::Full;
pub use items::Items;
pub(crate) use schema::PaginatorSchema;

use crate::client::{Call, Operation, Repeat, ResponseMetadata, downcast};
use crate::error::Error;
pub(crate) use engine::Engine;
use futures_core::Stream;
use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

/// An operation that gives its results page by page.
pub trait Paginated: Operation {
    /// How it goes on from page to page.
    fn paginator() -> &'static PaginatorSchema;
}

/// Something that an operation lists: of the operation's own type what counts as items, of marker types the rest.
pub trait ResultKey: 'static {
    /// The operation.
    type Operation: Paginated;
    /// What a page has of it: a list, a map, or one value.
    type Items: IntoIterator;
    /// Which of the paginator's results it is.
    const INDEX: usize = 0;
    /// Takes it out of a page.
    fn take(page: <Self::Operation as Operation>::Output) -> Self::Items;
}

/// The pages of a listing: a stream of outputs.
#[must_use = "a stream does nothing until it is asked for a page"]
pub struct Pages<O> {
    engine: Engine,
    operation: PhantomData<fn() -> O>,
}

impl<O: Paginated> Pages<O>
where
    O::Input: Clone,
{
    /// The pages of the listing that `call` begins.
    #[inline]
    pub fn new(call: Call<O>) -> Self {
        let call: Box<dyn Repeat> = Box::new(call);
        Self { engine: Engine::new(call, O::paginator()), operation: PhantomData }
    }
}

impl<O: Paginated> Pages<O> {
    /// How much the service gives at a time, at most. An error for operations that have no such setting.
    #[inline]
    pub fn page_size(mut self, size: u32) -> Self {
        self.engine.page_size = Some(size);
        self
    }

    /// How many items there are to be in all, at most. [`resume_token`](Self::resume_token) then tells where they stopped.
    #[inline]
    pub fn max_items(mut self, count: usize) -> Self {
        self.engine.max_items = Some(count);
        self
    }

    /// Where to begin: a [`resume_token`](Self::resume_token), also one of boto3, or a token of the service.
    #[inline]
    pub fn starting_token(mut self, token: impl Into<String>) -> Self {
        self.engine.starting_token = Some(token.into());
        self
    }

    /// The next page; `None` behind the last.
    pub async fn next(&mut self) -> Option<Result<O::Output, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Where the listing goes on behind what it has given: a text for `starting_token`. `None` at the beginning, and if
    /// there is nothing more.
    pub fn resume_token(&self) -> Option<String> {
        self.engine.resume_token()
    }

    /// Status, headers and ids of the response with the last page.
    pub fn metadata(&self) -> Option<&ResponseMetadata> {
        self.engine.metadata()
    }

    /// The items of all pages.
    #[inline]
    pub fn items(self) -> Items<O>
    where
        O: ResultKey<Operation = O>,
    {
        Items::new(self)
    }

    /// What all pages have of `K`, which the operation lists beside its items.
    #[inline]
    pub fn items_of<K: ResultKey<Operation = O>>(self) -> Items<K> {
        Items::new(self)
    }

    /// One output with the results of all pages: lists one behind the other, numbers added up, text joined. Other
    /// members are those of the first page where all pages have the same, else they are left out.
    ///
    /// # Errors
    ///
    /// That of the first page that fails.
    pub async fn full(self) -> Result<Full<O::Output>, Error> {
        let (output, resume_token) = full::collect(self.engine, Box::new(O::Output::default())).await?;
        Ok(Full { output: downcast(output)?, resume_token })
    }
}

impl<O: Paginated> Stream for Pages<O> {
    type Item = Result<O::Output, Error>;

    #[inline]
    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.engine.poll_page(context).map(|page| page.map(|output| downcast(output?)))
    }
}

impl<O> fmt::Debug for Pages<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pages of {:?}", self.engine)
    }
}

//! [`Collection`]: the resources that an operation lists, and the streams that read them.

use super::entity::Entity;
use super::handle::{Handle, Resource};
use super::listing::{Listing, Plan};
use super::pending::Pending;
use super::schema::{Param, ResultSchema};
use crate::client::{DynOperation, Operation};
use crate::error::Error;
use crate::paginate::PaginatorSchema;
use futures_core::Stream;
use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

/// Resources that an operation lists: what a generated collection wraps. Nothing is requested before it is read.
///
/// Its input is what the caller gave; what the resource knows is put in when it is read, and both are merged: lists are
/// appended to one another.
pub struct Collection<O: Operation, R> {
    parent: Arc<Entity>,
    params: &'static [Param],
    result: &'static ResultSchema,
    paginator: Option<fn() -> &'static PaginatorSchema>,
    input: O::Input,
    limit: Option<usize>,
    page_size: Option<usize>,
    item: PhantomData<fn() -> R>,
}

/// A collection of a resource type: what its generated type is over.
pub trait Collect: 'static {
    /// The operation that lists.
    type Operation: Operation<Input: Clone>;
    /// What is in it.
    type Item: Resource;
}

impl<O: Operation, R: Resource> Collection<O, R> {
    /// The collection of `handle` that `O` lists: `params` fill its input, `result` makes resources of its answers.
    /// `paginator` tells how to go on from page to page; without it there is one call.
    pub fn new<D>(
        handle: &Handle<D>,
        params: &'static [Param],
        result: &'static ResultSchema,
        paginator: Option<fn() -> &'static PaginatorSchema>,
    ) -> Self {
        Self {
            parent: Arc::clone(&handle.entity),
            params,
            result,
            paginator,
            input: O::Input::default(),
            limit: None,
            page_size: None,
            item: PhantomData,
        }
    }

    /// What the caller gives, so far.
    #[inline]
    pub fn input(&mut self) -> &mut O::Input {
        &mut self.input
    }

    /// At most so many resources.
    #[inline]
    #[must_use]
    pub fn limit(mut self, count: usize) -> Self {
        self.limit = Some(count);
        self
    }

    /// At most so many resources to a request. An error where the operation has pages, but no setting for their size.
    #[inline]
    #[must_use]
    pub fn page_size(mut self, count: usize) -> Self {
        self.page_size = Some(count);
        self
    }

    pub(super) fn parent(&self) -> &Arc<Entity> {
        &self.parent
    }
}

impl<O: Operation<Input: Clone>, R: Resource> Collection<O, R> {
    /// The resources, one after the other; requested page by page as they are read.
    pub fn all(&self) -> CollectionItems<R> {
        CollectionItems { listing: self.listing(), page: Vec::new().into_iter(), item: PhantomData }
    }

    /// The resources, a page at a time. A page may be empty and yet not the last.
    pub fn pages(&self) -> CollectionPages<R> {
        CollectionPages { listing: self.listing(), item: PhantomData }
    }

    /// The resources in a list.
    pub fn try_collect(&self) -> Pending<Vec<R>> {
        let listing = self.listing();
        Pending::new(async { Ok(typed(listing.collect().await?)) })
    }

    pub(super) fn listing(&self) -> Listing {
        let plan = Plan {
            parent: Arc::clone(&self.parent),
            params: self.params,
            operation: DynOperation::of::<O>(),
            given: Box::new(self.input.clone()),
            schema: R::schema(),
            result: self.result,
            paginator: self.paginator,
            page_size: self.page_size,
        };
        Listing::new(plan, self.limit)
    }
}

fn typed<R: Resource>(page: Vec<Arc<Entity>>) -> Vec<R> {
    page.into_iter().map(|entity| R::from(Handle::over(entity))).collect()
}

impl<O: Operation, R> Clone for Collection<O, R>
where
    O::Input: Clone,
{
    fn clone(&self) -> Self {
        Self {
            parent: Arc::clone(&self.parent),
            params: self.params,
            result: self.result,
            paginator: self.paginator,
            input: self.input.clone(),
            limit: self.limit,
            page_size: self.page_size,
            item: PhantomData,
        }
    }
}

impl<O: Operation, R: Resource> fmt::Debug for Collection<O, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let schema = R::schema();
        write!(
            f,
            "{}.{} resources of {:?}, by {} ",
            schema.service.name,
            schema.name,
            self.parent,
            O::schema().name
        )?;
        crate::reflect::debug(&self.input, f)
    }
}

/// The resources of a collection, one after the other. After an error it is at its end.
#[must_use = "nothing is requested until the stream is read"]
pub struct CollectionItems<R> {
    listing: Listing,
    page: std::vec::IntoIter<Arc<Entity>>,
    item: PhantomData<fn() -> R>,
}

impl<R: Resource> CollectionItems<R> {
    /// The next resource; `None` after the last.
    pub async fn next(&mut self) -> Option<Result<R, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<R: Resource> Stream for CollectionItems<R> {
    type Item = Result<R, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(entity) = self.page.next() {
                return Poll::Ready(Some(Ok(R::from(Handle::over(entity)))));
            }
            match ready!(self.listing.poll_next(context)) {
                Some(Ok(page)) => self.page = page.into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<R> fmt::Debug for CollectionItems<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CollectionItems")
    }
}

/// The resources of a collection, a page at a time. After an error it is at its end.
#[must_use = "nothing is requested until the stream is read"]
pub struct CollectionPages<R> {
    listing: Listing,
    item: PhantomData<fn() -> R>,
}

impl<R: Resource> CollectionPages<R> {
    /// The next page; `None` after the last.
    pub async fn next(&mut self) -> Option<Result<Vec<R>, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<R: Resource> Stream for CollectionPages<R> {
    type Item = Result<Vec<R>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.listing.poll_next(context).map(|page| page.map(|page| page.map(typed)))
    }
}

impl<R> fmt::Debug for CollectionPages<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CollectionPages")
    }
}

//! [`Items`]: what the pages of a listing have, one by one.

use super::{Pages, ResultKey};
use crate::error::Error;
use futures_core::Stream;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

/// The items of a listing, or something else that it lists: a stream.
#[must_use = "a stream does nothing until it is asked for an item"]
pub struct Items<K: ResultKey> {
    pages: Pages<K::Operation>,
    /// What is left of the page.
    page: Option<<K::Items as IntoIterator>::IntoIter>,
    /// How many items of the page were given.
    given: usize,
}

impl<K: ResultKey> Items<K> {
    #[inline]
    pub(super) fn new(pages: Pages<K::Operation>) -> Self {
        Self { pages, page: None, given: 0 }
    }

    /// How much the service gives at a time, at most. An error for operations that have no such setting.
    #[inline]
    pub fn page_size(mut self, size: u32) -> Self {
        self.pages = self.pages.page_size(size);
        self
    }

    /// How many items there are to be in all, at most.
    #[inline]
    pub fn max_items(mut self, count: usize) -> Self {
        self.pages = self.pages.max_items(count);
        self
    }

    /// Where to begin: a [`resume_token`](Self::resume_token), also one of boto3, or a token of the service.
    #[inline]
    pub fn starting_token(mut self, token: impl Into<String>) -> Self {
        self.pages = self.pages.starting_token(token);
        self
    }

    /// The next item; `None` behind the last.
    pub async fn next(&mut self) -> Option<Result<<K::Items as IntoIterator>::Item, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Where the listing goes on behind what it has given: a text for `starting_token`. `None` at the beginning, and if
    /// there is nothing more. For items it may be within a page; for what is listed beside them it is the next page.
    pub fn resume_token(&self) -> Option<String> {
        let left = self.page.as_ref().is_some_and(|page| page.size_hint().0 > 0);
        match left && K::INDEX == 0 {
            true => self.pages.engine.token_within_page(self.given),
            false => self.pages.engine.resume_token(),
        }
    }

    /// All items, in any collection.
    ///
    /// # Errors
    ///
    /// That of the first page that fails.
    pub async fn try_collect<C>(mut self) -> Result<C, Error>
    where
        C: Default + Extend<<K::Items as IntoIterator>::Item>,
    {
        let mut all = C::default();
        while let Some(item) = self.next().await {
            all.extend([item?]);
        }
        Ok(all)
    }
}

impl<K: ResultKey> Stream for Items<K> {
    type Item = Result<<K::Items as IntoIterator>::Item, Error>;

    #[inline]
    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.page.as_mut().and_then(Iterator::next) {
                self.given += 1;
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(Pin::new(&mut self.pages).poll_next(context)) {
                Some(Ok(page)) => {
                    self.page = Some(K::take(page).into_iter());
                    self.given = 0;
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

/// Nothing in it is pinned.
impl<K: ResultKey> Unpin for Items<K> {}

impl<K: ResultKey> fmt::Debug for Items<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Items of {:?}", self.pages)
    }
}

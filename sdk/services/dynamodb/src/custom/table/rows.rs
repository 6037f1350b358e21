//! [`Rows`]: items of a table as a stream of values, wherever they come from.

use super::handle::Shared;
use crate::custom::items::{Item, from_item};
use crate::operations::of;
use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use tucuxi::Error;
use tucuxi::external::futures_core::Stream;
use tucuxi::external::serde::de::DeserializeOwned;
use tucuxi::paginate::Items;

/// Where items come from, one after the other.
pub(super) trait Source: Send {
    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Item, Error>>>;

    /// Where to go on, where that can be said.
    fn resume_token(&self) -> Option<String> {
        None
    }
}

/// Items as a stream of values: all there are, requested page by page.
///
/// An item that does not fit the type is an error, and the stream goes on behind it. A request that fails ends the stream.
#[must_use = "a stream does nothing until it is asked for an item"]
pub struct Rows<T> {
    source: Box<dyn Source>,
    table: Option<Arc<Shared>>,
    /// What is read, for errors.
    what: String,
    /// How many items came.
    count: u64,
    /// How many more there may be.
    left: Option<u64>,
    item: PhantomData<fn() -> T>,
}

impl<T> Rows<T> {
    pub(super) fn new(
        source: Box<dyn Source>,
        table: Option<Arc<Shared>>,
        what: String,
        limit: Option<u64>,
    ) -> Self {
        Self { source, table, what, count: 0, left: limit, item: PhantomData }
    }

    /// Where a query or a scan goes on behind what it has given: a text for `starting_token`. `None` at the beginning, if there is
    /// nothing more, and for other streams.
    pub fn resume_token(&self) -> Option<String> {
        self.source.resume_token()
    }
}

impl<T: DeserializeOwned> Rows<T> {
    /// The next item; `None` behind the last.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// All items, in any collection.
    ///
    /// # Errors
    /// That of the first request that fails, or of the first item that does not fit.
    pub async fn try_collect<C: Default + Extend<T>>(mut self) -> Result<C, Error> {
        let mut all = C::default();
        while let Some(item) = self.next().await {
            all.extend([item?]);
        }
        Ok(all)
    }
}

impl<T: DeserializeOwned> Stream for Rows<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.left == Some(0) {
            return Poll::Ready(None);
        }
        let Some(item) = ready!(self.source.poll_item(context)) else {
            return Poll::Ready(None);
        };
        let item = match item {
            Ok(item) => item,
            Err(error) => return Poll::Ready(Some(Err(error))),
        };
        self.count += 1;
        self.left = self.left.map(|left| left - 1);
        let (count, what) = (self.count, &self.what);
        Poll::Ready(Some(typed(item, self.table.as_deref(), format_args!("item {count} of {what}"))))
    }
}

/// Nothing in it is pinned.
impl<T> Unpin for Rows<T> {}

impl<T> fmt::Debug for Rows<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Rows of {}, {} so far", self.what, self.count)
    }
}

/// The value that an item is.
///
/// # Errors
/// When it does not fit the type. The error names `place`, and the key if the handle knows its attributes.
pub(super) fn typed<T: DeserializeOwned>(
    item: Item,
    table: Option<&Shared>,
    place: fmt::Arguments<'_>,
) -> Result<T, Error> {
    let names = table.and_then(Shared::known_keys).unwrap_or_default();
    // The item is given away. Only an error tells of its key.
    let key: Vec<_> = names.iter().filter_map(|name| Some((name, item.get(name)?.clone()))).collect();
    from_item(item).map_err(|error| {
        let key: Vec<_> = key.iter().map(|(name, value)| format!("{name} = {value:?}")).collect();
        let key = if key.is_empty() { String::new() } else { format!(" ({})", key.join(", ")) };
        let message = format!("{place}{key}: {}", error.message());
        let hint = error.hint().map(str::to_owned);
        let error = Error::new(error.kind(), message);
        match hint {
            Some(hint) => error.with_hint(hint),
            None => error,
        }
    })
}

impl Source for Items<of::Query> {
    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Item, Error>>> {
        Pin::new(self).poll_next(context)
    }

    fn resume_token(&self) -> Option<String> {
        Items::resume_token(self)
    }
}

impl Source for Items<of::Scan> {
    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Item, Error>>> {
        Pin::new(self).poll_next(context)
    }

    fn resume_token(&self) -> Option<String> {
        Items::resume_token(self)
    }
}

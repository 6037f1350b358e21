//! [`Query`] and [`Scan`]: items by their keys, and all items.

use super::handle::Shared;
use super::key::{IntoKey, KeySource};
use super::parallel::{Parallel, SCAN, segments};
use super::request::{reading, setters};
use super::rows::{Rows, Source};
use crate::custom::expression::{Condition, Filtered, KeyCondition, KeyConditional};
use crate::types::{QueryInput, ScanInput, Select};
use crate::{Client, operations};
use std::marker::PhantomData;
use std::sync::Arc;
use tucuxi::Error;
use tucuxi::external::serde::de::DeserializeOwned;
use tucuxi::external::tokio::task::JoinSet;
use tucuxi::internal::paginate::{Items, Pages, Paginated, ResultKey};
use tucuxi::internal::tasks::{check_runtime, stopped};
use tucuxi::internal::trace::in_current_span;

/// The items of a partition, or some of them, in the order of the sort key: [`TypedTable::query`](super::TypedTable::query).
///
/// [`items`](Self::items) gives them as a stream, [`first`](Self::first) one of them, [`count`](Self::count) their number.
#[must_use = "a query does nothing until its items are asked for"]
pub struct Query<T> {
    client: Client,
    table: Arc<Shared>,
    input: QueryInput,
    limit: Option<u64>,
    starting_token: Option<String>,
    trouble: Option<Error>,
    item: PhantomData<fn() -> T>,
}

/// All items of a table or an index: [`TypedTable::scan`](super::TypedTable::scan).
///
/// [`items`](Self::items) gives them as a stream, [`count`](Self::count) their number.
#[must_use = "a scan does nothing until its items are asked for"]
pub struct Scan<T> {
    client: Client,
    table: Arc<Shared>,
    input: ScanInput,
    limit: Option<u64>,
    starting_token: Option<String>,
    segments: Option<u32>,
    trouble: Option<Error>,
    item: PhantomData<fn() -> T>,
}

/// Setters of both.
macro_rules! listing {
    ($input:ty) => {
        reading!($input);
        setters!($input);

        /// Reads this index in place of the table.
        pub fn index(self, name: impl Into<String>) -> Self {
            self.with(|input| input.index_name = Some(name.into()))
        }

        /// Which of the items that are read come back; of several filters all must hold. What is filtered out has been read, and
        /// costs as much.
        pub fn filter(mut self, condition: impl Into<Condition>) -> Self {
            self.trouble = self.trouble.or(self.input.write_filter(condition).err());
            self
        }

        /// At most so many items in all. DynamoDB's `Limit` is [`page_size`](Self::page_size).
        pub fn limit(mut self, count: u64) -> Self {
            self.limit = Some(count);
            self
        }

        /// How many items DynamoDB reads for a page, at most: its `Limit`. A page is 1 MB in any case.
        pub fn page_size(self, count: u32) -> Self {
            self.with(|input| input.limit = Some(count.into()))
        }

        /// Begins behind the item with this key: its attributes and no others, which for an index are those of index and table.
        pub fn start_after(mut self, key: impl IntoKey) -> Self {
            match key.into_source() {
                KeySource::Exact(key) | KeySource::Within(key) => self.input.exclusive_start_key = Some(key),
                KeySource::Failed(error) => self.trouble = self.trouble.or(Some(error)),
            }
            self
        }

        /// Begins where another listing stopped: a [`resume_token`](Rows::resume_token), also one of boto3.
        pub fn starting_token(mut self, token: impl Into<String>) -> Self {
            self.starting_token = Some(token.into());
            self
        }

        /// The input, with a size of pages that suits the limit.
        fn ready(&mut self) -> Result<$input, Error> {
            if let Some(trouble) = self.trouble.take() {
                return Err(trouble);
            }
            let mut input = std::mem::take(&mut self.input);
            input.table_name.get_or_insert_with(|| self.table.name.clone());
            if let (None, None, Some(limit)) = (input.limit, &input.filter_expression, self.limit) {
                input.limit =
                    i64::try_from(limit).ok().filter(|limit| *limit > 0 && *limit <= i64::from(i32::MAX));
            }
            Ok(input)
        }

        fn rows(self, what: &str, source: impl Source + 'static) -> Rows<T> {
            let what = format!("the {what} of table `{}`", self.table.name);
            Rows::new(Box::new(source), Some(self.table), what, self.limit)
        }
    };
}

impl<T> Query<T> {
    pub(super) fn new(table: &Arc<Shared>, condition: KeyCondition) -> Self {
        let (client, table, mut input) = (table.client.clone(), Arc::clone(table), QueryInput::default());
        let trouble = input.write_key_condition(condition).err();
        Self { client, table, input, limit: None, starting_token: None, trouble, item: PhantomData }
    }

    listing!(QueryInput);

    /// From the last sort key to the first.
    pub fn descending(self) -> Self {
        self.with(|input| input.scan_index_forward = Some(false))
    }

    /// The items, as a stream over all pages.
    pub fn items(mut self) -> Rows<T> {
        match self.call() {
            Ok(call) => {
                let items = begun(call.items(), self.starting_token.take());
                self.rows("query", items)
            }
            Err(error) => self.rows("query", Failed(Some(error))),
        }
    }

    /// How many items there are: the sum over all pages, without reading the items into memory.
    pub async fn count(mut self) -> Result<u64, Error> {
        let call = self.call()?.with(|input| input.select = Some(Select::Count));
        let count = count_all(call.pages(), |page| page.count).await?;
        Ok(self.limit.map_or(count, |limit| count.min(limit)))
    }

    fn call(&mut self) -> Result<operations::Query, Error> {
        let input = self.ready()?;
        Ok(self.client.query().with_input(input))
    }
}

impl<T: DeserializeOwned> Query<T> {
    /// The first item, if there is one.
    pub async fn first(self) -> Result<Option<T>, Error> {
        self.limit(1).items().next().await.transpose()
    }
}

impl<T> Scan<T> {
    pub(super) fn new(table: &Arc<Shared>) -> Self {
        let (client, table, input) = (table.client.clone(), Arc::clone(table), ScanInput::default());
        Self {
            client,
            table,
            input,
            limit: None,
            starting_token: None,
            segments: None,
            trouble: None,
            item: PhantomData,
        }
    }

    listing!(ScanInput);

    /// Scans so many segments of the table side by side, each in a task of its own. Their items come as they are read, in no order,
    /// and at most a page of each segment is in memory. Such a scan cannot be resumed by a token.
    pub fn parallel(mut self, segments: u32) -> Self {
        self.segments = Some(segments.max(1));
        self
    }

    /// The items, as a stream over all pages and all segments.
    pub fn items(mut self) -> Rows<T> {
        match (self.call(), self.segments) {
            (Err(error), _) => self.rows("scan", Failed(Some(error))),
            (Ok(call), Some(count)) => self.rows("scan", Parallel::Begin(segments(&call, count))),
            (Ok(call), None) => {
                let items = begun(call.items(), self.starting_token.take());
                self.rows("scan", items)
            }
        }
    }

    /// How many items there are: the sum over all pages and segments, without reading the items into memory.
    pub async fn count(mut self) -> Result<u64, Error> {
        let call = self.call()?.with(|input| input.select = Some(Select::Count));
        let mut count = 0;
        let mut tasks = JoinSet::new();
        match self.segments {
            None => count = count_all(call.pages(), |page| page.count).await?,
            Some(number) => {
                check_runtime()?;
                for segment in segments(&call, number) {
                    tasks.spawn(in_current_span(count_all(segment.pages(), |page| page.count)));
                }
            }
        }
        while let Some(segment) = tasks.join_next().await {
            count += segment.unwrap_or_else(|error| Err(stopped(error, SCAN)))?;
        }
        Ok(self.limit.map_or(count, |limit| count.min(limit)))
    }

    fn call(&mut self) -> Result<operations::Scan, Error> {
        if self.segments.is_some()
            && (self.starting_token.is_some() || self.input.exclusive_start_key.is_some())
        {
            return Err(Error::validation("a parallel scan begins at the beginning of each segment")
                .with_hint("leave out `parallel`, or where to start"));
        }
        let input = self.ready()?;
        Ok(self.client.scan().with_input(input))
    }
}

/// The items of a listing from where a token says on.
fn begun<K: ResultKey>(items: Items<K>, token: Option<String>) -> Items<K> {
    match token {
        Some(token) => items.starting_token(token),
        None => items,
    }
}

/// The sum of what `count` says of each page.
async fn count_all<O: Paginated>(
    mut pages: Pages<O>,
    count: fn(O::Output) -> Option<i64>,
) -> Result<u64, Error> {
    let mut sum = 0;
    while let Some(page) = pages.next().await {
        sum += counted(count(page?))?;
    }
    Ok(sum)
}

fn counted(count: Option<i64>) -> Result<u64, Error> {
    let count = count.and_then(|count| u64::try_from(count).ok());
    count.ok_or_else(|| Error::parse("a page of a count has no count"))
}

/// A listing that cannot begin.
struct Failed(Option<Error>);

impl Source for Failed {
    fn poll_item(
        &mut self,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<crate::custom::items::Item, Error>>> {
        std::task::Poll::Ready(self.0.take().map(Err))
    }
}

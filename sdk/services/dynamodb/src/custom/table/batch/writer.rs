//! [`BatchWriter`]: items written and deleted, 25 to a request.

use super::super::handle::Shared;
use super::super::key::{IntoKey, identity};
use super::rounds::Rounds;
use super::size;
use crate::custom::items::{Item, to_item};
use crate::types::{BatchWriteItemInput, DeleteRequest, PutRequest, WriteRequest};
use std::collections::HashSet;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use tucuxi::Error;
use tucuxi::external::serde::Serialize;
use tucuxi::internal::trace::warn_unfinished;
use tucuxi::types::Map;

/// So many items DynamoDB takes in a request,
const ITEMS: usize = 25;
/// and so many bytes.
const BYTES: usize = 16 * 1024 * 1024;

/// Writes and deletes any number of items, 25 to a request: boto3's `batch_writer`.
///
/// ```no_run
/// # #[derive(serde::Serialize)]
/// # struct Order { id: u64 }
/// # async fn example(dynamodb: tucuxi_dynamodb::DynamoDb, rows: Vec<Order>) -> Result<(), tucuxi::Error> {
/// use tucuxi_dynamodb::Key;
///
/// let mut writer = dynamodb.items::<Order>("orders").batch_writer();
/// for row in &rows {
///     writer.put(row).await?;
/// }
/// writer.delete(Key("id").eq(7)).await?;
/// println!("{} items written", writer.finish().await?.puts);
/// # Ok(())
/// # }
/// ```
///
/// **End with [`finish`](Self::finish).** `put` and `delete` keep up to 25 items and send them when there are more. A writer that is
/// dropped with items left has lost them: it says so in a warning of the crate `tracing` (target `tucuxi::unfinished`), since
/// dropping cannot wait for a request.
///
/// - Of several writes with one key in a batch the last one wins. DynamoDB would refuse the batch.
/// - Items that DynamoDB leaves unprocessed are sent again, after a pause that grows. If it processes none of a batch for 10 requests
///   running, that is an error.
/// - After an error, of a request or of this kind, the writer still has the items: go on, or call `finish` again. What was in a
///   request that failed may have been written.
/// - There are no conditions, so that a [versioned](super::TypedTable::versioned) table is an error.
/// - Requests go one after the other. To write faster, use a writer for each of several tasks. Writes with one key belong to one
///   writer then: between two nothing says which comes last.
pub struct BatchWriter<T> {
    table: Arc<Shared>,
    waiting: Vec<Waiting>,
    written: BatchWritten,
    rounds: Rounds,
    item: PhantomData<fn(T)>,
}

/// What a batch writer has done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct BatchWritten {
    /// How many items were written.
    pub puts: u64,
    /// How many items were deleted.
    pub deletes: u64,
    /// How many writes were left out, because a later one had the same key.
    pub replaced: u64,
    /// How many requests it took.
    pub requests: u64,
    /// How many items DynamoDB left unprocessed, so that they were sent again.
    pub unprocessed: u64,
}

/// A write that has not been processed.
struct Waiting {
    key: String,
    bytes: usize,
    request: WriteRequest,
}

impl<T> BatchWriter<T> {
    pub(in super::super) fn new(table: &Arc<Shared>) -> Self {
        let (waiting, written, rounds) = (Vec::new(), BatchWritten::default(), Rounds::default());
        Self { table: Arc::clone(table), waiting, written, rounds, item: PhantomData }
    }

    /// Writes an item in place of one with the same key.
    ///
    /// # Errors
    /// When it cannot be serialised or lacks an attribute of the key, then it is not kept; or when a request fails, then it is.
    pub async fn put(&mut self, item: &T) -> Result<(), Error>
    where
        T: Serialize,
    {
        self.put_item(to_item(item)?).await
    }

    /// Writes an item that is no `T`.
    ///
    /// # Errors
    /// Those of [`put`](Self::put).
    pub async fn put_item(&mut self, item: Item) -> Result<(), Error> {
        let key = identity(&self.table.key_of(&item).await?)?;
        let bytes = size::of_item(&item);
        let put_request = Some(PutRequest { item: Some(item) });
        self.add(Waiting { key, bytes, request: WriteRequest { put_request, ..Default::default() } }).await
    }

    /// Deletes the item with this key, if there is one.
    ///
    /// # Errors
    /// When it is not a key, then it is not kept; or when a request fails, then it is.
    pub async fn delete(&mut self, key: impl IntoKey) -> Result<(), Error> {
        let item = self.table.key(key.into_source()).await?;
        let (key, bytes) = (identity(&self.table.key_of(&item).await?)?, size::of_item(&item));
        let delete_request = Some(DeleteRequest { key: Some(item) });
        self.add(Waiting { key, bytes, request: WriteRequest { delete_request, ..Default::default() } }).await
    }

    /// Sends what is left; what was done in all.
    ///
    /// # Errors
    /// When a request fails, or nothing is processed any more. The writer still has what is left.
    pub async fn finish(&mut self) -> Result<BatchWritten, Error> {
        while !self.waiting.is_empty() {
            self.send().await?;
        }
        Ok(self.written)
    }

    /// What has been done so far, to show progress.
    pub fn written(&self) -> BatchWritten {
        self.written
    }

    /// How many items wait to be sent: at most 25, and one more for each request that failed.
    pub fn waiting(&self) -> usize {
        self.waiting.len()
    }

    async fn add(&mut self, write: Waiting) -> Result<(), Error> {
        if self.table.version.is_some() {
            return Err(Error::validation(format!(
                "a batch cannot check versions, which table `{}` has",
                self.table.name
            ))
            .with_hint("write by `put`, `update` or in a transaction, or use `unversioned()`"));
        }
        let before = self.waiting.len();
        self.waiting.retain(|waiting| waiting.key != write.key);
        self.written.replaced += (before - self.waiting.len()) as u64;
        // It is kept from here on, also if a request fails or this is dropped.
        self.waiting.push(write);
        while self.waiting.len() > ITEMS {
            self.send().await?;
        }
        Ok(())
    }

    /// Sends one request. Until its response is there, all it has is kept, so that nothing is lost if this is dropped.
    async fn send(&mut self) -> Result<(), Error> {
        self.rounds.pause().await;
        let mut bytes = 0;
        let fits = |waiting: &&Waiting| {
            bytes += waiting.bytes;
            bytes <= BYTES
        };
        let fitting = self.waiting.iter().take(ITEMS).take_while(fits).count();
        // One that is too large alone is for the service to refuse.
        let sent = fitting.max(1).min(self.waiting.len());
        let requests = self.waiting[..sent].iter().map(|waiting| waiting.request.clone()).collect();
        let request_items = Some(Map::from([(self.table.name.clone(), requests)]));
        let input = BatchWriteItemInput { request_items, ..Default::default() };
        let output = self.table.client.batch_write_item().with_input(input).await?;
        self.written.requests += 1;
        let left = self.left(output.unprocessed_items.unwrap_or_default())?;
        self.settle(sent, &left);
        self.rounds.count(sent, left.len(), &self.table.name)
    }

    /// The keys of what DynamoDB left.
    fn left(&self, unprocessed: Map<Vec<WriteRequest>>) -> Result<HashSet<String>, Error> {
        let names = self.table.known_keys().unwrap_or_default();
        let key_of = |request: WriteRequest| {
            let put = request.put_request.and_then(|put| put.item);
            let item = put.or(request.delete_request.and_then(|delete| delete.key)).unwrap_or_default();
            let key = names.iter().filter_map(|name| Some((name.clone(), item.get(name)?.clone()))).collect();
            let key = identity(&key)?;
            match self.waiting.iter().any(|waiting| waiting.key == key) {
                true => Ok(key),
                false => Err(Error::parse("DynamoDB left an item unprocessed that was not in the request")),
            }
        };
        unprocessed.into_iter().flat_map(|(_, requests)| requests).map(key_of).collect()
    }

    /// Lets go of the first `sent` items but those that were left.
    fn settle(&mut self, sent: usize, left: &HashSet<String>) {
        let rest = self.waiting.split_off(sent);
        let (unprocessed, done): (Vec<_>, Vec<_>) =
            self.waiting.drain(..).partition(|waiting| left.contains(&waiting.key));
        let puts = done.iter().filter(|waiting| waiting.request.put_request.is_some()).count();
        self.written.puts += puts as u64;
        self.written.deletes += (done.len() - puts) as u64;
        self.written.unprocessed += unprocessed.len() as u64;
        self.waiting = unprocessed;
        self.waiting.extend(rest);
    }
}

impl<T> Drop for BatchWriter<T> {
    fn drop(&mut self) {
        if !self.waiting.is_empty() {
            let (count, table) = (self.waiting.len(), &self.table.name);
            warn_unfinished(format_args!(
                "a batch writer was dropped with {count} items that are not in table `{table}`: call `finish` before"
            ));
        }
    }
}

impl<T> fmt::Debug for BatchWriter<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("BatchWriter");
        shown
            .field("table", &self.table.name)
            .field("waiting", &self.waiting.len())
            .field("written", &self.written);
        shown.finish_non_exhaustive()
    }
}

//! [`BatchGet`]: items by their keys, 100 to a request.

use super::super::handle::Shared;
use super::super::key::{KeySource, identity};
use super::super::paged::{Paged, Requests};
use super::super::request::{sending, setters};
use super::super::rows::Rows;
use super::rounds::Rounds;
use crate::Client;
use crate::custom::expression::{Projected, Projection};
use crate::custom::items::Item;
use crate::types::{BatchGetItemInput, KeysAndAttributes};
use std::collections::{HashSet, VecDeque};
use std::marker::PhantomData;
use std::sync::Arc;
use tucuxi::Error;
use tucuxi::external::serde::de::DeserializeOwned;
use tucuxi::types::Map;

/// So many keys DynamoDB takes in a request.
const KEYS: usize = 100;

/// Items by their keys: [`TypedTable::batch_get`](super::TypedTable::batch_get).
///
/// [`items`](Self::items) gives them as a stream; awaiting it gives all of them. They come in no order. A key that is given several
/// times is read once, and a key without an item gives none. Keys that DynamoDB leaves unprocessed are sent again, after a pause that
/// grows. If it processes none for 10 requests running, that is an error.
#[must_use = "a request does nothing until it is awaited"]
pub struct BatchGet<T> {
    client: Client,
    table: Arc<Shared>,
    keys: Vec<KeySource>,
    /// What all requests have beside keys.
    input: KeysAndAttributes,
    trouble: Option<Error>,
    item: PhantomData<fn() -> T>,
}

impl<T> BatchGet<T> {
    pub(in super::super) fn new(table: &Arc<Shared>, keys: Vec<KeySource>) -> Self {
        let (client, table, input) = (table.client.clone(), Arc::clone(table), KeysAndAttributes::default());
        Self { client, table, keys, input, trouble: None, item: PhantomData }
    }

    setters!(KeysAndAttributes);

    /// Reads what all writes before have left, and not what may be a moment old. It costs twice as much.
    pub fn consistent(self) -> Self {
        self.with(|input| input.consistent_read = Some(true))
    }

    /// Which attributes come back, by their paths. The type of the items has to do with these alone.
    pub fn projection(mut self, projection: impl Into<Projection>) -> Self {
        self.trouble = self.trouble.or(self.input.write_projection(projection).err());
        self
    }

    /// The items, as a stream over all requests.
    pub fn items(self) -> Rows<T> {
        let what = format!("the batch of table `{}`", self.table.name);
        let table = Some(Arc::clone(&self.table));
        let requests = Batches {
            client: self.client,
            table: self.table,
            given: self.keys.into(),
            seen: HashSet::new(),
            left: Vec::new(),
            input: self.input,
            trouble: self.trouble,
            rounds: Rounds::default(),
        };
        Rows::new(Box::new(Paged::new(requests)), table, what, None)
    }
}

impl<T: DeserializeOwned> BatchGet<T> {
    async fn run(self) -> Result<Vec<T>, Error> {
        self.items().try_collect().await
    }
}

sending!(BatchGet<T> -> Vec<T>);

struct Batches {
    client: Client,
    table: Arc<Shared>,
    given: VecDeque<KeySource>,
    /// Keys that were sent.
    seen: HashSet<String>,
    /// Keys that DynamoDB left unprocessed.
    left: Vec<Item>,
    input: KeysAndAttributes,
    trouble: Option<Error>,
    rounds: Rounds,
}

impl Batches {
    /// The keys of the next request.
    async fn keys(&mut self) -> Result<Vec<Item>, Error> {
        let mut keys = std::mem::take(&mut self.left);
        while keys.len() < KEYS
            && let Some(given) = self.given.pop_front()
        {
            let key = self.table.key(given).await?;
            if self.seen.insert(identity(&key)?) {
                keys.push(key);
            }
        }
        Ok(keys)
    }
}

impl Requests for Batches {
    async fn next(&mut self) -> Result<Option<Vec<Item>>, Error> {
        if let Some(trouble) = self.trouble.take() {
            return Err(trouble);
        }
        let keys = self.keys().await?;
        let sent = keys.len();
        if sent == 0 {
            return Ok(None);
        }
        self.rounds.pause().await;
        let request = KeysAndAttributes { keys: Some(keys), ..self.input.clone() };
        let request_items = Some(Map::from([(self.table.name.clone(), request)]));
        let input = BatchGetItemInput { request_items, ..Default::default() };
        let output = self.client.batch_get_item().with_input(input).await?;
        let left = output.unprocessed_keys.unwrap_or_default().into_iter();
        self.left = left.flat_map(|(_, left)| left.keys.unwrap_or_default()).collect();
        self.rounds.count(sent, self.left.len(), &self.table.name)?;
        let items = output.responses.unwrap_or_default().into_iter();
        Ok(Some(items.flat_map(|(_, items)| items).collect()))
    }
}

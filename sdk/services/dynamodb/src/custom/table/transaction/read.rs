//! [`ReadTransaction`]: items read together, as they are at one time.

use super::super::read::Get;
use super::super::request::{sending, setters};
use super::cancelled::{Part, explain};
use crate::Client;
use crate::custom::items::{Item, from_item};
use crate::types::{self, TransactGetItem, TransactGetItemsInput};
use tucuxi::Error;
use tucuxi::external::serde::de::DeserializeOwned;
use tucuxi::http::BoxFuture;

/// Up to 100 items read together, as they are at one time: [`Client::read_transaction`]. Its parts are those of
/// [`TypedTable::get`](super::TypedTable::get).
///
/// ```no_run
/// # #[derive(serde::Deserialize)]
/// # struct Order { total: u64 }
/// # #[derive(serde::Deserialize)]
/// # struct Account { balance: i64 }
/// # async fn example(dynamodb: tucuxi_dynamodb::DynamoDb) -> Result<(), tucuxi::Error> {
/// use tucuxi_dynamodb::Key;
///
/// let (orders, accounts) = (dynamodb.items::<Order>("orders"), dynamodb.items::<Account>("accounts"));
/// let mut items = dynamodb
///     .read_transaction()
///     .get(orders.get(Key("id").eq(7)))
///     .get(accounts.get(Key("id").eq("a-1")))
///     .await?;
/// let order: Option<Order> = items.take(0)?;
/// let account: Option<Account> = items.take(1)?;
/// # Ok(())
/// # }
/// ```
#[must_use = "a transaction does nothing until it is awaited"]
pub struct ReadTransaction {
    client: Client,
    parts: Vec<BoxFuture<'static, Result<types::Get, Error>>>,
    input: TransactGetItemsInput,
}

/// The items that a [`ReadTransaction`] read, in the order of its parts.
#[derive(Clone, Debug)]
pub struct TransactionItems(Vec<Option<Item>>);

impl TransactionItems {
    /// Takes the item of this part, from 0; `None` if there is none, or it was taken.
    ///
    /// # Errors
    /// When it does not fit the type.
    pub fn take<T: DeserializeOwned>(&mut self, part: usize) -> Result<Option<T>, Error> {
        let item = self.0.get_mut(part).and_then(Option::take).map(from_item);
        item.transpose().map_err(|error| {
            Error::new(error.kind(), format!("item {part} of the transaction: {}", error.message()))
        })
    }

    /// How many parts there were.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there were no parts.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl ReadTransaction {
    pub(in super::super) fn new(client: Client) -> Self {
        Self { client, parts: Vec::new(), input: TransactGetItemsInput::default() }
    }

    setters!(TransactGetItemsInput);

    /// Adds an item to be read. That it is read consistently goes without saying here.
    pub fn get<T: 'static>(mut self, get: Get<T>) -> Self {
        self.parts.push(Box::pin(get.into_part()));
        self
    }

    async fn run(mut self) -> Result<TransactionItems, Error> {
        let mut parts = Vec::new();
        for part in self.parts {
            let get = part.await?;
            parts.push(Part { table: get.table_name.clone().unwrap_or_default(), expected: None });
            self.input.transact_items.get_or_insert_default().push(TransactGetItem { get: Some(get) });
        }
        let sent = parts.len();
        let output = self.client.transact_get_items().with_input(self.input).await;
        let responses = output.map_err(|error| explain(error, parts))?.responses.unwrap_or_default();
        if responses.len() != sent {
            return Err(Error::parse(format!(
                "{} responses to a transaction of {sent} parts",
                responses.len()
            )));
        }
        // Where there is no item, some servers give an empty one.
        let items = responses.into_iter().map(|response| response.item.filter(|item| !item.is_empty()));
        Ok(TransactionItems(items.collect()))
    }
}

sending!(ReadTransaction -> TransactionItems);

//! [`WriteTransaction`]: items written together, all or none.

use super::super::handle::Shared;
use super::super::key::KeySource;
use super::super::request::{sending, setters};
use super::super::version::{Expected, WITH_ITEM};
use super::super::write::{Delete, Put, Ready, Update};
use super::cancelled::{Part, explain};
use crate::Client;
use crate::custom::expression::{Condition, Conditional};
use crate::types::{ConditionCheck, TransactWriteItem, TransactWriteItemsInput};
use std::sync::Arc;
use tucuxi::Error;
use tucuxi::http::BoxFuture;

/// Up to 100 items written together, all or none: [`Client::write_transaction`]. Its parts are the requests of typed tables.
///
/// ```no_run
/// # #[derive(serde::Serialize, serde::Deserialize)]
/// # struct Order { id: u64, account: String }
/// # #[derive(serde::Serialize, serde::Deserialize)]
/// # struct Account { id: String, orders: u64 }
/// # async fn example(dynamodb: tucuxi_dynamodb::DynamoDb, order: Order) -> Result<(), tucuxi::Error> {
/// use tucuxi_dynamodb::{Attr, Key, Update};
///
/// let (orders, accounts) = (dynamodb.items::<Order>("orders"), dynamodb.items::<Account>("accounts"));
/// dynamodb
///     .write_transaction()
///     .put(orders.put(&order).condition(Attr("id").not_exists()))
///     .update(accounts.update(Key("id").eq("a-1"), Update::add("orders", 1)))
///     .check(accounts.check(Key("id").eq("a-2"), Attr("closed").not_exists()))
///     .await?;
/// # Ok(())
/// # }
/// ```
///
/// If the service cancels it, the error has a [`CancelledTransaction`](super::CancelledTransaction), with a reason for each part.
/// Values that a part asks to be returned are not, which DynamoDB cannot do here; but for `returning_on_failure`.
#[must_use = "a transaction does nothing until it is awaited"]
pub struct WriteTransaction {
    client: Client,
    parts: Vec<BoxFuture<'static, Ready<TransactWriteItem>>>,
    input: TransactWriteItemsInput,
}

/// A condition on an item that the transaction does not write: [`TypedTable::check`](super::TypedTable::check).
#[must_use = "a check does nothing until it is part of a transaction"]
pub struct Check {
    table: Arc<Shared>,
    key: KeySource,
    condition: Condition,
    input: ConditionCheck,
}

impl Check {
    pub(in super::super) fn new(table: &Arc<Shared>, key: KeySource, condition: Condition) -> Self {
        Self { table: Arc::clone(table), key, condition, input: ConditionCheck::default() }
    }

    /// Where the condition fails, the reason has the item that made it fail.
    pub fn returning_on_failure(mut self) -> Self {
        self.input.return_values_on_condition_check_failure = Some(WITH_ITEM);
        self
    }

    async fn ready(self) -> Ready<TransactWriteItem> {
        let mut check = self.input;
        check.write_condition(self.condition)?;
        check.table_name = Some(self.table.name.clone());
        check.key = Some(self.table.key(self.key).await?);
        Ok((TransactWriteItem { condition_check: Some(check), ..Default::default() }, None))
    }
}

impl WriteTransaction {
    pub(in super::super) fn new(client: Client) -> Self {
        Self { client, parts: Vec::new(), input: TransactWriteItemsInput::default() }
    }

    setters!(TransactWriteItemsInput);

    /// Adds an item to be written. What `customize` set for it does not count here, nor in the other parts.
    pub fn put<T: 'static>(self, put: Put<T>) -> Self {
        self.part(async move { put.into_part() })
    }

    /// Adds an item to be changed.
    pub fn update<T: 'static>(self, update: Update<T>) -> Self {
        self.part(update.into_part())
    }

    /// Adds an item to be deleted.
    pub fn delete<T: 'static>(self, delete: Delete<T>) -> Self {
        self.part(delete.into_part())
    }

    /// Adds a condition on an item that is not written.
    pub fn check(self, check: Check) -> Self {
        self.part(check.ready())
    }

    fn part(mut self, part: impl Future<Output = Ready<TransactWriteItem>> + Send + 'static) -> Self {
        self.parts.push(Box::pin(part));
        self
    }

    /// Names the transaction, so that it is carried out once if it is sent several times within ten minutes, by other programs too.
    /// Without this, each transaction has a name of its own, which protects its retries.
    pub fn token(self, token: impl Into<String>) -> Self {
        self.with(|input| input.client_request_token = Some(token.into()))
    }

    /// The versions that the items of versioned tables now have, in the order of the parts.
    async fn run(mut self) -> Result<Vec<Option<i64>>, Error> {
        let mut parts = Vec::new();
        let mut versions = Vec::new();
        for (position, part) in self.parts.into_iter().enumerate() {
            let (item, expected) = part.await.map_err(|error| in_part(error, position))?;
            versions
                .push(expected.as_ref().filter(|_| item.delete.is_none()).map(Expected::next).transpose()?);
            parts.push(Part { table: table_of(&item), expected });
            self.input.transact_items.get_or_insert_default().push(item);
        }
        match self.client.transact_write_items().with_input(self.input).await {
            Ok(_) => Ok(versions),
            Err(error) => Err(explain(error, parts)),
        }
    }
}

sending!(WriteTransaction -> Vec<Option<i64>>);

fn in_part(error: Error, position: usize) -> Error {
    let message = format!("part {position} of the transaction: {}", error.message());
    let hint = error.hint().map(str::to_owned);
    let error = Error::new(error.kind(), message);
    match hint {
        Some(hint) => error.with_hint(hint),
        None => error,
    }
}

fn table_of(item: &TransactWriteItem) -> String {
    let put = item.put.as_ref().and_then(|put| put.table_name.as_deref());
    let update = item.update.as_ref().and_then(|update| update.table_name.as_deref());
    let delete = item.delete.as_ref().and_then(|delete| delete.table_name.as_deref());
    let check = item.condition_check.as_ref().and_then(|check| check.table_name.as_deref());
    put.or(update).or(delete).or(check).unwrap_or_default().to_owned()
}

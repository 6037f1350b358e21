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
///     .add(orders.put(&order).condition(Attr("id").not_exists()))
///     .add(accounts.update(Key("id").eq("a-1"), Update::add("orders", 1)))
///     .add(accounts.check(Key("id").eq("a-2"), Attr("closed").not_exists()))
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

/// What a [`WriteTransaction`] is made of: a put, an update, a deletion, a check.
pub trait TransactionPart: sealed::Sealed {}

mod sealed {
    use super::{BoxFuture, Ready, TransactWriteItem};

    pub trait Sealed {
        #[doc(hidden)]
        fn into_part(self) -> Part;
    }

    /// One that is about to be ready.
    pub struct Part(pub(super) BoxFuture<'static, Ready<TransactWriteItem>>);
}

impl<T: 'static> TransactionPart for Put<T> {}
impl<T: 'static> sealed::Sealed for Put<T> {
    fn into_part(self) -> sealed::Part {
        sealed::Part(Box::pin(async move { Put::into_part(self) }))
    }
}

impl<T: 'static> TransactionPart for Update<T> {}
impl<T: 'static> sealed::Sealed for Update<T> {
    fn into_part(self) -> sealed::Part {
        sealed::Part(Box::pin(Update::into_part(self)))
    }
}

impl<T: 'static> TransactionPart for Delete<T> {}
impl<T: 'static> sealed::Sealed for Delete<T> {
    fn into_part(self) -> sealed::Part {
        sealed::Part(Box::pin(Delete::into_part(self)))
    }
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

impl TransactionPart for Check {}
impl sealed::Sealed for Check {
    fn into_part(self) -> sealed::Part {
        sealed::Part(Box::pin(self.ready()))
    }
}

impl WriteTransaction {
    pub(in super::super) fn new(client: Client) -> Self {
        Self { client, parts: Vec::new(), input: TransactWriteItemsInput::default() }
    }

    setters!(TransactWriteItemsInput);

    /// Adds a part: a put, an update, a deletion or a check of a typed table. Settings of a client that the part has for itself do
    /// not count here.
    pub fn add(mut self, part: impl TransactionPart) -> Self {
        self.parts.push(part.into_part().0);
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

//! [`Get`]: one item is read.

use super::handle::Shared;
use super::key::KeySource;
use super::request::{reading, sending, setters};
use super::rows::typed;
use crate::Client;
use crate::types::{self, GetItemInput};
use std::marker::PhantomData;
use std::sync::Arc;
use tucuxi::Error;
use tucuxi::external::serde::de::DeserializeOwned;

/// One item is read: [`TypedTable::get`](super::TypedTable::get). Await it, or give it to a
/// [transaction](super::ReadTransaction).
#[must_use = "a request does nothing until it is awaited"]
pub struct Get<T> {
    client: Client,
    table: Arc<Shared>,
    key: KeySource,
    input: GetItemInput,
    trouble: Option<Error>,
    item: PhantomData<fn() -> T>,
}

impl<T> Get<T> {
    pub(super) fn new(table: &Arc<Shared>, key: KeySource) -> Self {
        let (client, table) = (table.client.clone(), Arc::clone(table));
        Self { client, table, key, input: GetItemInput::default(), trouble: None, item: PhantomData }
    }

    reading!(GetItemInput);
    setters!(GetItemInput);

    async fn ready(&mut self) -> Result<GetItemInput, Error> {
        if let Some(trouble) = self.trouble.take() {
            return Err(trouble);
        }
        let mut input = std::mem::take(&mut self.input);
        input.table_name.get_or_insert_with(|| self.table.name.clone());
        let source = std::mem::replace(&mut self.key, KeySource::Exact(Default::default()));
        input.key = Some(self.table.key(source).await?);
        Ok(input)
    }

    /// What a transaction takes.
    pub(super) async fn into_part(mut self) -> Result<types::Get, Error> {
        let input = self.ready().await?;
        Ok(types::Get {
            key: input.key,
            table_name: input.table_name,
            projection_expression: input.projection_expression,
            expression_attribute_names: input.expression_attribute_names,
        })
    }
}

impl<T: DeserializeOwned> Get<T> {
    async fn run(mut self) -> Result<Option<T>, Error> {
        let input = self.ready().await?;
        let output = self.client.get_item().with_input(input).await?;
        let item = output.item.map(|item| {
            typed(item, Some(&self.table), format_args!("the item of table `{}`", self.table.name))
        });
        item.transpose()
    }
}

sending!(Get<T> -> Option<T>);

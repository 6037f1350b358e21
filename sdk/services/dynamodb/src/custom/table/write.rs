//! [`Put`], [`Update`] and [`Delete`]: one item is written.

use super::handle::Shared;
use super::key::KeySource;
use super::request::{sending, setters};
use super::rows::typed;
use super::version::{Expected, WITH_ITEM};
use crate::Client;
use crate::custom::expression::{Condition, Conditional, Path, UpdateExpression, Updated};
use crate::custom::items::Item;
use crate::types::{
    self, AttributeValue, DeleteItemInput, PutItemInput, ReturnValue, TransactWriteItem, UpdateItemInput,
};
use std::marker::PhantomData;
use std::sync::Arc;
use tucuxi::Error;
use tucuxi::external::serde::de::DeserializeOwned;

/// What a write leaves behind.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Written<T> {
    /// The item before the write or after it, where that was asked for, and there is one.
    pub item: Option<T>,
    /// The version that the item now has, of a [versioned](super::TypedTable::versioned) table; of a deletion `None`.
    pub version: Option<i64>,
}

/// An item is written in place of one with the same key: [`TypedTable::put`](super::TypedTable::put). Await it, or give it to a
/// [transaction](super::WriteTransaction).
#[must_use = "a request does nothing until it is awaited"]
pub struct Put<T> {
    client: Client,
    table: Arc<Shared>,
    written: Result<Item, Error>,
    input: PutItemInput,
    trouble: Option<Error>,
    item: PhantomData<fn() -> T>,
}

/// Attributes of an item are changed: [`TypedTable::update`](super::TypedTable::update). Await it, or give it to a
/// [transaction](super::WriteTransaction).
#[must_use = "a request does nothing until it is awaited"]
pub struct Update<T> {
    client: Client,
    table: Arc<Shared>,
    key: KeySource,
    update: UpdateExpression,
    version: Option<i64>,
    input: UpdateItemInput,
    trouble: Option<Error>,
    item: PhantomData<fn() -> T>,
}

/// An item is deleted: [`TypedTable::delete`](super::TypedTable::delete). Await it, or give it to a
/// [transaction](super::WriteTransaction).
#[must_use = "a request does nothing until it is awaited"]
pub struct Delete<T> {
    client: Client,
    table: Arc<Shared>,
    key: KeySource,
    version: Option<i64>,
    input: DeleteItemInput,
    trouble: Option<Error>,
    item: PhantomData<fn() -> T>,
}

/// An input that is ready, and the version that the item must have.
pub(super) type Ready<I> = Result<(I, Option<Expected>), Error>;

/// Setters of writes.
macro_rules! writing {
    () => {
        /// What must hold for the write; of several conditions all. If it does not, the request fails with the error code
        /// `ConditionalCheckFailedException`.
        pub fn condition(mut self, condition: impl Into<Condition>) -> Self {
            self.trouble = self.trouble.or(self.input.write_condition(condition).err());
            self
        }

        /// The outcome has the item as it was before the write.
        pub fn returning_old(self) -> Self {
            self.with(|input| input.return_values = Some(ReturnValue::AllOld))
        }

        /// Where a condition fails, the exception in the error,
        /// [`ConditionalCheckFailedException`](crate::errors::ConditionalCheckFailedException), has the item that made it fail.
        pub fn returning_on_failure(self) -> Self {
            self.with(|input| input.return_values_on_condition_check_failure = Some(WITH_ITEM))
        }
    };
}

/// The setter of the version.
macro_rules! versioned {
    () => {
        /// The version that the item must have, of a [versioned](super::TypedTable::versioned) table, in place of the one that
        /// was given with the key. 0 is that of an item which is not there.
        pub fn version(mut self, version: i64) -> Self {
            self.version = Some(version);
            self
        }
    };
}

impl<T> Put<T> {
    pub(super) fn new(table: &Arc<Shared>, written: Result<Item, Error>) -> Self {
        let (client, table) = (table.client.clone(), Arc::clone(table));
        Self { client, table, written, input: PutItemInput::default(), trouble: None, item: PhantomData }
    }

    setters!(PutItemInput);
    writing!();

    fn ready(&mut self) -> Ready<PutItemInput> {
        if let Some(trouble) = self.trouble.take() {
            return Err(trouble);
        }
        let mut input = std::mem::take(&mut self.input);
        let mut item = std::mem::replace(&mut self.written, Ok(Item::default()))?;
        input.table_name.get_or_insert_with(|| self.table.name.clone());
        let mut expected = None;
        if let Some(attribute) = &self.table.version {
            let version = Expected::of(attribute, item.get(attribute), input.condition_expression.as_ref())?;
            item.insert(attribute.clone(), AttributeValue::N(version.next()?.to_string()));
            expect(&mut input, &version)?;
            expected = Some(version);
        }
        input.item = Some(item);
        Ok((input, expected))
    }

    pub(super) fn into_part(mut self) -> Ready<TransactWriteItem> {
        let (input, expected) = self.ready()?;
        let put = types::Put {
            item: input.item,
            table_name: input.table_name,
            condition_expression: input.condition_expression,
            expression_attribute_names: input.expression_attribute_names,
            expression_attribute_values: input.expression_attribute_values,
            return_values_on_condition_check_failure: input.return_values_on_condition_check_failure,
        };
        Ok((TransactWriteItem { put: Some(put), ..Default::default() }, expected))
    }
}

impl<T> Update<T> {
    pub(super) fn new(table: &Arc<Shared>, key: KeySource, update: UpdateExpression) -> Self {
        let (client, table, input) = (table.client.clone(), Arc::clone(table), UpdateItemInput::default());
        Self { client, table, key, update, version: None, input, trouble: None, item: PhantomData }
    }

    setters!(UpdateItemInput);
    writing!();
    versioned!();

    /// The outcome has the item as it is after the write.
    pub fn returning_new(self) -> Self {
        self.with(|input| input.return_values = Some(ReturnValue::AllNew))
    }

    async fn ready(&mut self) -> Ready<UpdateItemInput> {
        if let Some(trouble) = self.trouble.take() {
            return Err(trouble);
        }
        let mut input = std::mem::take(&mut self.input);
        let mut update = std::mem::take(&mut self.update);
        input.table_name.get_or_insert_with(|| self.table.name.clone());
        let expected = known(&self.table, &self.key, self.version, input.condition_expression.as_ref())?;
        if let Some(version) = &expected {
            expect(&mut input, version)?;
        }
        if let (Some(attribute), Some(version)) = (&self.table.version, &expected) {
            update = update.set(Path::name(attribute), version.next()?);
        }
        input.write_update(update)?;
        let source = std::mem::replace(&mut self.key, KeySource::Exact(Item::default()));
        input.key = Some(self.table.key(source).await?);
        Ok((input, expected))
    }

    pub(super) async fn into_part(mut self) -> Ready<TransactWriteItem> {
        let (input, expected) = self.ready().await?;
        let update = types::Update {
            key: input.key,
            update_expression: input.update_expression,
            table_name: input.table_name,
            condition_expression: input.condition_expression,
            expression_attribute_names: input.expression_attribute_names,
            expression_attribute_values: input.expression_attribute_values,
            return_values_on_condition_check_failure: input.return_values_on_condition_check_failure,
        };
        Ok((TransactWriteItem { update: Some(update), ..Default::default() }, expected))
    }
}

impl<T> Delete<T> {
    pub(super) fn new(table: &Arc<Shared>, key: KeySource) -> Self {
        let (client, table, input) = (table.client.clone(), Arc::clone(table), DeleteItemInput::default());
        Self { client, table, key, version: None, input, trouble: None, item: PhantomData }
    }

    setters!(DeleteItemInput);
    writing!();
    versioned!();

    async fn ready(&mut self) -> Ready<DeleteItemInput> {
        if let Some(trouble) = self.trouble.take() {
            return Err(trouble);
        }
        let mut input = std::mem::take(&mut self.input);
        input.table_name.get_or_insert_with(|| self.table.name.clone());
        let expected = known(&self.table, &self.key, self.version, input.condition_expression.as_ref())?;
        if let Some(version) = &expected {
            expect(&mut input, version)?;
        }
        let source = std::mem::replace(&mut self.key, KeySource::Exact(Item::default()));
        input.key = Some(self.table.key(source).await?);
        Ok((input, expected))
    }

    pub(super) async fn into_part(mut self) -> Ready<TransactWriteItem> {
        let (input, expected) = self.ready().await?;
        let delete = types::Delete {
            key: input.key,
            table_name: input.table_name,
            condition_expression: input.condition_expression,
            expression_attribute_names: input.expression_attribute_names,
            expression_attribute_values: input.expression_attribute_values,
            return_values_on_condition_check_failure: input.return_values_on_condition_check_failure,
        };
        Ok((TransactWriteItem { delete: Some(delete), ..Default::default() }, expected))
    }
}

/// The version that an item must have which is changed or deleted, if the table has versions.
///
/// # Errors
/// When nothing says which.
fn known(
    table: &Shared,
    key: &KeySource,
    given: Option<i64>,
    condition: Option<&String>,
) -> Result<Option<Expected>, Error> {
    let Some(attribute) = &table.version else {
        return Ok(None);
    };
    let given = given.map(|version| AttributeValue::N(version.to_string()));
    match given.as_ref().or_else(|| key.get(attribute)) {
        Some(version) => Expected::of(attribute, Some(version), condition).map(Some),
        None => Err(Error::validation(format!(
            "which version of the item of table `{}` was read is not known",
            table.name
        ))
        .with_hint(
            "give the item itself as the key, or say `version(..)`, or use the table `unversioned()`",
        )),
    }
}

/// Writes only if the item has the version, and tells which it has otherwise.
fn expect<I: Conditional + FailsWithItem>(input: &mut I, version: &Expected) -> Result<(), Error> {
    input.write_condition(version.condition())?;
    input.fail_with_item();
    Ok(())
}

/// Inputs of writes whose errors can have the item.
trait FailsWithItem {
    fn fail_with_item(&mut self);
}

/// What a write of one item is in the end: the call, and what its output has of the item.
macro_rules! run {
    ($name:ident<$input:ident>, $call:ident, $ready:ident => $await:expr, $version:expr) => {
        impl FailsWithItem for $input {
            fn fail_with_item(&mut self) {
                self.return_values_on_condition_check_failure = Some(WITH_ITEM);
            }
        }

        impl<T: DeserializeOwned> $name<T> {
            async fn run(mut self) -> Result<Written<T>, Error> {
                let $ready = &mut self;
                let (input, expected): (_, Option<Expected>) = $await?;
                let version: fn(&Expected) -> Result<Option<i64>, Error> = $version;
                let version = expected.as_ref().map_or(Ok(None), version)?;
                let sent = self.client.$call().with_input(input).await;
                let output = sent.map_err(|error| match &expected {
                    Some(expected) => expected.explain(error),
                    None => error,
                })?;
                let place = format_args!("the item returned of table `{}`", self.table.name);
                // Nothing is in it where there was no item.
                let item = output.attributes.filter(|item| !item.is_empty());
                let item = item.map(|item| typed(item, Some(&self.table), place)).transpose()?;
                Ok(Written { item, version })
            }
        }

        sending!($name<T> -> Written<T>);
    };
}

run!(Put<PutItemInput>, put_item, put => put.ready(), |expected| expected.next().map(Some));
run!(Update<UpdateItemInput>, update_item, update => update.ready().await, |expected| expected.next().map(Some));
run!(Delete<DeleteItemInput>, delete_item, delete => delete.ready().await, |_| Ok(None));

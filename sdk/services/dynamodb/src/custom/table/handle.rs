//! [`TypedTable`]: a table whose items are of one type.

use super::batch::{BatchGet, BatchWriter};
use super::key::{IntoKey, KeySource};
use super::listing::{Query, Scan};
use super::read::Get;
use super::transaction::Check;
use super::write::{Delete, Put, Update};
use crate::Client;
use crate::custom::expression::{Condition, KeyCondition, UpdateExpression};
use crate::custom::items::{Item, to_item};
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use tucuxi::Error;
use tucuxi::external::serde::Serialize;
use tucuxi::external::tokio::sync::OnceCell;

/// A table whose items are values of `T`: `dynamodb.items::<Order>("orders")`.
///
/// ```no_run
/// # async fn example(dynamodb: tucuxi_dynamodb::DynamoDb) -> Result<(), tucuxi::Error> {
/// use serde::{Deserialize, Serialize};
/// use tucuxi_dynamodb::{Attr, Key, Update};
///
/// #[derive(Serialize, Deserialize)]
/// struct Order {
///     customer: String,
///     date: String,
///     total: u64,
/// }
///
/// let orders = dynamodb.items::<Order>("orders");
/// let order = Order { customer: "c-17".into(), date: "2026-03-01".into(), total: 80 };
/// orders.put(&order).condition(Attr("customer").not_exists()).await?;
///
/// let key = Key("customer").eq("c-17") & Key("date").eq("2026-03-01");
/// let order = orders.update(key, Update::set("total", 90)).returning_new().await?.item;
///
/// let mut spring = orders.query(Key("customer").eq("c-17") & Key("date").between("2026-03", "2026-06")).items();
/// while let Some(order) = spring.next().await {
///     println!("{}", order?.total);
/// }
/// # Ok(())
/// # }
/// ```
///
/// The handle is cheap to clone. It makes ordinary calls of the [`Client`]: `GetItem`, `Query` and so on.
///
/// # Keys
///
/// A key is given as a condition that says what its attributes are equal to, `Key("id").eq(7)`, or as anything serialisable that
/// has the attributes of the key among others, such as an item. For the latter the handle has to know which attributes these are:
/// it asks by one `DescribeTable`, whose answer all clones share, unless [`keys`](Self::keys) says it.
///
/// # Items that cannot be read
///
/// An item that cannot be deserialised into `T` is an error, with the position of the item, its key if the handle knows the
/// attributes of keys, and the path of what does not fit. No item is left out. A stream goes on behind it.
///
/// # Optimistic locking
///
/// [`versioned`](Self::versioned) names an attribute that counts how often an item was written.
pub struct TypedTable<T> {
    pub(super) shared: Arc<Shared>,
    item: PhantomData<fn() -> T>,
}

/// What a handle, its clones and their requests share.
#[derive(Clone)]
pub(super) struct Shared {
    pub client: Client,
    pub name: String,
    /// The attribute of versions.
    pub version: Option<String>,
    /// The attributes of the key, once they are known.
    keys: OnceCell<Vec<String>>,
}

impl<T> TypedTable<T> {
    pub(super) fn new(client: Client, name: String) -> Self {
        let shared = Shared { client, name, version: None, keys: OnceCell::new() };
        Self { shared: Arc::new(shared), item: PhantomData }
    }

    /// Says which attributes the key of the table has: `["id"]`, or `["customer", "date"]`. Nothing has to be asked then.
    pub fn keys<N: Into<String>>(self, names: impl IntoIterator<Item = N>) -> Self {
        let names: Vec<String> = names.into_iter().map(Into::into).collect();
        self.change(|shared| shared.keys = OnceCell::from(names))
    }

    /// Locks optimistically by the attribute `attribute`, a number that each write increments, from 1.
    ///
    /// `put`, `update` and `delete` then only write if the item in the table has the version that was read: the one in the item that
    /// is put, or given as the key; or that of `version(..)` on the request. An item without a version, with `null` or with 0 is a
    /// new one: it must not be in the table, unless that item has no version either, or 0.
    ///
    /// A write that comes too late fails with an error that has a [`VersionConflict`](super::VersionConflict). The new version is in
    /// the [outcome](super::Written). A batch writer cannot lock: see [`unversioned`](Self::unversioned).
    ///
    /// ```no_run
    /// # #[derive(serde::Serialize, serde::Deserialize)]
    /// # struct Order { id: u64, total: u64, version: Option<u64> }
    /// # async fn example(dynamodb: tucuxi_dynamodb::DynamoDb) -> Result<(), tucuxi::Error> {
    /// use tucuxi_dynamodb::Key;
    /// use tucuxi_dynamodb::table::VersionConflict;
    ///
    /// let orders = dynamodb.items::<Order>("orders").versioned("version");
    /// let mut order = orders.get(Key("id").eq(7)).await?.expect("there is order 7");
    /// order.total += 10;
    /// match orders.put(&order).await {
    ///     Err(error) if VersionConflict::of(&error).is_some() => println!("somebody else was quicker"),
    ///     other => println!("version {:?}", other?.version),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn versioned(self, attribute: impl Into<String>) -> Self {
        let attribute = attribute.into();
        self.change(|shared| shared.version = Some(attribute))
    }

    /// A handle that does not lock.
    pub fn unversioned(self) -> Self {
        self.change(|shared| shared.version = None)
    }

    /// The same table with items of another type, such as one with fewer attributes for a projection.
    pub fn of<U>(&self) -> TypedTable<U> {
        TypedTable { shared: Arc::clone(&self.shared), item: PhantomData }
    }

    /// The name of the table.
    pub fn name(&self) -> &str {
        &self.shared.name
    }

    /// The client that makes the calls.
    pub fn client(&self) -> &Client {
        &self.shared.client
    }

    /// The table as a resource, for everything but its items.
    pub fn table(&self) -> crate::resources::Table {
        crate::DynamoDb::from(self.shared.client.clone()).table(self.name())
    }

    fn change(self, change: impl FnOnce(&mut Shared)) -> Self {
        let mut shared = Arc::unwrap_or_clone(self.shared);
        change(&mut shared);
        Self { shared: Arc::new(shared), item: PhantomData }
    }
}

/// # Items
impl<T> TypedTable<T> {
    /// Reads one item: `GetItem`. `None` if there is none.
    pub fn get(&self, key: impl IntoKey) -> Get<T> {
        Get::new(&self.shared, key.into_source())
    }

    /// Writes an item in place of one with the same key: `PutItem`.
    pub fn put(&self, item: &T) -> Put<T>
    where
        T: Serialize,
    {
        Put::new(&self.shared, to_item(item))
    }

    /// Changes attributes of an item, or makes one that has them: `UpdateItem`.
    pub fn update(&self, key: impl IntoKey, update: UpdateExpression) -> Update<T> {
        Update::new(&self.shared, key.into_source(), update)
    }

    /// Deletes an item: `DeleteItem`. One that is not there is no error.
    pub fn delete(&self, key: impl IntoKey) -> Delete<T> {
        Delete::new(&self.shared, key.into_source())
    }

    /// A part of a [transaction](super::WriteTransaction): the condition must hold for this item, which is not written.
    pub fn check(&self, key: impl IntoKey, condition: impl Into<Condition>) -> Check {
        Check::new(&self.shared, key.into_source(), condition.into())
    }

    /// The items with keys of which `condition` holds, in the order of the sort key: `Query`.
    pub fn query(&self, condition: impl Into<KeyCondition>) -> Query<T> {
        Query::new(&self.shared, condition.into())
    }

    /// All items: `Scan`. It reads the whole table, also if a filter leaves little.
    pub fn scan(&self) -> Scan<T> {
        Scan::new(&self.shared)
    }

    /// Reads the items with these keys, however many: `BatchGetItem`, 100 to a request.
    pub fn batch_get<K: IntoKey>(&self, keys: impl IntoIterator<Item = K>) -> BatchGet<T> {
        BatchGet::new(&self.shared, keys.into_iter().map(|key| key.into_source()).collect())
    }

    /// Writes and deletes any number of items: `BatchWriteItem`, 25 to a request. End with [`BatchWriter::finish`].
    pub fn batch_writer(&self) -> BatchWriter<T> {
        BatchWriter::new(&self.shared)
    }
}

impl Shared {
    /// The names of the attributes of keys.
    ///
    /// # Errors
    /// When the table has to be described, and cannot.
    pub async fn keys(&self) -> Result<&[String], Error> {
        let names = self.keys.get_or_try_init(|| async {
            let output = self.client.describe_table().table_name(&self.name).await?;
            let schema = output.table.and_then(|table| table.key_schema).unwrap_or_default();
            let names: Vec<String> =
                schema.into_iter().filter_map(|element| element.attribute_name).collect();
            match names.is_empty() {
                true => Err(Error::parse(format!("the description of table `{}` names no key", self.name))
                    .with_hint("name its attributes by `keys([..])`")),
                false => Ok(names),
            }
        });
        Ok(names.await?)
    }

    /// The names of the attributes of keys, if they are known without asking.
    pub fn known_keys(&self) -> Option<&[String]> {
        self.keys.get().map(Vec::as_slice)
    }

    /// The key that was given.
    ///
    /// # Errors
    /// When it cannot be a key of this table, or the table has to be described, and cannot.
    pub async fn key(&self, source: KeySource) -> Result<Item, Error> {
        match source {
            KeySource::Failed(error) => Err(error),
            KeySource::Exact(key) => Ok(key),
            KeySource::Within(item) => self.key_of(&item).await,
        }
    }

    /// The key of an item.
    pub async fn key_of(&self, item: &Item) -> Result<Item, Error> {
        let names = self.keys().await?.iter();
        let key = names.map(|name| match item.get(name) {
            Some(value) => Ok((name.clone(), value.clone())),
            None => {
                Err(Error::validation(format!("`{name}`, of the key of table `{}`, is missing", self.name)))
            }
        });
        key.collect()
    }
}

impl<T> Clone for TypedTable<T> {
    fn clone(&self) -> Self {
        self.of()
    }
}

impl<T> fmt::Debug for TypedTable<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Shared { name, version, .. } = &*self.shared;
        f.debug_struct("TypedTable").field("name", name).field("version", version).finish_non_exhaustive()
    }
}

//! Where typed tables, transactions and statements begin.

use super::handle::TypedTable;
use super::statement::Statement;
use super::transaction::{ReadTransaction, WriteTransaction};
use crate::resources::Table;
use crate::{Client, DynamoDb};

/// # Typed tables
impl Client {
    /// The table `name` with items of type `T`.
    pub fn items<T>(&self, name: impl Into<String>) -> TypedTable<T> {
        TypedTable::new(self.clone(), name.into())
    }

    /// A transaction that writes up to 100 items of any tables, all or none: `TransactWriteItems`.
    pub fn write_transaction(&self) -> WriteTransaction {
        WriteTransaction::new(self.clone())
    }

    /// A transaction that reads up to 100 items of any tables as they are at one time: `TransactGetItems`.
    pub fn read_transaction(&self) -> ReadTransaction {
        ReadTransaction::new(self.clone())
    }

    /// A PartiQL statement, whose rows are values of `T`: `ExecuteStatement`, page after page.
    ///
    /// ```no_run
    /// # #[derive(serde::Deserialize)]
    /// # struct Order { total: u64 }
    /// # async fn example(client: tucuxi_dynamodb::Client) -> Result<(), tucuxi::Error> {
    /// let text = r#"SELECT * FROM "orders" WHERE customer = ? AND total > ?"#;
    /// let mut rows = client.statement::<Order>(text).parameter("c-17").parameter(100).items();
    /// while let Some(order) = rows.next().await {
    ///     println!("{}", order?.total);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn statement<T>(&self, text: impl Into<String>) -> Statement<T> {
        Statement::new(self.clone(), text.into())
    }
}

/// # Typed tables
impl DynamoDb {
    /// The table `name` with items of type `T`.
    pub fn items<T>(&self, name: impl Into<String>) -> TypedTable<T> {
        self.client().items(name)
    }

    /// A transaction that writes items: [`Client::write_transaction`].
    pub fn write_transaction(&self) -> WriteTransaction {
        self.client().write_transaction()
    }

    /// A transaction that reads items: [`Client::read_transaction`].
    pub fn read_transaction(&self) -> ReadTransaction {
        self.client().read_transaction()
    }

    /// A PartiQL statement: [`Client::statement`].
    pub fn statement<T>(&self, text: impl Into<String>) -> Statement<T> {
        self.client().statement(text)
    }
}

/// # Typed tables
impl Table {
    /// This table with items of type `T`.
    pub fn items<T>(&self) -> TypedTable<T> {
        self.client().items(self.name())
    }
}

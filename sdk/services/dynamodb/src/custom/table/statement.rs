//! [`Statement`]: PartiQL.

use super::paged::{Paged, Requests};
use super::request::{sending, setters};
use super::rows::Rows;
use crate::Client;
use crate::custom::items::{Item, to_value};
use crate::types::ExecuteStatementInput;
use std::marker::PhantomData;
use tucuxi::Error;
use tucuxi::external::serde::Serialize;
use tucuxi::external::serde::de::DeserializeOwned;

/// A PartiQL statement: [`Client::statement`]. [`items`](Self::items) gives its rows as a stream; awaiting it gives all of them, of
/// statements that write none.
#[must_use = "a statement does nothing until its items are asked for or it is awaited"]
pub struct Statement<T> {
    client: Client,
    input: ExecuteStatementInput,
    trouble: Option<Error>,
    item: PhantomData<fn() -> T>,
}

impl<T> Statement<T> {
    pub(super) fn new(client: Client, text: String) -> Self {
        let input = ExecuteStatementInput { statement: Some(text), ..Default::default() };
        Self { client, input, trouble: None, item: PhantomData }
    }

    setters!(ExecuteStatementInput);

    /// The value of the next `?` in the statement: anything serialisable.
    pub fn parameter(mut self, value: impl Serialize) -> Self {
        match to_value(&value) {
            Ok(value) => self.input.parameters.get_or_insert_default().push(value),
            Err(error) => self.trouble = self.trouble.or(Some(error)),
        }
        self
    }

    /// Reads what all writes before have left, and not what may be a moment old.
    pub fn consistent(self) -> Self {
        self.with(|input| input.consistent_read = Some(true))
    }

    /// How many items DynamoDB reads for a page, at most: its `Limit`.
    pub fn page_size(self, count: u32) -> Self {
        self.with(|input| input.limit = Some(count.into()))
    }

    /// The rows, as a stream over all pages.
    pub fn items(self) -> Rows<T> {
        let Self { client, input, trouble, .. } = self;
        let pages = Pages { client, input: Some(input), trouble };
        Rows::new(Box::new(Paged::new(pages)), None, "the statement".to_owned(), None)
    }
}

impl<T: DeserializeOwned> Statement<T> {
    async fn run(self) -> Result<Vec<T>, Error> {
        self.items().try_collect().await
    }
}

sending!(Statement<T> -> Vec<T>);

struct Pages {
    client: Client,
    /// That of the next page.
    input: Option<ExecuteStatementInput>,
    trouble: Option<Error>,
}

impl Requests for Pages {
    async fn next(&mut self) -> Result<Option<Vec<Item>>, Error> {
        if let Some(trouble) = self.trouble.take() {
            return Err(trouble);
        }
        let Some(input) = self.input.take() else {
            return Ok(None);
        };
        let before = input.next_token.clone();
        let output = self.client.execute_statement().with_input(input.clone()).await?;
        if let Some(token) = output.next_token {
            if before.as_ref() == Some(&token) {
                return Err(Error::parse("DynamoDB gave the token of a page as that of the next page"));
            }
            self.input = Some(ExecuteStatementInput { next_token: Some(token), ..input });
        }
        Ok(Some(output.items.unwrap_or_default()))
    }
}

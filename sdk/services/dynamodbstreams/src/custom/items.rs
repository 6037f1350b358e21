//! Items of stream records to Rust types by serde: `keys`, `new_image` and `old_image` of a
//! [`StreamRecord`](crate::types::StreamRecord).
//!
//! Everything is as in the module `items` of `tucuxi-dynamodb`; the same Rust types do for both.
//!
//! ```no_run
//! #[derive(serde::Deserialize)]
//! struct Order {
//!     customer: String,
//!     price: f64,
//! }
//!
//! # async fn example(client: tucuxi_dynamodbstreams::Client) -> Result<(), tucuxi::Error> {
//! let output = client.get_records().shard_iterator("…").await?;
//! for record in output.records() {
//!     let Some(image) = record.dynamodb.as_ref().and_then(|change| change.new_image.as_ref()) else { continue };
//!     let order: Order = tucuxi_dynamodbstreams::items::from_item_ref(image)?;
//!     println!("{}: {}", order.customer, order.price);
//! }
//! # Ok(())
//! # }
//! ```

use crate::types::AttributeValue;
use serde::de::{Deserialize, DeserializeOwned};
use tucuxi::Error;
use tucuxi::external::serde;
use tucuxi::types::Map;
pub use tucuxi_dynamodb_items::{Number, binary_set, number_set, number_text, string_set};

/// An item of a record: attribute values by name.
pub type Item = Map<AttributeValue>;

/// The `T` that `item` holds.
///
/// # Errors
///
/// [`Parse`](tucuxi::error::ErrorKind::Parse) if it holds none, with path, what was expected and what was found:
/// `orders[3].price: expected a number, found S`.
pub fn from_item<T: DeserializeOwned>(item: Item) -> Result<T, Error> {
    tucuxi_dynamodb_items::from_item(item)
}

/// The `T` that `item` holds, which may borrow strings and bytes from it.
///
/// # Errors
///
/// As [`from_item`].
pub fn from_item_ref<'de, T: Deserialize<'de>>(item: &'de Item) -> Result<T, Error> {
    tucuxi_dynamodb_items::from_item_ref(item)
}

/// The `T` that `value` holds.
///
/// # Errors
///
/// As [`from_item`].
pub fn from_value<T: DeserializeOwned>(value: AttributeValue) -> Result<T, Error> {
    tucuxi_dynamodb_items::from_value(value)
}

/// The `T` that `value` holds, which may borrow strings and bytes from it.
///
/// # Errors
///
/// As [`from_item`].
pub fn from_value_ref<'de, T: Deserialize<'de>>(value: &'de AttributeValue) -> Result<T, Error> {
    tucuxi_dynamodb_items::from_value_ref(value)
}

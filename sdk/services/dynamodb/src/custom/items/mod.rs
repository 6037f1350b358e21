//! Items and attribute values to and from Rust types by serde.

mod attribute;

use crate::types::AttributeValue;
use serde::Serialize;
use serde::de::{Deserialize, DeserializeOwned};
use tucuxi::Error;
use tucuxi::external::serde;
use tucuxi::types::Map;
pub use tucuxi_dynamodb_items::{Number, binary_set, number_set, number_text, string_set};

/// An item of a table: attribute values by name.
pub type Item = Map<AttributeValue>;

/// The item of `value`: a structure, a map, or an enum that is written as a map.
///
/// # Errors
///
/// [`Serialize`](tucuxi::error::ErrorKind::Serialize) for a value that is not a map, and for what DynamoDB cannot hold, with
/// its path: numbers of more than 38 digits, infinite floats, empty sets.
pub fn to_item<T: Serialize + ?Sized>(value: &T) -> Result<Item, Error> {
    tucuxi_dynamodb_items::to_item(value)
}

/// The attribute value of `value`.
///
/// # Errors
///
/// [`Serialize`](tucuxi::error::ErrorKind::Serialize) for what DynamoDB cannot hold, as [`to_item`].
pub fn to_value<T: Serialize + ?Sized>(value: &T) -> Result<AttributeValue, Error> {
    tucuxi_dynamodb_items::to_value(value)
}

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

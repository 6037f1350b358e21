//! Items and attribute values to and from Rust types by serde, with the feature `items`.
//!
//! [`to_item`] writes any type that implements `Serialize`, and [`from_item`] reads any that implements `Deserialize`:
//!
//! ```no_run
//! use serde::{Deserialize, Serialize};
//! use tucuxi_dynamodb::items::{from_item, to_item};
//! use tucuxi_dynamodb::types::AttributeValue;
//!
//! #[derive(Serialize, Deserialize)]
//! struct Order {
//!     customer: String,
//!     id: u64,
//!     price: f64,
//!     note: Option<String>,
//! }
//!
//! # async fn example(client: tucuxi_dynamodb::Client) -> Result<(), tucuxi::Error> {
//! let order = Order { customer: "ada".into(), id: 7, price: 12.5, note: None };
//! client.put_item().table_name("orders").item(to_item(&order)?).await?;
//!
//! let key = [("customer", AttributeValue::from("ada")), ("id", 7.into())];
//! let output = client.get_item().table_name("orders").key(key).await?;
//! if let Some(item) = output.item {
//!     let order: Order = from_item(item)?;
//!     println!("{}", order.price);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # How types are written
//!
//! | Rust | DynamoDB |
//! |---|---|
//! | structures, maps | `M`; the keys of a map are strings, numbers, bools or variants without data |
//! | `String`, `char`, variants without data | `S` |
//! | integers of all sizes, floats, [`Number`] | `N` |
//! | `bool` | `BOOL` |
//! | [`Blob`](tucuxi::types::Blob), `serde_bytes` | `B` |
//! | `Vec`, arrays, tuples, sets of Rust | `L` |
//! | the same with [`string_set`], [`number_set`], [`binary_set`] | `SS`, `NS`, `BS` |
//! | `None`, `()`, structures without members | `NULL` |
//! | newtypes, `Some` | what is inside |
//! | variants with data | `M` with one entry, by the name of the variant; or as `#[serde(tag = "…")]` and `#[serde(untagged)]` say |
//! | [`AttributeValue`] | as it is |
//!
//! - `None` is written as `NULL`, as boto3 does. To leave the attribute out, use
//!   `#[serde(skip_serializing_if = "Option::is_none")]`; a key of an index has to be left out. Reading takes both.
//! - `Vec<u8>` is a list of numbers for serde. For bytes use `Blob`, or `#[serde(with = "serde_bytes")]`.
//! - Reading ignores attributes that the type does not have.
//! - Sets are also read into lists, and lists into sets.
//!
//! # Numbers
//!
//! DynamoDB keeps 38 significant digits, of magnitudes from 1E-130 to 9.99…E+125. To write any other number is an error;
//! nothing is rounded. Integers, `u128` and `i128` included, go both ways without loss. A float is written by its shortest text
//! that gives the same float again, where boto3 refuses floats. A number with more digits than a float holds is read as
//! the float next to it. [`Number`] keeps all digits, and [`number_text`] does the same for decimal types of other crates.
//!
//! # Where serde keeps values in its own memory
//!
//! `#[serde(flatten)]`, `#[serde(untagged)]` and `#[serde(tag = "…")]` read values into memory of serde before your types see
//! them. That memory has integers of 64 bits and floats, but neither longer numbers nor sets. So in these places:
//!
//! - `u128` and `i128` are read only if they fit 64 bits. [`Number`] and [`number_text`] take all numbers.
//! - [`AttributeValue`] gets a set as a list, and a number that neither 64 bits nor a float hold as a string.
//! - The path of an error ends at the outermost of these places.

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

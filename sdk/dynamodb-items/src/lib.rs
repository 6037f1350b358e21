//! Items of DynamoDB to and from Rust types by serde. Programs use it as the module `items` of `tucuxi-dynamodb` and of
//! `tucuxi-dynamodbstreams`, behind the feature `items` of these crates.
//!
//! The functions are generic over the `AttributeValue` of either crate, which implements [`Attribute`]. Nothing stands
//! between it and the Rust type: writing makes attribute values right away, and reading gives strings and bytes to the Rust type
//! without copies.
#![forbid(unsafe_code)]

mod attribute;
mod de;
mod decimal;
mod error;
mod number;
mod raw;
mod ser;
mod source;
mod tokens;
mod with;

pub use attribute::{Attribute, Lent, Owned, Parts};
pub use number::Number;
pub use raw::{deserialize_attribute, serialize_attribute};
pub use with::{binary_set, number_set, number_text, string_set};

use serde::de::{Deserialize, DeserializeOwned};
use serde::ser::Serialize;
use source::{Given, GivenEntries, Source};
use tucuxi::Error;
use tucuxi::error::ErrorKind;
use tucuxi::types::Map;

/// The attribute value of `value`.
///
/// # Errors
///
/// [`Serialize`](ErrorKind::Serialize) for what DynamoDB cannot hold, with its path.
pub fn to_value<A: Attribute, T: Serialize + ?Sized>(value: &T) -> Result<A, Error> {
    ser::write(value).map_err(|failure| failure.into_error(ErrorKind::Serialize))
}

/// The item of `value`, which is a structure, a map, or an enum that is written as a map.
///
/// # Errors
///
/// [`Serialize`](ErrorKind::Serialize) for what is not a map, and for what DynamoDB cannot hold, with its path.
pub fn to_item<A: Attribute, T: Serialize + ?Sized>(value: &T) -> Result<Map<A>, Error> {
    match to_value::<A, T>(value)?.into_parts() {
        Parts::M(map) => Ok(map),
        other => Err(Error::serialize(format!(
            "an item has to be a structure or a map, but the value is written as {}",
            other.type_name()
        ))),
    }
}

/// The `T` that `value` holds.
///
/// # Errors
///
/// [`Parse`](ErrorKind::Parse) if it holds none, with the path and what was found there.
pub fn from_value<A: Attribute, T: DeserializeOwned>(value: A) -> Result<T, Error> {
    de::read::<Given<A>, T>(Given(value).open()).map_err(|failure| failure.into_error(ErrorKind::Parse))
}

/// The `T` that `value` holds, which may borrow strings and bytes from it.
///
/// # Errors
///
/// As [`from_value`].
pub fn from_value_ref<'de, A: Attribute, T: Deserialize<'de>>(value: &'de A) -> Result<T, Error> {
    de::read::<&A, T>(value.open()).map_err(|failure| failure.into_error(ErrorKind::Parse))
}

/// The `T` that `item` holds.
///
/// # Errors
///
/// As [`from_value`].
pub fn from_item<A: Attribute, T: DeserializeOwned>(item: Map<A>) -> Result<T, Error> {
    let entries = GivenEntries(item.into_entries());
    de::read::<Given<A>, T>(Parts::M(entries)).map_err(|failure| failure.into_error(ErrorKind::Parse))
}

/// The `T` that `item` holds, which may borrow strings and bytes from it.
///
/// # Errors
///
/// As [`from_value`].
pub fn from_item_ref<'de, A: Attribute, T: Deserialize<'de>>(item: &'de Map<A>) -> Result<T, Error> {
    de::read::<&A, T>(Parts::M(item.iter())).map_err(|failure| failure.into_error(ErrorKind::Parse))
}

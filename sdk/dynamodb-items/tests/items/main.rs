//! What goes into attribute values and comes out of them again.
#![allow(clippy::unwrap_used, missing_docs)]

mod enums;
mod errors;
mod numbers;
mod sets;
mod shapes;
mod value;

use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt::Debug;
use tucuxi_dynamodb_items::{from_value, from_value_ref, to_value};
use value::Value;

/// `value` is written as `expected`, and read again from it, given and lent.
#[track_caller]
fn same<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: T, expected: Value) {
    let written: Value = to_value(&value).unwrap();
    assert_eq!(written, expected);
    assert_eq!(from_value_ref::<_, T>(&written).unwrap(), value);
    assert_eq!(from_value::<_, T>(written).unwrap(), value);
}

/// `expected` is read as `value`, given and lent.
#[track_caller]
fn reads<T: DeserializeOwned + PartialEq + Debug>(from: Value, value: T) {
    assert_eq!(from_value_ref::<_, T>(&from).unwrap(), value);
    assert_eq!(from_value::<_, T>(from).unwrap(), value);
}

/// `value` cannot be written, for the reason `expected`.
#[track_caller]
fn unwritable<T: Serialize>(value: T, expected: &str) {
    assert_eq!(to_value::<Value, T>(&value).unwrap_err().to_string(), expected);
}

/// No `T` can be read from `value`, for the reason `expected`.
#[track_caller]
fn unreadable<T: DeserializeOwned + Debug>(value: Value, expected: &str) {
    assert_eq!(from_value_ref::<_, T>(&value).unwrap_err().to_string(), expected);
    assert_eq!(from_value::<_, T>(value).unwrap_err().to_string(), expected);
}

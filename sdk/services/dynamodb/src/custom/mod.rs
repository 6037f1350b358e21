//! What DynamoDB has beside its model: attribute values of Rust's types, items by serde, expressions and typed tables.
#![allow(unexpected_cfgs, reason = "a crate that lacks operations lacks the features that call them")]

#[cfg(feature = "tables")]
pub mod expression;
mod from;
#[cfg(any(feature = "items", feature = "tables"))]
pub mod items;
#[cfg(feature = "tables")]
pub mod table;

#[cfg(feature = "tables")]
pub use expression::{Attr, Key, Update};

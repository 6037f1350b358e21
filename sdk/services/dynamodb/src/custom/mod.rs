//! What DynamoDB has beside its model: attribute values of Rust's types, items by serde, expressions and typed tables.
#![allow(unexpected_cfgs, reason = "a crate that lacks operations lacks the features that call them")]

#[cfg(feature = "items")]
pub mod expression;
mod from;
#[cfg(feature = "items")]
pub mod items;
#[cfg(feature = "items")]
pub mod table;

#[cfg(feature = "items")]
pub use expression::{Attr, Key, Update};

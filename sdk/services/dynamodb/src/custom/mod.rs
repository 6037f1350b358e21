//! What DynamoDB has beside its model: attribute values of Rust's types, and items by serde.

mod from;
#[cfg(feature = "items")]
pub mod items;

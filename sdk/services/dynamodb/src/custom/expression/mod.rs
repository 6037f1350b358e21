//! Expressions: conditions, key conditions, updates and projections, with placeholders for all names and values, so that reserved
//! words and odd names need no care. They are boto3's `boto3.dynamodb.conditions`, and what boto3 lacks.
//!
//! ```no_run
//! # async fn example(client: tucuxi_dynamodb::Client) -> Result<(), tucuxi::Error> {
//! use tucuxi_dynamodb::{Attr, Key};
//!
//! let mut items = client
//!     .query()
//!     .table_name("orders")
//!     .key_condition(Key("customer").eq("c-17") & Key("date").begins_with("2026-"))
//!     .filter(Attr("status").ne("cancelled"))
//!     .projection(["date", "total"])
//!     .items();
//! while let Some(item) = items.next().await {
//!     println!("{:?}", item?);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Calls, and the actions of [`Table`](crate::resources::Table), have the methods `condition`, `filter`, `key_condition`,
//! `projection` and `updating`. For inputs that have no calls of their own, such as [`types::Put`](crate::types::Put) in a
//! transaction, there are the traits [`Conditional`], [`Filtered`], [`Projected`] and [`Updated`].

mod attribute;
mod condition;
mod path;
mod pieces;
mod place;
mod projection;
#[cfg(test)]
mod tests;
mod update;

pub use attribute::{Attr, Key, Operand, Size};
pub use condition::{Condition, KeyCondition};
pub use path::Path;
pub use pieces::{Built, Expression, Placeholders};
pub use place::{Conditional, Filtered, KeyConditional, Projected, Updated};
pub use projection::Projection;
pub use update::{Computed, Current, Sum, Update, UpdateExpression, UpdateOperand, UpdateValue};

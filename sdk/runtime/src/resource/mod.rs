//! Resources: things a service keeps - an instance, a bucket, a queue - as objects with attributes, actions and
//! collections, as boto3's resources are.
//!
//! A generated resource type is a newtype over a [`Handle`] and says what it is by a
//! [`ResourceSchema`](crate::internal::resource::ResourceSchema). Everything else is done here, once, without its types:
//! loading, parameters filled from identifiers and data, resources made out of answers, pages of collections, batches.
//!
//! Where the rules are boto3's, they are those of its version 1.44.

pub(crate) mod action;
pub(crate) mod batch;
mod cell;
pub(crate) mod collection;
pub(crate) mod convert;
mod entity;
pub(crate) mod handle;
mod listing;
mod load;
mod params;
mod path;
mod pending;
mod produce;
pub(crate) mod schema;
#[cfg(test)]
mod tests;

pub use action::Action;
pub use batch::Batch;
pub use collection::{Collection, CollectionItems, CollectionPages};
pub use handle::{Handle, NoData, Resource};
pub use pending::{Attribute, Pending};

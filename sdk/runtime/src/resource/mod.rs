//! Resources: things a service keeps - an instance, a bucket, a queue - as objects with attributes, actions and
//! collections, as boto3's resources are.
//!
//! A generated resource type is a newtype over a [`Handle`] and says by a [`ResourceSchema`] what it is. Everything
//! else is done here, once, without its types: loading, parameters filled from identifiers and data, resources made
//! out of answers, pages of collections, batches.
//!
//! Where the rules are boto3's, they are those of its version 1.44.

mod action;
mod batch;
mod collection;
mod convert;
mod entity;
mod handle;
mod listing;
mod load;
mod params;
mod path;
mod pending;
mod produce;
mod schema;
mod state;
#[cfg(test)]
mod tests;

pub use crate::reflect::copy_members;
pub use action::{Act, Action};
pub use batch::{ActOnPage, Batch};
pub use collection::{Collect, Collection, Items, Pages};
pub use convert::merge;
pub use handle::{ChildSource, Handle, NoData, Resource};
pub use pending::{Attribute, Pending};
pub use schema::{
    DataType, Exists, Identifier, IdentifierSource, Load, LoadFuture, Param, Path, PathStep, ResourceSchema,
    ResultSchema, Source, Step,
};

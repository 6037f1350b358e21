//! What generated clients stand on: a [`Core`] that carries out any operation, and a [`Call`] that holds its input.

mod builder;
mod call;
mod core;
mod discovery;
mod dynamic;
mod pipeline;
mod presigned;
mod settings;

use crate::context::Stopwatch;
pub use crate::context::{Context, Core, Interceptor};
pub use crate::failure::ResponseMetadata;
pub(crate) use crate::features::Features;
pub use crate::rules::{AuthChoice, Params};
pub use crate::schema::DynOperation;
pub use builder::Builder;
pub(crate) use builder::given_and;
pub use call::{Call, CallFuture, MetadataFuture, Operation};
pub(crate) use call::{Repeat, downcast};
pub(crate) use pipeline::{Done, presign_in};
pub use pipeline::{PartRequested, Rangeable};
pub use presigned::PresignedRequest;
pub use settings::Config;

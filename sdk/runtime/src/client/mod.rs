//! What generated clients stand on: a [`Core`] that carries out any operation, and a [`Call`] that holds its input.

mod builder;
mod call;
mod core;
mod discovery;
mod dynamic;
mod interceptor;
mod pipeline;
mod place;
mod settings;
mod stopwatch;
#[cfg(test)]
pub(crate) mod testing;
mod user_agent;

pub use crate::auth::AuthChoice;
pub use crate::endpoint::Params;
pub use crate::failure::ResponseMetadata;
pub(crate) use crate::features::Features;
pub use builder::Builder;
pub use call::{Call, CallFuture, MetadataFuture, Operation};
pub(crate) use call::{Repeat, downcast};
pub use core::Core;
pub use dynamic::DynOperation;
pub use interceptor::{Context, Interceptor};
pub(crate) use pipeline::Done;
pub use pipeline::PartRequested;
pub(crate) use place::Place;
pub use settings::Config;
use stopwatch::Stopwatch;

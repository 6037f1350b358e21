//! What generated clients stand on: a [`Core`] that carries out any operation, and a [`Call`] that holds its input.

mod call;
mod core;

pub use call::{Call, CallFuture, Operation};
pub use core::{Core, Interceptor};

//! The JSON of the models, as it is.

pub mod endpoint;
pub mod paginator;
pub mod resource;
pub mod service;
pub mod waiter;

//! The resolved form of a service: ids and decisions, no names left to look up.

pub mod endpoint;
pub mod jmespath;

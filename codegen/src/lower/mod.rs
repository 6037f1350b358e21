//! From the model to the resolved form, one pass a file.

pub mod endpoints;
pub mod jmespath;

//! From the resolved form to source code, one file a role.

pub mod endpoints;
pub mod jmespath;
pub mod partitions;

//! The generator: models of services in, source files of crates out. It does no I/O.

pub mod docs;
pub mod emit;
mod error;
pub mod ir;
pub mod lower;
pub mod model;

pub use error::Error;

//! Many items at a time: [`BatchGet`] and [`BatchWriter`].

mod get;
mod rounds;
mod size;
mod writer;

pub use get::BatchGet;
pub use writer::{BatchWriter, BatchWritten};

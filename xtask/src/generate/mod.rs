//! Running the generator over the fetched models, and bringing a folder to what it wrote.

pub mod models;
pub mod select;
pub mod tree;
pub mod vendor;

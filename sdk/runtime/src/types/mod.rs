//! The types that stand in generated structures beside Rust's own.

mod blob;
mod boxed;
mod document;
mod map;
mod stream;
mod timestamp;

pub use blob::Blob;
pub use boxed::Boxed;
pub use document::Document;
pub use map::Map;
pub use stream::{ByteStream, EventStream, EventStreamSlot};
pub use timestamp::{Timestamp, TimestampFormat};

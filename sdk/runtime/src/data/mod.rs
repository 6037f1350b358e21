//! The types that stand in generated structures beside Rust's own.

mod blob;
mod boxed;
pub(crate) mod collect;
pub(crate) mod decimal;
mod document;
mod file;
pub mod map;
mod optional;
mod stream;
mod timestamp;

pub use blob::Blob;
pub use boxed::Boxed;
pub use document::Document;
pub use map::Map;
pub use optional::{OrEmpty, Required};
pub(crate) use stream::Beginning;
pub use stream::ByteStream;
#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
pub use timestamp::TimestampRangeError;
pub use timestamp::{ParseTimestampError, SystemTimeRangeError, Timestamp, TimestampFormat};

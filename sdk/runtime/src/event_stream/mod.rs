//! Output event streams: a response that keeps coming, one message after the other.

mod frame;
mod stream;

pub use stream::{EventSource, EventStream, EventStreamSlot};

#[cfg(test)]
mod tests;

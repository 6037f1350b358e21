//! Output event streams: a response that keeps coming, one message after the other.

mod frame;
mod messages;

pub(crate) use messages::Messages;

#[cfg(test)]
mod tests;

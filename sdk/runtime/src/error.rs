//! [`Error`]: everything a call can fail with.

use std::fmt;

/// A failed call. `Display` says in one line what failed, where and why.
pub struct Error(Box<Repr>);

struct Repr {
    message: String,
}

impl Error {
    /// A request that cannot be written: a bad or missing input member.
    pub fn serialize(message: impl Into<String>) -> Self {
        Self(Box::new(Repr { message: message.into() }))
    }

    /// A response that cannot be read.
    pub fn parse(message: impl Into<String>) -> Self {
        Self(Box::new(Repr { message: message.into() }))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Error {}

/// A request that got no response: no connection, a time-out, a broken transfer.
#[derive(Debug)]
pub struct TransportError {
    /// What happened.
    pub message: String,
}

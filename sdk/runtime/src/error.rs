//! [`Error`]: everything a call can fail with.

use std::fmt;

/// What kind of failure an [`Error`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The service answered with an error.
    Service,
    /// No answer: no connection, a time-out, a broken transfer.
    Transport,
    /// A setting is missing or wrong: region, profile, endpoint URL.
    Configuration,
    /// No usable credentials or token.
    Credentials,
    /// The input breaks a rule of the model: a required member is missing, a list is too short.
    Validation,
    /// The endpoint rules of the service refuse the combination of settings and input.
    Endpoint,
    /// The request could not be written.
    Serialize,
    /// The response could not be read.
    Parse,
}

/// A failed call. `Display` says in one line what failed, where and why.
pub struct Error(Box<Repr>);

struct Repr {
    kind: ErrorKind,
    message: String,
}

impl Error {
    /// An error of `kind`.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Repr { kind, message: message.into() }))
    }

    /// A request that cannot be written: a bad or missing input member.
    pub fn serialize(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Serialize, message)
    }

    /// A response that cannot be read.
    pub fn parse(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Parse, message)
    }

    /// What kind of failure this is.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
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

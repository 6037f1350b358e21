//! [`TransportError`]: why there was no response.

use super::Cause;
use std::fmt;
use std::sync::Arc;

/// What stopped a request from being answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection: the name does not resolve, nobody listens, TLS does not come about.
    Connect,
    /// Time ran out.
    Timeout,
    /// The transfer broke off.
    #[default]
    Broken,
    /// The request cannot be sent at all; sending it again would not help.
    Request,
}

/// What is wrong where a future is polled outside of a tokio runtime, whose timers and sockets it needs.
pub(crate) const NO_RUNTIME: &str =
    "this must run in a tokio runtime: use `#[tokio::main]`, or `block_on` of a `tokio::runtime::Runtime`";

/// A request that got no response: no connection, a time-out, a broken transfer.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct TransportError {
    /// What kind of failure.
    pub kind: TransportErrorKind,
    /// What happened, without the cause.
    pub message: String,
    /// The error of the HTTP library.
    pub cause: Option<Cause>,
}

impl TransportError {
    /// A failure of this kind.
    pub fn new(kind: TransportErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), cause: None }
    }

    /// With the error that caused it.
    pub fn with_cause(mut self, cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.cause = Some(Arc::from(cause.into()));
        self
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.cause.as_deref().map(|cause| cause as _)
    }
}

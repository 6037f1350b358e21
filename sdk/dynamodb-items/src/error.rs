//! [`Failure`]: what serde fails with, and where.

use std::fmt::{self, Display, Write as _};
use tucuxi::Error;
use tucuxi::error::ErrorKind;

/// A value that cannot be written or read. The path grows from its end, as the failure is handed up.
pub(crate) struct Failure(Box<Inner>);

struct Inner {
    message: String,
    /// From the value upwards.
    path: Vec<Step>,
}

enum Step {
    Key(String),
    Index(usize),
}

impl Failure {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self(Box::new(Inner { message: message.into(), path: Vec::new() }))
    }

    /// `expected a number, found S`.
    pub(crate) fn mismatch(expected: &str, found: &str) -> Self {
        Self::new(format!("expected {expected}, found {found}"))
    }

    /// The failure of what stands at `key`.
    #[cold]
    pub(crate) fn at_key(mut self, key: &str) -> Self {
        self.0.path.push(Step::Key(key.to_owned()));
        self
    }

    /// The failure of element `index`.
    #[cold]
    pub(crate) fn at_index(mut self, index: usize) -> Self {
        self.0.path.push(Step::Index(index));
        self
    }

    /// The error for programs.
    pub(crate) fn into_error(self, kind: ErrorKind) -> Error {
        Error::new(kind, self.to_string())
    }
}

impl Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { message, path } = &*self.0;
        for (position, step) in path.iter().rev().enumerate() {
            match step {
                Step::Index(index) => write!(f, "[{index}]")?,
                Step::Key(key) => write!(f, "{}{key}", if position == 0 { "" } else { "." })?,
            }
        }
        if !path.is_empty() {
            f.write_str(": ")?;
        }
        f.write_str(message)
    }
}

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('`')?;
        Display::fmt(self, f)?;
        f.write_char('`')
    }
}

impl std::error::Error for Failure {}

impl serde::ser::Error for Failure {
    #[cold]
    fn custom<T: Display>(message: T) -> Self {
        Self::new(message.to_string())
    }
}

impl serde::de::Error for Failure {
    #[cold]
    fn custom<T: Display>(message: T) -> Self {
        Self::new(message.to_string())
    }
}

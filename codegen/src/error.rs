//! [`Error`]: what is wrong with a model, and where.

use std::fmt;

/// A model that cannot be generated from.
#[derive(Debug, PartialEq, Eq)]
pub struct Error {
    file: String,
    place: String,
    message: String,
}

impl Error {
    /// An error in `file` at `place`, a path into its JSON.
    pub fn new(file: impl Into<String>, place: impl Into<String>, message: impl Into<String>) -> Self {
        Self { file: file.into(), place: place.into(), message: message.into() }
    }

    /// A file that is no JSON, or not the JSON it should be.
    pub fn json(file: impl Into<String>, error: &serde_json::Error) -> Self {
        Self::new(file, "", error.to_string())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place.as_str() {
            "" => write!(f, "{}: {}", self.file, self.message),
            place => write!(f, "{}: {place}: {}", self.file, self.message),
        }
    }
}

impl std::error::Error for Error {}

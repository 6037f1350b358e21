//! [`SyncOutcome`]: what a synchronisation did, and [`SyncProgress`]: what it did so far.

use std::fmt;
use tucuxi::Error;
use tucuxi::error::ErrorKind;
use tucuxi::internal::error::{attach, attached};

/// What a synchronisation did.
#[derive(Clone, Debug, Default)]
#[must_use = "files that failed are in here: `error_for_failures` makes an error of them"]
#[non_exhaustive]
pub struct SyncOutcome {
    /// How many files and objects were transferred.
    pub transferred: u64,
    /// How many bytes these have.
    pub bytes: u64,
    /// How many were the same on both sides, or were left alone because they are archived.
    pub skipped: u64,
    /// How many were deleted from the target.
    pub deleted: u64,
    /// How many were neither transferred nor deleted, though they should have been.
    pub failed: u64,
    /// The first 1,000 of the failures, with their reasons.
    pub failures: Vec<SyncFailure>,
    /// Whether deletions were asked for and did not happen: a part of a directory could not be listed, so that what is in it is not known to be
    /// gone; or a file of the target has another name than the key that it would be replaced by. The failures name it.
    pub deletions_withheld: bool,
}

/// How many failures an outcome holds.
const FAILURES: usize = 1000;

impl SyncOutcome {
    /// # Errors
    /// When something failed: the first reason, and how many there are. [`of`](Self::of) gives the outcome that the error has.
    pub fn error_for_failures(&self) -> Result<(), Error> {
        let Some(first) = self.failures.first() else { return Ok(()) };
        let message = match self.failed {
            1 => format!("1 file was not synchronised: {first}"),
            failed => format!("{failed} files were not synchronised, the first of them: {first}"),
        };
        let error = Error::new(first.error.kind(), message).with_cause(first.error.clone());
        Err(attach(error, self.clone()))
    }

    /// What was done before a synchronisation failed with this error.
    pub fn of(error: &Error) -> Option<&Self> {
        attached(error)
    }

    pub(super) fn add_failure(&mut self, failure: SyncFailure) {
        self.failed += 1;
        if self.failures.len() < FAILURES {
            self.failures.push(failure);
        }
    }
}

/// What is done with one file or object.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SyncAction {
    /// What is done.
    pub kind: SyncKind,
    /// The path below the directory or prefix.
    pub key: String,
    /// In bytes.
    pub size: u64,
    /// What is transferred, as a path or an `s3://` URL; `None` for a deletion.
    pub source: Option<String>,
    /// What it becomes, or what is deleted.
    pub target: String,
}

/// As `aws s3 sync` writes it: `upload: site/a.html to s3://my-bucket/site/a.html`.
impl fmt::Display for SyncAction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.source {
            Some(source) => write!(f, "{}: {source} to {}", self.kind, self.target),
            None => write!(f, "{}: {}", self.kind, self.target),
        }
    }
}

/// What a synchronisation does with a file or an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SyncKind {
    /// A file becomes an object.
    Upload,
    /// An object becomes a file.
    Download,
    /// An object becomes another one.
    Copy,
    /// What is only in the target is deleted.
    Delete,
}

impl fmt::Display for SyncKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Upload => "upload",
            Self::Download => "download",
            Self::Copy => "copy",
            Self::Delete => "delete",
        })
    }
}

/// Why a file or an object was not transferred or deleted.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SyncFailure {
    /// What was to be done; `None` if something in a directory could not even be listed.
    pub action: Option<SyncAction>,
    /// What it is about: a path or an `s3://` URL.
    pub name: String,
    /// Why.
    pub error: Error,
}

impl SyncFailure {
    /// That an action failed. It is about what was to be transferred, or else deleted.
    pub(super) fn of(action: SyncAction, error: Error) -> Self {
        let name = action.source.as_ref().unwrap_or(&action.target).clone();
        Self { action: Some(action), name, error }
    }
}

impl fmt::Display for SyncFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.action {
            Some(action) => write!(f, "{action}: {}", self.error),
            None => write!(f, "{}: {}", self.name, self.error),
        }
    }
}

/// How far a synchronisation is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct SyncProgress {
    /// How many files and objects are to be transferred, as far as the sides are listed.
    pub found: u64,
    /// How many bytes these have.
    pub found_bytes: u64,
    /// How many of them have been transferred, or have failed.
    pub done: u64,
    /// How many bytes have been transferred.
    pub bytes: u64,
    /// How many were the same on both sides, or were left alone because they are archived.
    pub skipped: u64,
    /// How many were deleted.
    pub deleted: u64,
    /// Whether both sides are listed to their end, so that no more will be found.
    pub is_listed: bool,
}

/// A file that is refused before anything is sent.
pub(super) fn refused(why: impl Into<String>) -> Error {
    Error::new(ErrorKind::Validation, why.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_become_one_error_that_has_the_outcome() {
        let mut outcome = SyncOutcome { transferred: 3, ..SyncOutcome::default() };
        assert!(outcome.error_for_failures().is_ok());
        for number in 0..1200 {
            let (name, error) = (format!("f{number}"), refused("no"));
            outcome.add_failure(SyncFailure { action: None, name, error });
        }
        assert_eq!((outcome.failed, outcome.failures.len()), (1200, 1000));
        let error = outcome.error_for_failures().unwrap_err();
        assert!(error.message().contains("1200 files") && error.message().contains("f0: "), "{error}");
        assert_eq!(SyncOutcome::of(&error).map(|outcome| outcome.transferred), Some(3));
    }
}

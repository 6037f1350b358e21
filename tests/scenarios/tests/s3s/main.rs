//! S3 on s3s-fs, which verifies what it receives.

mod browser;
mod forms;
mod presigned;
mod signatures;

/// The error type of the scenarios: any failure ends one with its message.
type Outcome = Result<(), Box<dyn std::error::Error>>;

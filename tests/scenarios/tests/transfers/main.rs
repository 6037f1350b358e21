//! Transfers of S3 on moto and on s3s-fs: what is sent comes back, and is as boto3 makes it.

mod configs;
mod copies;
mod keys;
mod long;
mod looks;
mod pairs;
mod progress;
mod requests;
mod sizes;
mod store;

/// The error type of the scenarios: any failure ends one with its message.
type Outcome = Result<(), Box<dyn std::error::Error>>;

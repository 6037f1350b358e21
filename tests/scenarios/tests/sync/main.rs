//! Directories and buckets made the same by us and by `aws s3 sync` on moto: both transfer and delete the same, and what both leave
//! is the same.

mod case;
mod differences;
mod media_types;
mod options;
mod pair;
mod random;
mod trees;
mod world;

/// The error type of the scenarios: any failure ends one with its message.
type Outcome = Result<(), Box<dyn std::error::Error>>;

//! Checksums of bytes: the algorithms, and bytes that are checked while they are read.

mod algorithm;
mod combine;
mod hasher;
mod verifier;

pub(crate) use algorithm::{Algorithm, BY_PRIORITY};
pub use combine::{Checksum, combine, combines, names};
pub(crate) use hasher::Hasher;
pub(crate) use verifier::Verifier;

//! [`Verifier`]: what a body's checksum must turn out to be.

use super::{Algorithm, Hasher};

/// A body's checksum in the making, and what it must become.
pub(crate) struct Verifier {
    algorithm: Algorithm,
    hasher: Hasher,
    expected: String,
}

impl Verifier {
    /// A checksum of nothing yet that must become `expected`.
    pub(crate) fn new(algorithm: Algorithm, expected: &str) -> Self {
        Self { algorithm, hasher: algorithm.hasher(), expected: expected.to_owned() }
    }

    pub(crate) fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    pub(crate) fn update(&mut self, bytes: &[u8]) {
        self.hasher.update(bytes);
    }

    /// What is wrong, if the checksum is not the expected one.
    pub(crate) fn finish(self) -> Result<(), String> {
        let actual = self.hasher.finish();
        if actual == self.expected {
            return Ok(());
        }
        let name = self.algorithm.name();
        Err(format!("the {name} checksum of the body is {actual}, the response says {}", self.expected))
    }
}

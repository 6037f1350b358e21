//! Random numbers for jitter and identifiers, from the keys the standard library draws from the system.

use std::fmt::Write;
use std::hash::{BuildHasher, Hasher, RandomState};

/// A random number. Each call hashes with a key of its own; the first one of a thread comes from the system.
pub(crate) fn next() -> u64 {
    RandomState::new().build_hasher().finish()
}

/// A random number in [0, 1).
pub(crate) fn fraction() -> f64 {
    (next() >> 11) as f64 / (1u64 << 53) as f64
}

/// A random (version 4) UUID.
pub(crate) fn uuid() -> String {
    let (high, low) = (next(), next());
    let high = (high & !0xf000) | 0x4000;
    let low = (low & !(0b11 << 62)) | (0b10 << 62);
    let mut text = String::with_capacity(36);
    let _ = write!(
        text,
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        high >> 32,
        (high >> 16) & 0xffff,
        high & 0xffff,
        low >> 48,
        low & 0xffff_ffff_ffff
    );
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uuids_are_of_version_4_and_differ() {
        let (one, two) = (uuid(), uuid());
        assert_ne!(one, two);
        assert_eq!(one.len(), 36);
        assert_eq!(one.as_bytes()[14], b'4');
        assert!(b"89ab".contains(&one.as_bytes()[19]), "{one}");
    }

    #[test]
    fn fractions_fill_the_unit_interval() {
        let values: Vec<f64> = (0..2000).map(|_| fraction()).collect();
        assert!(values.iter().all(|value| (0.0..1.0).contains(value)));
        let mean = values.iter().sum::<f64>() / 2000.0;
        assert!((0.45..0.55).contains(&mean), "{mean}");
    }
}

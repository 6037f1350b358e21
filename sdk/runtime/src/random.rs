//! Random numbers for jitter and identifiers, from the keys the standard library draws from the system.

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
    let random = (u128::from(next()) << 64) | u128::from(next());
    // Version and variant have fixed places among the random bits.
    let bits = random & !(0xf << 76) & !(0b11 << 62) | (0x4 << 76) | (0b10 << 62);
    let mut text = String::with_capacity(36);
    for place in (0..32).rev() {
        if matches!(place, 23 | 19 | 15 | 11) {
            text.push('-');
        }
        let digit = (bits >> (4 * place)) & 0xf;
        text.push(char::from_digit(digit as u32, 16).unwrap_or('0'));
    }
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

//! Random numbers from the operating system, drawn anew each time.
//!
//! No state is kept between two numbers. Processes that are forked from one another, and virtual machines started from
//! one snapshot (AWS Lambda SnapStart), have the same memory, so that a generator seeded in it would give all of them the
//! same idempotency tokens: of two such calls of `RunInstances` the second starts nothing. It would also let all of them
//! retry in step.

use crate::error::{Error, ErrorKind};
use std::io;

/// Fills bytes. What the tests of failures replace.
type Entropy = fn(&mut [u8]) -> io::Result<()>;

/// A random number.
///
/// # Errors
/// When the operating system has no random bytes to give.
pub(crate) fn next() -> Result<u64, Error> {
    let mut bytes = [0; 8];
    fill(&mut bytes, system)?;
    Ok(u64::from_ne_bytes(bytes))
}

/// A random number in [0, 1), to spread in time what would otherwise happen at once. Nothing depends on it but the
/// load of a server, so that it is one half where the operating system has no random bytes to give.
pub(crate) fn fraction() -> f64 {
    next().map_or(0.5, |number| (number >> 11) as f64 / (1u64 << 53) as f64)
}

/// A random (version 4) UUID.
///
/// # Errors
/// When the operating system has no random bytes to give.
pub(crate) fn uuid() -> Result<String, Error> {
    uuid_from(system)
}

fn uuid_from(source: Entropy) -> Result<String, Error> {
    let mut bytes = [0; 16];
    fill(&mut bytes, source)?;
    // Version and variant have fixed places among the random bits.
    let bits = u128::from_ne_bytes(bytes) & !(0xf << 76) & !(0b11 << 62) | (0x4 << 76) | (0b10 << 62);
    let mut text = String::with_capacity(36);
    for place in (0..32).rev() {
        if matches!(place, 23 | 19 | 15 | 11) {
            text.push('-');
        }
        let digit = (bits >> (4 * place)) & 0xf;
        text.push(char::from_digit(digit as u32, 16).unwrap_or('0'));
    }
    Ok(text)
}

fn fill(bytes: &mut [u8], source: Entropy) -> Result<(), Error> {
    source(bytes).map_err(|error| {
        let message = "the operating system gave no random bytes for the identifiers of the request";
        Error::new(ErrorKind::Serialize, message)
            .with_cause(error)
            .with_hint("the process must be allowed to call `getrandom` or to read `/dev/urandom`")
    })
}

fn system(bytes: &mut [u8]) -> io::Result<()> {
    getrandom::fill(bytes).map_err(io::Error::from)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::sync::atomic::{AtomicU8, Ordering};

    #[test]
    fn uuids_are_of_version_4_and_differ() {
        let (one, two) = (uuid().unwrap(), uuid().unwrap());
        assert_ne!(one, two);
        assert_eq!(one.len(), 36);
        assert_eq!(one.as_bytes()[14], b'4');
        assert!(b"89ab".contains(&one.as_bytes()[19]), "{one}");
    }

    /// What memory holds is the same in a forked process and in a second copy of a snapshot. So no bit of an identifier
    /// may come from it: all of them are what the source gave for this one.
    #[test]
    fn an_identifier_holds_only_what_was_drawn_for_it() {
        fn same(bytes: &mut [u8]) -> io::Result<()> {
            bytes.fill(0xab);
            Ok(())
        }
        static DRAWN: AtomicU8 = AtomicU8::new(0);
        fn counted(bytes: &mut [u8]) -> io::Result<()> {
            bytes.fill(DRAWN.fetch_add(1, Ordering::Relaxed));
            Ok(())
        }
        let expected = "abababab-abab-4bab-abab-abababababab";
        assert_eq!([uuid_from(same).unwrap(), uuid_from(same).unwrap()], [expected; 2]);
        let thread = std::thread::spawn(|| uuid_from(same).unwrap());
        assert_eq!(thread.join().unwrap(), expected);
        assert_eq!(uuid_from(counted).unwrap(), "00000000-0000-4000-8000-000000000000");
        assert_eq!(uuid_from(counted).unwrap(), "01010101-0101-4101-8101-010101010101");
    }

    #[test]
    fn without_random_bytes_there_is_no_identifier() {
        let error = uuid_from(|_| Err(io::Error::from(io::ErrorKind::Unsupported))).unwrap_err();
        assert!(error.to_string().contains("no random bytes"), "{error}");
    }

    #[test]
    fn fractions_fill_the_unit_interval() {
        let values: Vec<f64> = (0..2000).map(|_| fraction()).collect();
        assert!(values.iter().all(|value| (0.0..1.0).contains(value)));
        let mean = values.iter().sum::<f64>() / 2000.0;
        assert!((0.45..0.55).contains(&mean), "{mean}");
    }
}

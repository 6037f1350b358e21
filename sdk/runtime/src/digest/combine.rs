//! The checksum of bytes from those of their parts, for the algorithms that allow it: the CRCs.

use super::{Algorithm, BY_PRIORITY, Hasher};
use crate::error::Error;
use base64_simd::STANDARD;

/// The names of the algorithms that this build knows, in lower case, the one to prefer first.
pub fn names() -> impl Iterator<Item = &'static str> {
    BY_PRIORITY.iter().map(|algorithm| algorithm.name())
}

/// The checksum of bytes as they come.
pub struct Checksum(Hasher);

impl Checksum {
    /// Of no bytes yet, by the algorithm of this name; upper and lower case are alike.
    ///
    /// # Errors
    /// When this build has no such algorithm.
    pub fn new(algorithm: &str) -> Result<Self, Error> {
        Ok(Self(Algorithm::by_name(algorithm)?.hasher()))
    }

    /// Goes on with these bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The checksum in base64, as it stands in headers.
    pub fn finish(self) -> String {
        self.0.finish()
    }
}

/// The checksum of bytes whose first part has the checksum `first`, and whose second part, `length` bytes long, has `second`; all
/// in base64. `None` if the algorithm does not allow that, or a value is not one of its checksums.
pub fn combine(algorithm: &str, first: &str, second: &str, length: u64) -> Option<String> {
    match Algorithm::by_name(algorithm).ok()? {
        Algorithm::Crc32 => {
            let (first, second) = (value::<4>(first)?, value::<4>(second)?);
            let mut whole = crc32fast::Hasher::new_with_initial(u32::from_be_bytes(first));
            let second = u32::from_be_bytes(second);
            whole.combine(&crc32fast::Hasher::new_with_initial_len(second, length));
            Some(STANDARD.encode_to_string(whole.finalize().to_be_bytes()))
        }
        #[cfg(feature = "checksums")]
        Algorithm::Crc32c => {
            let (first, second) = (value::<4>(first)?, value::<4>(second)?);
            let (first, second) = (u32::from_be_bytes(first).into(), u32::from_be_bytes(second).into());
            let whole = crc_fast::checksum_combine(crc_fast::CrcAlgorithm::Crc32Iscsi, first, second, length);
            Some(STANDARD.encode_to_string(u32::try_from(whole).ok()?.to_be_bytes()))
        }
        #[cfg(feature = "checksums")]
        Algorithm::Crc64Nvme => {
            let (first, second) = (u64::from_be_bytes(value(first)?), u64::from_be_bytes(value(second)?));
            let whole = crc_fast::checksum_combine(crc_fast::CrcAlgorithm::Crc64Nvme, first, second, length);
            Some(STANDARD.encode_to_string(whole.to_be_bytes()))
        }
        #[cfg(any(feature = "checksums", feature = "xxhash"))]
        _ => None,
    }
}

/// Whether the checksum of the whole follows from those of its parts.
pub fn combines(algorithm: &str) -> bool {
    let known = ["crc32", "crc32c", "crc64nvme"].iter().any(|name| name.eq_ignore_ascii_case(algorithm));
    known && Algorithm::by_name(algorithm).is_ok()
}

fn value<const N: usize>(text: &str) -> Option<[u8; N]> {
    STANDARD.decode_to_vec(text).ok()?.try_into().ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn sum(algorithm: &str, bytes: &[u8]) -> String {
        let mut checksum = Checksum::new(algorithm).unwrap();
        checksum.update(bytes);
        checksum.finish()
    }

    #[test]
    fn checksums_of_parts_give_that_of_the_whole() {
        let whole: Vec<u8> = (0..100_000u32).flat_map(u32::to_le_bytes).collect();
        for algorithm in names() {
            for at in [0, 1, 4096, 399_999, 400_000] {
                let (first, second) = whole.split_at(at);
                let (first, second_sum) = (sum(algorithm, first), sum(algorithm, second));
                let combined = combine(algorithm, &first, &second_sum, second.len() as u64);
                let expected = combines(algorithm).then(|| sum(algorithm, &whole));
                assert_eq!(combined, expected, "{algorithm} at {at}");
            }
        }
        assert!(combines("CRC32") && !combines("sha256") && !combines("md4"));
    }

    #[test]
    fn what_is_no_checksum_is_not_combined() {
        for wrong in ["", "AAAA", "not base64", "AAAAAAAAAAA="] {
            assert_eq!(combine("crc32", wrong, "AAAAAA==", 1), None, "{wrong}");
            assert_eq!(combine("crc32", "AAAAAA==", wrong, 1), None, "{wrong}");
        }
    }
}

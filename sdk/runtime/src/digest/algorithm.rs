//! [`Algorithm`]: the checksums AWS services know.

use crate::error::Error;
use crate::features::Features;
use base64_simd::STANDARD;

/// A checksum algorithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Algorithm {
    Crc32,
    #[cfg(feature = "checksums")]
    Crc32c,
    #[cfg(feature = "checksums")]
    Crc64Nvme,
    #[cfg(feature = "checksums")]
    Sha1,
    #[cfg(feature = "checksums")]
    Sha256,
    #[cfg(feature = "checksums")]
    Sha512,
}

/// All of them, the one a response is preferably verified with first.
pub(crate) const BY_PRIORITY: &[Algorithm] = &[
    #[cfg(feature = "checksums")]
    Algorithm::Crc64Nvme,
    #[cfg(feature = "checksums")]
    Algorithm::Crc32c,
    Algorithm::Crc32,
    #[cfg(feature = "checksums")]
    Algorithm::Sha1,
    #[cfg(feature = "checksums")]
    Algorithm::Sha256,
    #[cfg(feature = "checksums")]
    Algorithm::Sha512,
];

impl Algorithm {
    /// The algorithm a model calls `name` (`CRC32`).
    pub(crate) fn by_name(name: &str) -> Result<Self, Error> {
        let found = BY_PRIORITY.iter().find(|algorithm| algorithm.name().eq_ignore_ascii_case(name));
        found.copied().ok_or_else(|| {
            let known: Vec<&str> = BY_PRIORITY.iter().map(|algorithm| algorithm.name()).collect();
            let message =
                format!("checksum algorithm `{name}` is not supported; known: {}", known.join(", "));
            Error::validation(message)
        })
    }

    /// What the user agent tells of it.
    pub(crate) const fn feature(self) -> Features {
        match self {
            Self::Crc32 => Features::CRC32,
            #[cfg(feature = "checksums")]
            Self::Crc32c => Features::CRC32C,
            #[cfg(feature = "checksums")]
            Self::Crc64Nvme => Features::CRC64,
            #[cfg(feature = "checksums")]
            Self::Sha1 => Features::SHA1,
            #[cfg(feature = "checksums")]
            Self::Sha256 => Features::SHA256,
            #[cfg(feature = "checksums")]
            Self::Sha512 => Features::SHA512,
        }
    }

    /// Its name in lower case, as header names carry it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Crc32 => "crc32",
            #[cfg(feature = "checksums")]
            Self::Crc32c => "crc32c",
            #[cfg(feature = "checksums")]
            Self::Crc64Nvme => "crc64nvme",
            #[cfg(feature = "checksums")]
            Self::Sha1 => "sha1",
            #[cfg(feature = "checksums")]
            Self::Sha256 => "sha256",
            #[cfg(feature = "checksums")]
            Self::Sha512 => "sha512",
        }
    }

    /// The header, or trailer, it goes in.
    pub(crate) const fn header(self) -> &'static str {
        match self {
            Self::Crc32 => "x-amz-checksum-crc32",
            #[cfg(feature = "checksums")]
            Self::Crc32c => "x-amz-checksum-crc32c",
            #[cfg(feature = "checksums")]
            Self::Crc64Nvme => "x-amz-checksum-crc64nvme",
            #[cfg(feature = "checksums")]
            Self::Sha1 => "x-amz-checksum-sha1",
            #[cfg(feature = "checksums")]
            Self::Sha256 => "x-amz-checksum-sha256",
            #[cfg(feature = "checksums")]
            Self::Sha512 => "x-amz-checksum-sha512",
        }
    }

    /// A checksum of nothing yet.
    pub(crate) fn hasher(self) -> Hasher {
        match self {
            Self::Crc32 => Hasher::Crc32(crc32fast::Hasher::new()),
            #[cfg(feature = "checksums")]
            Self::Crc32c => crc(crc_fast::CrcAlgorithm::Crc32Iscsi, 4),
            #[cfg(feature = "checksums")]
            Self::Crc64Nvme => crc(crc_fast::CrcAlgorithm::Crc64Nvme, 8),
            #[cfg(feature = "checksums")]
            Self::Sha1 => Hasher::Sha1(Box::default()),
            #[cfg(feature = "checksums")]
            Self::Sha256 => Hasher::Sha256(Box::default()),
            #[cfg(feature = "checksums")]
            Self::Sha512 => Hasher::Sha512(Box::default()),
        }
    }
}

/// A cyclic checksum of `width` bytes.
#[cfg(feature = "checksums")]
fn crc(algorithm: crc_fast::CrcAlgorithm, width: usize) -> Hasher {
    Hasher::Crc(Box::new(crc_fast::Digest::new(algorithm)), width)
}

/// A checksum in the making.
pub(crate) enum Hasher {
    Crc32(crc32fast::Hasher),
    #[cfg(feature = "checksums")]
    Crc(Box<crc_fast::Digest>, usize),
    #[cfg(feature = "checksums")]
    Sha1(Box<sha1::Sha1>),
    #[cfg(feature = "checksums")]
    Sha256(Box<sha2::Sha256>),
    #[cfg(feature = "checksums")]
    Sha512(Box<sha2::Sha512>),
}

impl Hasher {
    pub(crate) fn update(&mut self, bytes: &[u8]) {
        #[cfg(feature = "checksums")]
        use sha2::Digest;
        match self {
            Self::Crc32(hasher) => hasher.update(bytes),
            #[cfg(feature = "checksums")]
            Self::Crc(digest, _) => digest.update(bytes),
            #[cfg(feature = "checksums")]
            Self::Sha1(hasher) => hasher.update(bytes),
            #[cfg(feature = "checksums")]
            Self::Sha256(hasher) => hasher.update(bytes),
            #[cfg(feature = "checksums")]
            Self::Sha512(hasher) => hasher.update(bytes),
        }
    }

    /// The checksum as it goes into a header: base64 of its bytes, the highest first.
    pub(crate) fn finish(self) -> String {
        #[cfg(feature = "checksums")]
        use sha2::Digest;
        match self {
            Self::Crc32(hasher) => STANDARD.encode_to_string(hasher.finalize().to_be_bytes()),
            #[cfg(feature = "checksums")]
            Self::Crc(digest, width) => {
                let bytes = digest.finalize().to_be_bytes();
                STANDARD.encode_to_string(bytes.get(8 - width..).unwrap_or_default())
            }
            #[cfg(feature = "checksums")]
            Self::Sha1(hasher) => STANDARD.encode_to_string(hasher.finalize()),
            #[cfg(feature = "checksums")]
            Self::Sha256(hasher) => STANDARD.encode_to_string(hasher.finalize()),
            #[cfg(feature = "checksums")]
            Self::Sha512(hasher) => STANDARD.encode_to_string(hasher.finalize()),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn sum(name: &str) -> String {
        let mut hasher = Algorithm::by_name(name).unwrap().hasher();
        hasher.update(b"hello ");
        hasher.update(b"world");
        hasher.finish()
    }

    #[test]
    fn crc32_is_always_there() {
        assert_eq!(sum("CRC32"), "DUoRhQ==");
        assert!(Algorithm::by_name("MD4").unwrap_err().to_string().contains("`MD4` is not supported"));
    }

    #[cfg(feature = "checksums")]
    #[test]
    fn the_others_agree_with_published_values() {
        assert_eq!(sum("CRC32C"), "yZRlqg==");
        assert_eq!(sum("SHA1"), "Kq5sNclPz7QV2+lfQIuc6R7oRu0=");
        assert_eq!(sum("SHA256"), "uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=");
        let mut check = Algorithm::Crc64Nvme.hasher();
        check.update(b"123456789");
        assert_eq!(check.finish(), "rosUhgp5mIg=");
    }
}

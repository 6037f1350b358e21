//! [`Hasher`]: the computation of a checksum.

use base64_simd::STANDARD;

/// A checksum being computed.
pub(crate) enum Hasher {
    /// Not boxed: it is the default, for all requests.
    Crc32(crc32fast::Hasher),
    #[cfg(any(feature = "checksums", feature = "xxhash"))]
    Other(Box<dyn Compute>),
}

impl Hasher {
    pub(crate) fn update(&mut self, bytes: &[u8]) {
        match self {
            Self::Crc32(hasher) => hasher.update(bytes),
            #[cfg(any(feature = "checksums", feature = "xxhash"))]
            Self::Other(hasher) => hasher.update(bytes),
        }
    }

    /// Returns the checksum as headers carry it: base64 of its bytes, the highest first.
    pub(crate) fn finish(self) -> String {
        match self {
            Self::Crc32(hasher) => STANDARD.encode_to_string(hasher.finalize().to_be_bytes()),
            #[cfg(any(feature = "checksums", feature = "xxhash"))]
            Self::Other(hasher) => hasher.finish(),
        }
    }
}

pub(super) fn crc32() -> Hasher {
    Hasher::Crc32(crc32fast::Hasher::new())
}

/// An algorithm that a feature brings.
#[cfg(any(feature = "checksums", feature = "xxhash"))]
pub(crate) trait Compute: Send + Sync {
    fn update(&mut self, bytes: &[u8]);
    /// Returns base64 of the checksum.
    fn finish(self: Box<Self>) -> String;
}

#[cfg(feature = "checksums")]
pub(super) use checksums::{crc32c, crc64nvme, md5, sha1, sha256, sha512};

#[cfg(feature = "checksums")]
mod checksums {
    use super::{Compute, Hasher};
    use base64_simd::STANDARD;
    use crc_fast::CrcAlgorithm;
    use sha2::Digest;

    /// A cyclic checksum, and how many bytes it has.
    struct Crc(crc_fast::Digest, usize);

    impl Compute for Crc {
        fn update(&mut self, bytes: &[u8]) {
            self.0.update(bytes);
        }

        fn finish(self: Box<Self>) -> String {
            let bytes = self.0.finalize().to_be_bytes();
            STANDARD.encode_to_string(bytes.get(8 - self.1..).unwrap_or_default())
        }
    }

    /// A cryptographic hash.
    struct Hash<D>(D);

    impl<D: Digest + Send + Sync> Compute for Hash<D> {
        fn update(&mut self, bytes: &[u8]) {
            self.0.update(bytes);
        }

        fn finish(self: Box<Self>) -> String {
            STANDARD.encode_to_string(self.0.finalize())
        }
    }

    fn hash<D: Digest + Send + Sync + 'static>() -> Hasher {
        Hasher::Other(Box::new(Hash(D::new())))
    }

    fn crc(algorithm: CrcAlgorithm, width: usize) -> Hasher {
        Hasher::Other(Box::new(Crc(crc_fast::Digest::new(algorithm), width)))
    }

    pub(crate) fn crc32c() -> Hasher {
        crc(CrcAlgorithm::Crc32Iscsi, 4)
    }

    pub(crate) fn crc64nvme() -> Hasher {
        crc(CrcAlgorithm::Crc64Nvme, 8)
    }

    pub(crate) fn md5() -> Hasher {
        hash::<md5::Md5>()
    }

    pub(crate) fn sha1() -> Hasher {
        hash::<sha1::Sha1>()
    }

    pub(crate) fn sha256() -> Hasher {
        hash::<sha2::Sha256>()
    }

    pub(crate) fn sha512() -> Hasher {
        hash::<sha2::Sha512>()
    }
}

#[cfg(feature = "xxhash")]
pub(super) use xxhash::{xxhash3, xxhash64, xxhash128};

#[cfg(feature = "xxhash")]
mod xxhash {
    use super::{Compute, Hasher};
    use base64_simd::STANDARD;
    use twox_hash::{XxHash3_64, XxHash3_128, XxHash64};

    /// Implements [`Compute`] for hashers of different traits with the same methods.
    macro_rules! compute {
        ($($hasher:ident: $write:path, $finish:path;)*) => {$(
            impl Compute for $hasher {
                fn update(&mut self, bytes: &[u8]) {
                    $write(self, bytes);
                }

                fn finish(self: Box<Self>) -> String {
                    STANDARD.encode_to_string($finish(&self).to_be_bytes())
                }
            }
        )*};
    }

    compute! {
        XxHash64: std::hash::Hasher::write, std::hash::Hasher::finish;
        XxHash3_64: std::hash::Hasher::write, std::hash::Hasher::finish;
        XxHash3_128: XxHash3_128::write, XxHash3_128::finish_128;
    }

    pub(crate) fn xxhash64() -> Hasher {
        Hasher::Other(Box::new(XxHash64::with_seed(0)))
    }

    pub(crate) fn xxhash3() -> Hasher {
        Hasher::Other(Box::new(XxHash3_64::new()))
    }

    pub(crate) fn xxhash128() -> Hasher {
        Hasher::Other(Box::new(XxHash3_128::new()))
    }
}

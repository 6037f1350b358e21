//! [`Algorithm`]: the checksum algorithms of AWS services.

use super::hasher::{self, Hasher};
use crate::error::Error;
use crate::features::Features;

/// Defines [`Algorithm`] from a table. A row names the feature of this crate that the algorithm needs, if it needs one; an
/// algorithm whose feature is off is not a variant, so that whoever holds an [`Algorithm`] can compute it.
macro_rules! algorithms {
    ($($variant:ident $([$feature:tt])? = $name:literal, $used:ident, $hasher:expr;)*) => {
        /// A checksum algorithm.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Algorithm { $($(#[cfg(feature = $feature)])? $variant,)* }

        /// All algorithms that this build has. A response is verified with the first one it carries.
        pub(crate) const BY_PRIORITY: &[Algorithm] =
            &[$($(#[cfg(feature = $feature)])? Algorithm::$variant,)*];

        /// The algorithms that need a feature, whether it is on or not, and the feature.
        const OPTIONAL: &[(&str, &str)] = &[$($(($name, $feature),)?)*];

        impl Algorithm {
            /// Returns its name in lower case, as it is part of header names.
            pub(crate) const fn name(self) -> &'static str {
                match self { $($(#[cfg(feature = $feature)])? Self::$variant => $name,)* }
            }

            /// Returns the header, or trailer, that carries the checksum.
            pub(crate) const fn header(self) -> &'static str {
                match self {
                    $($(#[cfg(feature = $feature)])? Self::$variant => concat!("x-amz-checksum-", $name),)*
                }
            }

            /// Returns what the user agent says of a request with this checksum.
            pub(crate) const fn feature(self) -> Features {
                match self { $($(#[cfg(feature = $feature)])? Self::$variant => Features::$used,)* }
            }

            /// Starts a checksum of no bytes.
            pub(crate) fn hasher(self) -> Hasher {
                match self { $($(#[cfg(feature = $feature)])? Self::$variant => $hasher,)* }
            }
        }
    };
}

// In botocore's order of priority for responses, then MD5, which botocore does not know.
algorithms! {
    Xxhash128 ["xxhash"] = "xxhash128", XXHASH128, hasher::xxhash128();
    Xxhash3 ["xxhash"] = "xxhash3", XXHASH3, hasher::xxhash3();
    Crc64Nvme ["checksums"] = "crc64nvme", CRC64, hasher::crc64nvme();
    Xxhash64 ["xxhash"] = "xxhash64", XXHASH64, hasher::xxhash64();
    Crc32c ["checksums"] = "crc32c", CRC32C, hasher::crc32c();
    Crc32 = "crc32", CRC32, hasher::crc32();
    Sha1 ["checksums"] = "sha1", SHA1, hasher::sha1();
    Sha256 ["checksums"] = "sha256", SHA256, hasher::sha256();
    Sha512 ["checksums"] = "sha512", SHA512, hasher::sha512();
    Md5 ["checksums"] = "md5", MD5, hasher::md5();
}

impl Algorithm {
    /// Returns the algorithm that models call `name`, in any case: `CRC32`.
    ///
    /// # Errors
    /// When the SDK does not know the algorithm, and when this build lacks the feature it needs.
    pub(crate) fn by_name(name: &str) -> Result<Self, Error> {
        let found = BY_PRIORITY.iter().find(|algorithm| algorithm.name().eq_ignore_ascii_case(name));
        found.copied().ok_or_else(|| unavailable(name))
    }
}

fn unavailable(name: &str) -> Error {
    let optional = OPTIONAL.iter().find(|(optional, _)| optional.eq_ignore_ascii_case(name));
    if let Some((_, feature)) = optional {
        let message =
            format!("checksum algorithm `{name}` needs the feature `{feature}` of the crate `tucuxi`");
        let hint = format!("add `tucuxi = {{ version = \"…\", features = [\"{feature}\"] }}` to Cargo.toml");
        return Error::validation(message).with_hint(hint);
    }
    let known: Vec<&str> = BY_PRIORITY.iter().map(|algorithm| algorithm.name()).collect();
    Error::validation(format!(
        "checksum algorithm `{name}` is not supported; the supported ones are {}",
        known.join(", ")
    ))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn sum(name: &str, text: &str) -> String {
        let mut hasher = Algorithm::by_name(name).unwrap().hasher();
        let (start, rest) = text.as_bytes().split_at(text.len() / 2);
        hasher.update(start);
        hasher.update(rest);
        hasher.finish()
    }

    #[test]
    fn crc32_is_always_there() {
        assert_eq!(sum("CRC32", "hello world"), "DUoRhQ==");
        let error = Algorithm::by_name("MD4").unwrap_err().to_string();
        assert!(error.contains("`MD4` is not supported") && error.contains("crc32"), "{error}");
    }

    #[test]
    fn an_algorithm_that_this_build_lacks_names_its_feature() {
        for (name, feature) in OPTIONAL {
            match Algorithm::by_name(name) {
                Ok(algorithm) => assert_eq!(algorithm.name(), *name),
                Err(error) => {
                    assert!(error.to_string().contains(&format!("the feature `{feature}`")), "{error}")
                }
            }
        }
        assert!(unavailable("xxhash3").to_string().contains("the feature `xxhash`"));
        assert!(unavailable("SHA1").to_string().contains("the feature `checksums`"));
    }

    #[cfg(feature = "checksums")]
    #[test]
    fn checksums_agree_with_published_values() {
        assert_eq!(sum("CRC32C", "hello world"), "yZRlqg==");
        assert_eq!(sum("CRC64NVME", "123456789"), "rosUhgp5mIg=");
        assert_eq!(sum("MD5", "hello world"), "XrY7u+Ae7tCTyyK7j1rNww==");
        assert_eq!(sum("SHA1", "hello world"), "Kq5sNclPz7QV2+lfQIuc6R7oRu0=");
        assert_eq!(sum("SHA256", "hello world"), "uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=");
        let sha512 =
            "MJ7MSJwS1utMxA9QyQLytNDtd+5RGnx6m808qG1M2G+YndNbxf9JlnDaNCVbRbDP2DDoH2Bdz33FVC6TrpzXbw==";
        assert_eq!(sum("SHA512", "hello world"), sha512);
    }

    #[cfg(feature = "xxhash")]
    #[test]
    fn xxhashes_agree_with_the_reference() {
        assert_eq!(sum("XXHASH64", "hello world"), "RatnNLIeaWg=");
        assert_eq!(sum("XXHASH3", "hello world"), "1Eex6kDmmIs=");
        assert_eq!(sum("XXHASH128", "hello world"), "340J6T+HSQCpm4d1zBW2xw==");
    }
}

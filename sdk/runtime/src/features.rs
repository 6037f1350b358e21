//! [`Features`]: what a call makes use of, as the user agent tells AWS.

/// Features of the SDK, counted by AWS under short codes that all its SDKs share. No program needs to name them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Features(u64);

macro_rules! features {
    ($($name:ident = $code:literal at $bit:literal;)*) => {
        #[allow(dead_code, reason = "some go with features of the crate")]
        impl Features {
            $(pub(crate) const $name: Self = Self(1 << $bit);)*
            const CODES: &'static [(Self, &'static str)] = &[$((Self::$name, $code)),*];
        }
    };
}

features! {
    WAITER = "B" at 0;
    PAGINATOR = "C" at 1;
    RETRY_LEGACY = "D" at 2;
    RETRY_STANDARD = "E" at 3;
    RETRY_ADAPTIVE = "F" at 4;
    GZIP = "L" at 5;
    CBOR = "M" at 6;
    ENDPOINT_OVERRIDE = "N" at 7;
    ACCOUNT_ID_PREFERRED = "P" at 8;
    ACCOUNT_ID_DISABLED = "Q" at 9;
    ACCOUNT_ID_REQUIRED = "R" at 10;
    SIGV4A = "S" at 11;
    ACCOUNT_ID = "T" at 12;
    CRC32 = "U" at 13;
    CRC32C = "V" at 14;
    CRC64 = "W" at 15;
    SHA1 = "X" at 16;
    SHA256 = "Y" at 17;
    REQUEST_CHECKSUMS_SUPPORTED = "Z" at 18;
    REQUEST_CHECKSUMS_REQUIRED = "a" at 19;
    RESPONSE_CHECKSUMS_SUPPORTED = "b" at 20;
    RESPONSE_CHECKSUMS_REQUIRED = "c" at 21;
    SHA512 = "AF" at 22;
    S3_REDIRECT = "Ah" at 23;
    CREDENTIALS_CODE = "e" at 24;
    CREDENTIALS_ENVIRONMENT = "g" at 25;
    WEB_IDENTITY_ENVIRONMENT = "h" at 26;
    ASSUME_ROLE = "i" at 27;
    WEB_IDENTITY = "k" at 28;
    CREDENTIALS_PROFILE = "n" at 29;
    SOURCE_PROFILE = "o" at 30;
    CREDENTIAL_SOURCE = "p" at 31;
    WEB_IDENTITY_PROFILE = "q" at 32;
    SSO_PROFILE = "r" at 33;
    SSO = "s" at 34;
    SSO_LEGACY_PROFILE = "t" at 35;
    SSO_LEGACY = "u" at 36;
    PROCESS_PROFILE = "v" at 37;
    PROCESS = "w" at 38;
    BOTO_FILES = "x" at 39;
    CONTAINER = "z" at 40;
    INSTANCE = "0" at 41;
    LOGIN_PROFILE = "AC" at 42;
    LOGIN = "AD" at 43;
    MD5 = "AE" at 44;
    XXHASH3 = "AG" at 45;
    XXHASH64 = "AH" at 46;
    XXHASH128 = "AI" at 47;
}

impl Features {
    /// None.
    pub(crate) const NONE: Self = Self(0);

    /// These and those.
    #[must_use]
    pub(crate) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The codes, in the order of the table.
    pub(crate) fn codes(self) -> impl Iterator<Item = &'static str> {
        let has = move |feature: Self| self.0 & feature.0 != 0;
        Self::CODES.iter().filter(move |(feature, _)| has(*feature)).map(|(_, code)| *code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_what_is_used() {
        let used = Features::NONE.and(Features::CRC64).and(Features::WAITER).and(Features::WAITER);
        assert_eq!(used.codes().collect::<Vec<_>>(), ["B", "W"]);
        let all = Features(u64::MAX).codes().collect::<std::collections::BTreeSet<_>>();
        assert_eq!(all.len(), Features::CODES.len(), "no code stands for two");
    }
}

//! What is percent-encoded: all but the unreserved characters of RFC 3986, which is what AWS signs.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC};

/// All but `A-Za-z0-9-._~`.
pub(crate) const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The same where `/` separates segments.
pub(crate) const RESERVED_IN_PATHS: &AsciiSet = &RESERVED.remove(b'/');

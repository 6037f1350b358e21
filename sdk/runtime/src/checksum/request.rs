//! Which checksum a request carries, and where.

use crate::digest::Algorithm;
use crate::error::Error;
use crate::modes::ChecksumMode;
use crate::schema::Checksum;
use http::HeaderMap;

/// Where the checksum of a request goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Placement {
    /// In a header: the body is read before it is sent.
    Header,
    /// In a trailer behind the body: it is computed while the body is sent.
    Trailer,
}

/// The checksum of a request: the one the input `chosen` by the user names; without one CRC-32, where the operation
/// must have one or can and the settings ask for it. None where the user gives a checksum himself.
///
/// A trailer takes the signature off the body, so only an encrypted connection gets one.
pub(crate) fn choose(
    checksum: &Checksum,
    mode: ChecksumMode,
    chosen: Option<&str>,
    headers: &HeaderMap,
    streaming: bool,
    https: bool,
) -> Result<Option<(Algorithm, Placement)>, Error> {
    if headers.keys().any(|name| is_checksum(name.as_str())) {
        return Ok(None);
    }
    let supported = checksum.algorithm_member.is_some() && mode == ChecksumMode::WhenSupported;
    let algorithm = match chosen {
        Some(name) => Algorithm::by_name(name)?,
        None if checksum.required || supported => Algorithm::Crc32,
        None => return Ok(None),
    };
    let placement = if streaming && https { Placement::Trailer } else { Placement::Header };
    Ok(Some((algorithm, placement)))
}

/// Whether `name` is a header by which the user takes checksums into his own hands.
pub(crate) fn is_checksum(name: &str) -> bool {
    name.strip_prefix("x-amz-checksum-")
        .is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use http::HeaderValue;

    const OPTIONAL: Checksum =
        Checksum { required: false, algorithm_member: Some(0), mode_member: None, response_algorithms: &[] };
    const REQUIRED: Checksum = Checksum { required: true, algorithm_member: None, ..OPTIONAL };

    fn pick(checksum: &Checksum, mode: ChecksumMode, streaming: bool, https: bool) -> Option<Placement> {
        let picked = choose(checksum, mode, None, &HeaderMap::new(), streaming, https).unwrap();
        picked.map(|(algorithm, placement)| {
            assert_eq!(algorithm, Algorithm::Crc32);
            placement
        })
    }

    #[test]
    fn crc32_when_supported_or_required() {
        use ChecksumMode::{WhenRequired, WhenSupported};
        assert_eq!(pick(&OPTIONAL, WhenSupported, false, true), Some(Placement::Header));
        assert_eq!(pick(&OPTIONAL, WhenRequired, false, true), None);
        assert_eq!(pick(&REQUIRED, WhenRequired, false, true), Some(Placement::Header));
    }

    #[test]
    fn streams_get_a_trailer_over_tls_only() {
        let mode = ChecksumMode::WhenSupported;
        assert_eq!(pick(&OPTIONAL, mode, true, true), Some(Placement::Trailer));
        assert_eq!(pick(&OPTIONAL, mode, true, false), Some(Placement::Header));
    }

    #[test]
    fn a_checksum_of_the_user_wins() {
        let mut headers = HeaderMap::new();
        headers.insert("x-amz-checksum-sha256", HeaderValue::from_static("abc="));
        let mode = ChecksumMode::WhenSupported;
        assert_eq!(choose(&REQUIRED, mode, Some("SHA256"), &headers, true, true).unwrap(), None);
        let none = HeaderMap::new();
        let error = choose(&OPTIONAL, mode, Some("ROT13"), &none, true, true).unwrap_err();
        assert!(error.to_string().contains("`ROT13` is not supported"));
    }
}

//! Which checksum a request carries, and where.

use super::Policy;
use crate::digest::Algorithm;
use crate::error::Error;
use crate::modes::ChecksumMode;
use crate::schema::Checksum;
use http::{HeaderMap, HeaderName};

/// The checksum that servers have known for longest.
pub(crate) const CONTENT_MD5: HeaderName = HeaderName::from_static("content-md5");

/// Where the checksum of a request goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Placement {
    /// In the header of its algorithm: the body is read before it is sent.
    Header,
    /// In `Content-MD5`, for servers that may not know the headers of algorithms.
    ContentMd5,
    /// In a trailer behind the body: it is computed while the body is sent.
    Trailer,
}

/// The checksum of a request: the one that the user has `chosen` by name in the input; without one CRC-32 or the MD5 of
/// `Content-MD5`, where the operation must have one or can and the policy asks for it. `None` where the user gives a
/// checksum himself.
///
/// A trailer takes the signature off the body, so only an encrypted connection gets one.
///
/// # Errors
/// When this build cannot compute the checksum: no request goes without the one it should have.
pub(crate) fn choose(
    checksum: &Checksum,
    policy: Policy,
    chosen: Option<&str>,
    headers: &HeaderMap,
    streaming: bool,
    https: bool,
) -> Result<Option<(Algorithm, Placement)>, Error> {
    if headers.keys().any(|name| is_checksum(name.as_str())) {
        return Ok(None);
    }
    let supported = checksum.algorithm_member.is_some() && policy.requests == ChecksumMode::WhenSupported;
    let algorithm = match chosen {
        Some(name) => Algorithm::by_name(name)?,
        None if checksum.required && policy.content_md5 => {
            let is_given = headers.contains_key(CONTENT_MD5);
            let computed = || Ok((Algorithm::by_name("md5")?, Placement::ContentMd5));
            return (!is_given).then(computed).transpose();
        }
        None if checksum.required || supported => Algorithm::Crc32,
        None => return Ok(None),
    };
    let placement = if streaming && https { Placement::Trailer } else { Placement::Header };
    Ok(Some((algorithm, placement)))
}

/// Whether the header `name` holds a checksum, by which the user takes checksums into his own hands. The same prefix has
/// headers that choose an algorithm or a type, or ask for the checksum of a response.
pub(crate) fn is_checksum(name: &str) -> bool {
    name.strip_prefix("x-amz-checksum-").is_some_and(|rest| {
        rest.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && !["algorithm", "mode", "type"].contains(&rest)
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use ChecksumMode::{WhenRequired, WhenSupported};
    use http::HeaderValue;

    const OPTIONAL: Checksum =
        Checksum { required: false, algorithm_member: Some(0), mode_member: None, response_algorithms: &[] };
    const REQUIRED: Checksum = Checksum { required: true, algorithm_member: None, ..OPTIONAL };

    const fn policy(requests: ChecksumMode) -> Policy {
        Policy { requests, responses: requests, content_md5: false }
    }

    fn pick(checksum: &Checksum, mode: ChecksumMode, streaming: bool, https: bool) -> Option<Placement> {
        let picked = choose(checksum, policy(mode), None, &HeaderMap::new(), streaming, https).unwrap();
        picked.map(|(algorithm, placement)| {
            assert_eq!(algorithm, Algorithm::Crc32);
            placement
        })
    }

    #[test]
    fn crc32_when_supported_or_required() {
        assert_eq!(pick(&OPTIONAL, WhenSupported, false, true), Some(Placement::Header));
        assert_eq!(pick(&OPTIONAL, WhenRequired, false, true), None);
        assert_eq!(pick(&REQUIRED, WhenRequired, false, true), Some(Placement::Header));
    }

    #[test]
    fn streams_get_a_trailer_over_tls_only() {
        assert_eq!(pick(&OPTIONAL, WhenSupported, true, true), Some(Placement::Trailer));
        assert_eq!(pick(&OPTIONAL, WhenSupported, true, false), Some(Placement::Header));
    }

    #[test]
    fn a_checksum_of_the_user_wins() {
        let mut headers = HeaderMap::new();
        headers.insert("x-amz-checksum-sha256", HeaderValue::from_static("abc="));
        let policy = policy(WhenSupported);
        assert_eq!(choose(&REQUIRED, policy, Some("SHA256"), &headers, true, true).unwrap(), None);
        let none = HeaderMap::new();
        let error = choose(&OPTIONAL, policy, Some("ROT13"), &none, true, true).unwrap_err();
        assert!(error.to_string().contains("`ROT13` is not supported"));
    }

    #[test]
    fn a_header_that_only_chooses_an_algorithm_is_no_checksum() {
        let mut headers = HeaderMap::new();
        for (name, value) in [("algorithm", "CRC32"), ("type", "FULL_OBJECT"), ("mode", "ENABLED")] {
            let name = HeaderName::try_from(format!("x-amz-checksum-{name}")).unwrap();
            headers.insert(name, HeaderValue::from_static(value));
        }
        headers.insert("x-amz-sdk-checksum-algorithm", HeaderValue::from_static("CRC32"));
        let picked = choose(&OPTIONAL, policy(WhenSupported), None, &headers, true, true).unwrap();
        assert_eq!(picked, Some((Algorithm::Crc32, Placement::Trailer)));
    }

    #[cfg(feature = "checksums")]
    #[test]
    fn content_md5_stands_for_what_is_required_and_not_chosen() {
        let policy = Policy { content_md5: true, ..policy(WhenRequired) };
        let mut headers = HeaderMap::new();
        let md5 = Some((Algorithm::Md5, Placement::ContentMd5));
        assert_eq!(choose(&REQUIRED, policy, None, &headers, false, true).unwrap(), md5);
        assert_eq!(choose(&OPTIONAL, policy, None, &headers, false, true).unwrap(), None);
        let sha1 = Some((Algorithm::Sha1, Placement::Header));
        assert_eq!(choose(&REQUIRED, policy, Some("SHA1"), &headers, false, true).unwrap(), sha1);
        headers.insert(CONTENT_MD5, HeaderValue::from_static("abc="));
        assert_eq!(choose(&REQUIRED, policy, None, &headers, false, true).unwrap(), None);
    }

    #[cfg(not(feature = "checksums"))]
    #[test]
    fn content_md5_that_cannot_be_computed_is_an_error() {
        let policy = Policy { content_md5: true, ..policy(WhenRequired) };
        let error = choose(&REQUIRED, policy, None, &HeaderMap::new(), false, true).unwrap_err();
        assert!(error.to_string().contains("the feature `checksums`"), "{error}");
    }
}

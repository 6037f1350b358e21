//! Verifying a response against the checksum it carries.

use crate::digest::{Algorithm, BY_PRIORITY, Verifier};
use crate::http::{self, ResponseHead};

/// The best checksum the response carries of those the operation knows, if it carries one.
///
/// A value with `-` is a checksum of checksums of parts, which says nothing of these bytes. Nor does the checksum of a
/// whole object say anything of a part of it.
pub(crate) fn expected(algorithms: &[&str], head: &ResponseHead) -> Option<Verifier> {
    if algorithms.is_empty() || (http::is_partial(head) && !is_of_part(head)) {
        return None;
    }
    let modelled =
        |algorithm: &&Algorithm| algorithms.iter().any(|name| name.eq_ignore_ascii_case(algorithm.name()));
    BY_PRIORITY.iter().filter(modelled).find_map(|&algorithm| {
        let value = head.header(algorithm.header()).filter(|value| !value.contains('-'))?;
        Some(Verifier::new(algorithm, value))
    })
}

/// Whether a checksum that comes with a part of an object is that of the part: where the checksum of the object itself
/// is made of those of its parts, it is a value with `-`.
fn is_of_part(head: &ResponseHead) -> bool {
    head.header("x-amz-checksum-type").is_some_and(|kind| kind.eq_ignore_ascii_case("COMPOSITE"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use ::http::{HeaderValue, StatusCode};

    fn head(value: &'static str) -> ResponseHead {
        let mut head = ResponseHead::default();
        head.headers.insert("x-amz-checksum-crc32", HeaderValue::from_static(value));
        head
    }

    #[test]
    fn a_wrong_checksum_names_both_values() {
        let mut verifier = expected(&["CRC32"], &head("NhCmhg==")).unwrap();
        verifier.update(b"hello");
        assert_eq!(verifier.finish(), Ok(()));
        let mut verifier = expected(&["CRC32"], &head("AAAAAA==")).unwrap();
        verifier.update(b"hello");
        let message = verifier.finish().unwrap_err();
        assert_eq!(message, "the crc32 checksum of the body is NhCmhg==, the response says AAAAAA==");
    }

    #[test]
    fn checksums_of_parts_and_unknown_ones_are_skipped() {
        assert!(expected(&["CRC32"], &head("NhCmhg==-3")).is_none());
        assert!(expected(&["SHA256"], &head("NhCmhg==")).is_none());
    }

    #[test]
    fn a_part_is_not_checked_against_the_checksum_of_the_whole() {
        let part = |kind: Option<&'static str>, range: Option<&'static str>| {
            let mut head = head("NhCmhg==");
            head.status = StatusCode::PARTIAL_CONTENT;
            if let Some(kind) = kind {
                head.headers.insert("x-amz-checksum-type", HeaderValue::from_static(kind));
            }
            if let Some(range) = range {
                head.headers.insert("content-range", HeaderValue::from_static(range));
            }
            expected(&["CRC32"], &head).is_some()
        };
        assert!(!part(Some("FULL_OBJECT"), Some("bytes 0-4/11")));
        assert!(!part(None, Some("bytes 0-4/11")));
        assert!(!part(None, Some("bytes 0-4/*")));
        assert!(!part(None, None));
        assert!(part(Some("FULL_OBJECT"), Some("bytes 0-10/11")), "this part is all there is");
        assert!(part(None, Some("bytes 0-10/11")));
        assert!(part(Some("COMPOSITE"), Some("bytes 0-4/11")), "this is the checksum of the part");
    }
}

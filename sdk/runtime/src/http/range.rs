//! [`ContentRange`]: which part of a whole a response carries.

use super::ResponseHead;
use http::StatusCode;
use http::header::CONTENT_RANGE;

/// The bytes of a `Content-Range` header, as RFC 9110 (section 14.4) defines it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ContentRange {
    /// The position of the first byte, from 0 on.
    pub first: u64,
    /// The position of the last byte.
    pub last: u64,
    /// How long the whole is, if the server knows.
    pub total: Option<u64>,
}

impl ContentRange {
    /// The range in the head of a response, if it has one in bytes.
    pub(crate) fn of(head: &ResponseHead) -> Option<Self> {
        Self::parse(head.headers.get(CONTENT_RANGE)?.to_str().ok()?)
    }

    /// The range that the value of the header says, if it is one in bytes.
    pub fn parse(text: &str) -> Option<Self> {
        let (unit, rest) = text.trim().split_once(' ')?;
        let (range, total) = rest.trim().split_once('/')?;
        let (first, last) = range.split_once('-')?;
        let (first, last) = (first.trim().parse().ok()?, last.trim().parse().ok()?);
        let total = match total.trim() {
            "*" => None,
            total => Some(total.parse().ok()?),
        };
        let valid =
            unit.eq_ignore_ascii_case("bytes") && first <= last && total.is_none_or(|total| last < total);
        valid.then_some(Self { first, last, total })
    }

    /// How many bytes there are in it.
    pub fn length(self) -> u64 {
        (self.last - self.first).saturating_add(1)
    }

    /// Whether it is all there is.
    pub(crate) fn is_whole(self) -> bool {
        self.first == 0 && self.total == Some(self.length())
    }
}

/// Whether the body of a response is but a part of what was asked about, or may be.
pub(crate) fn is_partial(head: &ResponseHead) -> bool {
    let ranged = head.status == StatusCode::PARTIAL_CONTENT || head.headers.contains_key(CONTENT_RANGE);
    ranged && !ContentRange::of(head).is_some_and(ContentRange::is_whole)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use http::HeaderValue;

    #[test]
    fn ranges_are_read_or_ignored() {
        let range = ContentRange::parse("bytes 0-4/5").unwrap();
        assert_eq!((range.first, range.last, range.total, range.length()), (0, 4, Some(5), 5));
        assert!(range.is_whole());
        assert!(!ContentRange::parse("bytes 0-4/6").unwrap().is_whole());
        assert!(!ContentRange::parse("bytes 1-4/5").unwrap().is_whole());
        assert!(!ContentRange::parse("bytes 0-4/*").unwrap().is_whole());
        let wrong = ["bytes */5", "bytes 4-0/5", "bytes 0-5/5", "items 0-4/5", "bytes 0-4", "", "bytes -4/5"];
        for text in wrong {
            assert_eq!(ContentRange::parse(text), None, "{text}");
        }
        assert_eq!(ContentRange::parse("bytes 0-18446744073709551615/*").unwrap().length(), u64::MAX);
    }

    #[test]
    fn a_response_is_partial_by_its_status_or_its_range() {
        let head = |status: u16, range: Option<&'static str>| {
            let mut head =
                ResponseHead { status: StatusCode::from_u16(status).unwrap(), ..ResponseHead::default() };
            if let Some(range) = range {
                head.headers.insert(CONTENT_RANGE, HeaderValue::from_static(range));
            }
            head
        };
        assert!(!is_partial(&head(200, None)));
        assert!(is_partial(&head(206, None)));
        assert!(is_partial(&head(206, Some("bytes 0-4/10"))));
        assert!(is_partial(&head(200, Some("bytes 0-4/10"))));
        assert!(!is_partial(&head(206, Some("bytes 0-9/10"))));
    }
}

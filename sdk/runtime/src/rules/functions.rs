//! The functions of the rules language that take plain strings.

use super::url::is_ipv4;
use super::value::part;
use std::borrow::Cow;

/// `isValidHostLabel`: letters, digits and inner hyphens, 63 at most; of each part between dots if dots are allowed.
pub fn is_valid_host_label(label: &str, dots: bool) -> bool {
    if dots {
        return label.split('.').all(|part| is_valid_host_label(part, false));
    }
    (1..=63).contains(&label.len())
        && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !label.starts_with('-')
        && !label.ends_with('-')
}

/// `aws.isVirtualHostableS3Bucket`: a host label of three characters or more, lower case, not an IPv4 address.
pub(super) fn is_virtual_hostable_bucket(bucket: &str, dots: bool) -> bool {
    bucket.len() >= 3
        && !bucket.bytes().any(|byte| byte.is_ascii_uppercase())
        && !is_ipv4(bucket)
        && is_valid_host_label(bucket, dots)
}

/// `substring`: bytes `start..stop`, counted from the end if `reverse`. Nothing if the text is shorter or not ASCII.
pub(super) fn substring<'a>(
    text: &Cow<'a, str>,
    start: usize,
    stop: usize,
    reverse: bool,
) -> Option<Cow<'a, str>> {
    if start >= stop || text.len() < stop || !text.is_ascii() {
        return None;
    }
    match reverse {
        true => part(text, text.len() - stop..text.len() - start),
        false => part(text, start..stop),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn host_labels() {
        for (label, dots, expected) in [
            ("river-1", false, true),
            ("a", false, true),
            ("River", false, true),
            ("-river", false, false),
            ("river-", false, false),
            ("ri_ver", false, false),
            ("ri.ver", false, false),
            ("ri.ver", true, true),
            ("ri..ver", true, false),
            ("", false, false),
            ("", true, false),
        ] {
            assert_eq!(is_valid_host_label(label, dots), expected, "{label}");
        }
        assert!(is_valid_host_label(&"a".repeat(63), false));
        assert!(!is_valid_host_label(&"a".repeat(64), false));
    }

    #[test]
    fn hostable_buckets() {
        for (bucket, dots, expected) in [
            ("river", false, true),
            ("ri", false, false),
            ("River", false, false),
            ("my.river", false, false),
            ("my.river", true, true),
            ("192.168.1.1", true, false),
            ("192.168.1", true, true),
        ] {
            assert_eq!(is_virtual_hostable_bucket(bucket, dots), expected, "{bucket}");
        }
    }

    #[test]
    fn substrings() {
        let of =
            |text: &'static str, start, stop, reverse| substring(&Cow::Borrowed(text), start, stop, reverse);
        assert_eq!(of("abcdef", 0, 4, false).as_deref(), Some("abcd"));
        assert_eq!(of("abcdef", 0, 4, true).as_deref(), Some("cdef"));
        assert_eq!(of("abcdef", 1, 3, true).as_deref(), Some("de"));
        assert_eq!(of("abc", 0, 4, false), None);
        assert_eq!(of("abcdef", 3, 3, false), None);
        assert_eq!(of("abcdé", 0, 2, false), None);
    }
}

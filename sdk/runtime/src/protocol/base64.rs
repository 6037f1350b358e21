//! Base64 as the protocols have it: the standard alphabet, with padding.

use super::failure::Failure;

/// The text of `bytes`.
pub fn encode(bytes: &[u8]) -> String {
    base64_simd::STANDARD.encode_to_string(bytes)
}

/// Appends the text of `bytes` to `out`.
pub(crate) fn encode_into(bytes: &[u8], out: &mut Vec<u8>) {
    base64_simd::STANDARD.encode_append(bytes, out);
}

/// The bytes of `text`. Line breaks within it and missing padding are forgiven, as by botocore.
pub(crate) fn decode(text: &[u8]) -> Result<Vec<u8>, Failure> {
    base64_simd::forgiving_decode_to_vec(text).map_err(|_| Failure::new("this is not base64"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn encodes_and_decodes() {
        assert_eq!(encode(b"\xff\xfe\0"), "//4A");
        let mut out = b"x".to_vec();
        encode_into(b"f", &mut out);
        assert_eq!(out, b"xZg==");
        assert_eq!(decode(b"Zg==").unwrap(), b"f");
        assert_eq!(decode(b"Z m\n9v").unwrap(), b"foo");
        assert_eq!(decode(b"Zg").unwrap(), b"f");
        assert!(decode(b"Z_9v").is_err());
    }
}

//! Finding the bytes that end a run of plain text, eight at a time.

/// One in every byte, and the high bit of every byte.
const ONES: u64 = u64::MAX / 255;
const HIGH: u64 = ONES << 7;

/// The first `<` at or behind `at`, else the end.
#[inline]
pub(super) fn tag(bytes: &[u8], at: usize) -> usize {
    match bytes.get(at) {
        Some(b'<') => at,
        _ => find(bytes, at, |word| equal(word, b'<'), |byte| byte == b'<'),
    }
}

/// The first `<`, `&` or carriage return at or behind `at`, else the end.
#[inline]
pub(super) fn special(bytes: &[u8], at: usize) -> usize {
    find(
        bytes,
        at,
        |word| equal(word, b'<') | equal(word, b'&') | equal(word, b'\r'),
        |byte| matches!(byte, b'<' | b'&' | b'\r'),
    )
}

#[inline(always)]
fn find(bytes: &[u8], mut at: usize, any: impl Fn(u64) -> u64, is: impl Fn(u8) -> bool) -> usize {
    while let Some(chunk) = bytes.get(at..).and_then(<[u8]>::first_chunk::<8>) {
        let found = any(u64::from_le_bytes(*chunk)) & HIGH;
        if found != 0 {
            return at + (found.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    while bytes.get(at).is_some_and(|byte| !is(*byte)) {
        at += 1;
    }
    at
}

/// The classic test for a zero byte, exact up to the first hit: high bits where `word` has `byte`.
#[inline(always)]
fn equal(word: u64, byte: u8) -> u64 {
    let difference = word ^ (ONES * u64::from(byte));
    difference.wrapping_sub(ONES) & !difference
}

/// What a byte is to the name of an element.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Name,
    Colon,
    End,
}

/// The class of every byte.
pub(super) const CLASSES: [Class; 256] = {
    let mut classes = [Class::Name; 256];
    let mut byte: u8 = 0;
    while byte < 0x80 {
        classes[byte as usize] = match byte {
            b':' => Class::Colon,
            b'-' | b'_' | b'.' => Class::Name,
            _ if byte.is_ascii_alphanumeric() => Class::Name,
            _ => Class::End,
        };
        byte += 1;
    }
    classes
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_first_at_any_place() {
        for length in 0..20 {
            for at in 0..length {
                let mut bytes = vec![b'x'; length];
                bytes[at] = b'<';
                assert_eq!(tag(&bytes, 0), at);
                for special_byte in [b'<', b'&', b'\r'] {
                    bytes[at] = special_byte;
                    assert_eq!(special(&bytes, 0), at);
                    assert_eq!(special(&bytes, at + 1), length);
                }
            }
            assert_eq!(tag(&vec![b'='; length], 0), length);
        }
    }
}

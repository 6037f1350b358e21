//! Encoded words: text of any characters in headers, by RFC 2047.

use base64_simd::STANDARD;
use std::iter;

/// Decodes the encoded words in a header, `=?UTF-8?B?w6k=?=` or `=?UTF-8?Q?=C3=A9?=`. The space between two words goes, as
/// the RFC wants it: long texts are split into several words, perhaps within a character.
///
/// `None` if there is none, or one that cannot be decoded: another character set than UTF-8, US-ASCII and ISO-8859-1, or
/// bytes that are not text in it.
pub fn decoded_words(text: &str) -> Option<String> {
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text;
    let mut after_word = false;
    while let Some((start, word)) = next_word(rest) {
        let between = &rest[..start];
        if !after_word || !between.chars().all(char::is_whitespace) {
            decoded.extend_from_slice(between.as_bytes());
        }
        decoded.extend(word.decode()?);
        rest = word.rest;
        after_word = true;
    }
    if !after_word {
        return None;
    }
    decoded.extend_from_slice(rest.as_bytes());
    String::from_utf8(decoded).ok()
}

struct Word<'a> {
    charset: &'a str,
    encoding: &'a str,
    text: &'a str,
    /// What follows the word.
    rest: &'a str,
}

/// The first text in the form of a word, and where it begins.
fn next_word(text: &str) -> Option<(usize, Word<'_>)> {
    text.match_indices("=?").find_map(|(start, _)| Some((start, word(&text[start + 2..])?)))
}

fn word(text: &str) -> Option<Word<'_>> {
    let (charset, text) = text.split_once('?')?;
    let (encoding, text) = text.split_once('?')?;
    let (text, rest) = text.split_once("?=")?;
    let parts = [charset, encoding, text];
    let is_word = parts.iter().all(|part| !part.contains([' ', '?'])) && encoding.len() == 1;
    is_word.then_some(Word { charset, encoding, text, rest })
}

impl Word<'_> {
    /// The bytes of its text in UTF-8.
    fn decode(&self) -> Option<Vec<u8>> {
        let bytes = match self.encoding {
            "B" | "b" => STANDARD.decode_to_vec(self.text).ok()?,
            "Q" | "q" => unquoted(self.text)?,
            _ => return None,
        };
        // A language may follow: `utf-8*en`.
        match self.charset.split('*').next()?.to_ascii_lowercase().as_str() {
            "utf-8" => Some(bytes),
            "us-ascii" => bytes.is_ascii().then_some(bytes),
            "iso-8859-1" => Some(bytes.into_iter().map(char::from).collect::<String>().into_bytes()),
            _ => None,
        }
    }
}

/// Decodes the encoding `Q`: `=C3` is a byte, `_` a space.
fn unquoted(text: &str) -> Option<Vec<u8>> {
    let mut bytes = text.bytes();
    iter::from_fn(|| {
        Some(match bytes.next()? {
            b'_' => Some(b' '),
            b'=' => hex(&mut bytes),
            byte => Some(byte),
        })
    })
    .collect()
}

/// The byte in the next two hexadecimal digits.
fn hex(digits: &mut impl Iterator<Item = u8>) -> Option<u8> {
    let mut digit = || char::from(digits.next()?).to_digit(16);
    let (high, low) = (digit()?, digit()?);
    u8::try_from(high * 16 + low).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_text() {
        for (encoded, expected) in [
            ("=?UTF-8?B?w6nDqA==?=", "éè"),
            ("=?utf-8?q?caf=C3=A9_noir=5F?=", "café noir_"),
            ("=?ISO-8859-1*fr?Q?caf=E9?=", "café"),
            ("=?US-ASCII?Q?plain?=", "plain"),
            ("a =?UTF-8?B?w6k=?= b =?UTF-8?B?w6g=?=c", "a é b èc"),
            // a character in two words
            ("=?UTF-8?B?ww==?= =?UTF-8?B?qQ==?=", "é"),
            ("=?UTF-8?Q?=C3?=\t\n =?UTF-8?Q?=A9?=", "é"),
            ("=? =?UTF-8?Q?x?=", "=? x"),
            ("=?UTF-8?Q??=", ""),
        ] {
            assert_eq!(decoded_words(encoded).as_deref(), Some(expected), "{encoded}");
        }
    }

    #[test]
    fn what_is_no_word_or_cannot_be_decoded_is_left_alone() {
        for other in [
            "",
            "plain",
            "=?UTF-8?B?w6k=",
            "=?UTF-8?X?w6k=?=",
            "=?UTF-8?B?w6k?=",
            "=?UTF-8?B?ww==?=",
            "=?UTF-8?Q?=C?=",
            "=?UTF-8?Q?=GG?=",
            "=?KOI8-R?B?w6k=?=",
            "=?US-ASCII?Q?=C3=A9?=",
            "=?UTF-8?Q?a b?=",
            "=?UTF-8?Q?é",
        ] {
            assert_eq!(decoded_words(other), None, "{other}");
        }
    }
}

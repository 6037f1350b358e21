//! [`JsonReader`]: JSON text, read value by value without a tree in between.

use super::super::failure::Failure;
use super::super::read::{MAX_DEPTH, ValueReader};
use super::super::{base64, text};
use crate::types::{Blob, Document, Map, Timestamp};
use std::borrow::Cow;
use std::str::FromStr;

/// A position in a JSON text.
#[derive(Clone)]
pub(in crate::protocol) struct JsonReader<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    depth: usize,
}

/// A map or list being read: whether it has had an item.
pub(in crate::protocol) struct Open {
    begun: bool,
}

impl<'a> JsonReader<'a> {
    /// A reader of `body`, which must be UTF-8; `None` if there is nothing in it, or `null` alone.
    pub(in crate::protocol) fn of_body(body: &'a [u8]) -> Result<Option<Self>, Failure> {
        let text = std::str::from_utf8(body)
            .map_err(|error| Failure::new("this is not UTF-8").at(error.valid_up_to()))?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader = Self { text, bytes: text.as_bytes(), at: 0, depth: 0 };
        if reader.peek().is_none() {
            return Ok(None);
        }
        if reader.take_null()? {
            return reader.finish().map(|()| None);
        }
        Ok(Some(reader))
    }

    /// Whether an object comes next.
    pub(in crate::protocol) fn is_at_object(&mut self) -> bool {
        self.peek() == Some(b'{')
    }

    /// Makes sure that nothing comes any more.
    pub(in crate::protocol) fn finish(mut self) -> Result<(), Failure> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.failure("the JSON ends here, but more follows")),
        }
    }

    /// The first byte of what comes next, blanks left out.
    #[inline]
    fn peek(&mut self) -> Option<u8> {
        loop {
            match self.bytes.get(self.at)? {
                b' ' | b'\n' | b'\r' | b'\t' => self.at += 1,
                byte => return Some(*byte),
            }
        }
    }

    /// Takes `byte`, if it comes next.
    #[inline]
    fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    /// Takes `word`, which comes next if the JSON is right.
    fn word<T>(&mut self, word: &str, value: T) -> Result<T, Failure> {
        match self.bytes.get(self.at..self.at + word.len()) {
            Some(found) if found == word.as_bytes() => {
                self.at += word.len();
                Ok(value)
            }
            _ => Err(self.failure(format!("expected `{word}`"))),
        }
    }

    fn open(&mut self, byte: u8, what: &str) -> Result<Open, Failure> {
        if !self.take(byte) {
            return Err(self.unexpected(what));
        }
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.failure(format!("nested deeper than {MAX_DEPTH} levels")));
        }
        Ok(Open { begun: false })
    }

    /// Steps to the next item of a map or list; `false` at its end.
    #[inline]
    fn step(&mut self, open: &mut Open, end: u8) -> Result<bool, Failure> {
        match self.peek() {
            Some(b',') if open.begun => self.at += 1,
            Some(byte) if byte == end => {
                self.at += 1;
                self.depth -= 1;
                return Ok(false);
            }
            _ if !open.begun => open.begun = true,
            _ => return Err(self.unexpected(if end == b'}' { "`,` or `}`" } else { "`,` or `]`" })),
        }
        Ok(true)
    }

    /// Takes a string, which comes next.
    #[inline]
    fn quoted(&mut self) -> Result<Cow<'a, str>, Failure> {
        let start = self.at + 1;
        let end = self.plain_end(start)?;
        match self.bytes.get(end) {
            Some(b'"') => {
                self.at = end + 1;
                // Both ends are beside ASCII characters, so this is never `None`.
                Ok(self.text.get(start..end).unwrap_or_default().into())
            }
            _ => self.escaped(start, end).map(Cow::Owned),
        }
    }

    /// The first quote or backslash at or behind `at`, eight bytes at a time.
    #[inline(always)]
    fn plain_end(&self, mut at: usize) -> Result<usize, Failure> {
        const ONES: u64 = u64::MAX / 255;
        const HIGH: u64 = ONES << 7;
        while let Some(chunk) = self.bytes.get(at..).and_then(<[u8]>::first_chunk::<8>) {
            let word = u64::from_le_bytes(*chunk);
            // The classic test for a zero byte, exact up to the first hit; bytes below 0x20 by the same subtraction.
            let quote = word ^ (ONES * 0x22);
            let backslash = word ^ (ONES * 0x5c);
            let found = (quote.wrapping_sub(ONES) & !quote)
                | (backslash.wrapping_sub(ONES) & !backslash)
                | (word.wrapping_sub(ONES * 0x20) & !word);
            let found = found & HIGH;
            if found != 0 {
                at += (found.trailing_zeros() / 8) as usize;
                return self.checked_end(at);
            }
            at += 8;
        }
        while self.bytes.get(at).is_some_and(|byte| !matches!(byte, b'"' | b'\\' | 0..0x20)) {
            at += 1;
        }
        self.checked_end(at)
    }

    /// `at`, unless the text ends there or has a control character.
    #[inline]
    fn checked_end(&self, at: usize) -> Result<usize, Failure> {
        match self.bytes.get(at) {
            Some(b'"' | b'\\') => Ok(at),
            Some(_) => Err(Failure::new("a control character in a string").at(at)),
            None => Err(Failure::new("the JSON ends within a string").at(at)),
        }
    }

    /// Takes a string that begins at `start` and has its first escape at `end`.
    #[cold]
    fn escaped(&mut self, start: usize, mut end: usize) -> Result<String, Failure> {
        let mut value = String::new();
        let mut start = start;
        loop {
            value.push_str(self.text.get(start..end).unwrap_or_default());
            if self.bytes.get(end) == Some(&b'"') {
                self.at = end + 1;
                return Ok(value);
            }
            self.at = end + 1;
            value.push(self.escape()?);
            start = self.at;
            end = self.plain_end(start)?;
        }
    }

    /// Takes what stands behind a backslash.
    fn escape(&mut self) -> Result<char, Failure> {
        let byte = self.bytes.get(self.at).copied();
        self.at += 1;
        Ok(match byte {
            Some(byte @ (b'"' | b'\\' | b'/')) => char::from(byte),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                let first = self.hex()?;
                let more = self.text.get(self.at..).is_some_and(|rest| rest.starts_with("\\u"));
                if !more || !(0xd800..0xdc00).contains(&first) {
                    // Half of a surrogate pair is no character.
                    return Ok(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER));
                }
                let behind_first = self.at;
                self.at += 2;
                let second = self.hex()?;
                if !(0xdc00..0xe000).contains(&second) {
                    self.at = behind_first;
                    return Ok(char::REPLACEMENT_CHARACTER);
                }
                let code = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
                char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
            }
            _ => return Err(Failure::new("this is no escape of JSON").at(self.at - 1)),
        })
    }

    /// Takes four hexadecimal digits.
    fn hex(&mut self) -> Result<u32, Failure> {
        let digits = self.text.get(self.at..self.at + 4).filter(|digits| !digits.starts_with('+'));
        let code = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        self.at += 4;
        code.ok_or_else(|| Failure::new("`\\u` without four hexadecimal digits").at(self.at - 4))
    }

    /// Takes a number, which comes next, as its text. So are the words `NaN`, `Infinity` and `-Infinity`, which JSON does
    /// not have, but which Python and others write for floats.
    #[inline]
    fn number(&mut self) -> &'a str {
        let start = self.at;
        while matches!(self.bytes.get(self.at), Some(b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E')) {
            self.at += 1;
        }
        if self.at - start < 2 && matches!(self.bytes.get(self.at), Some(b'N' | b'I')) {
            self.float_word(start);
        }
        self.text.get(start..self.at).unwrap_or_default()
    }

    /// Takes one of the words for floats that are no numbers, if it is what begins at `start`.
    #[cold]
    fn float_word(&mut self, start: usize) {
        let rest = self.text.get(start..).unwrap_or_default();
        if let Some(word) = ["NaN", "Infinity", "-Infinity"].into_iter().find(|word| rest.starts_with(word)) {
            self.at = start + word.len();
        }
    }

    /// Takes a number, which comes next, as its text, and makes sure that it is one.
    fn checked_number(&mut self) -> Result<&'a str, Failure> {
        let at = self.at;
        let number = self.number();
        Self::here(at, text::number::<f64>(number)).map(|_| number)
    }

    /// Takes a float of the width of `T`, which is rounded once only.
    #[inline]
    fn float_of<T: FromStr>(&mut self) -> Result<T, Failure> {
        let first = self.peek();
        let at = self.at;
        match first {
            Some(byte) if begins_number(byte) => Self::here(at, text::number(self.number())),
            Some(b'"') => Self::here(at, text::number(&self.quoted()?)),
            _ => Err(self.unexpected("a number")),
        }
    }

    #[cold]
    fn unexpected(&mut self, what: &str) -> Failure {
        let found = match self.peek() {
            None => "the end",
            Some(b'{') => "an object",
            Some(b'[') => "a list",
            Some(b'"') => "a string",
            Some(b't' | b'f') => "a boolean",
            Some(b'n') => "null",
            Some(byte) if begins_number(byte) => "a number",
            Some(_) => "something else",
        };
        self.failure(format!("expected {what}, found {found}"))
    }

    /// With the place, unless it is known better.
    fn here<T>(at: usize, result: Result<T, Failure>) -> Result<T, Failure> {
        result.map_err(|failure| failure.at(at))
    }
}

/// Whether a number begins with `byte`, or a word for a float that is none.
#[inline]
fn begins_number(byte: u8) -> bool {
    matches!(byte, b'-' | b'0'..=b'9' | b'N' | b'I')
}

impl<'a> ValueReader<'a> for JsonReader<'a> {
    type Open = Open;

    /// Without blanks, as services write it.
    #[inline]
    fn take_key(&mut self, open: &mut Open, expected: &str) -> bool {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let rest = if open.begun { rest.strip_prefix(b",") } else { Some(rest) };
        let rest = rest.and_then(|rest| rest.strip_prefix(b"\"")?.strip_prefix(expected.as_bytes()));
        let Some(rest) = rest.and_then(|rest| rest.strip_prefix(b"\":")) else { return false };
        self.at = self.bytes.len() - rest.len();
        open.begun = true;
        true
    }

    #[inline]
    fn take_null(&mut self) -> Result<bool, Failure> {
        match self.peek() {
            Some(b'n') => self.word("null", true),
            _ => Ok(false),
        }
    }

    #[inline]
    fn open_map(&mut self) -> Result<Open, Failure> {
        self.open(b'{', "an object")
    }

    #[inline]
    fn next_key(&mut self, open: &mut Open) -> Result<Option<Cow<'a, str>>, Failure> {
        if !self.step(open, b'}')? {
            return Ok(None);
        }
        if self.peek() != Some(b'"') {
            return Err(self.unexpected("a name in quotes"));
        }
        let key = self.quoted()?;
        if !self.take(b':') {
            return Err(self.unexpected("`:`"));
        }
        Ok(Some(key))
    }

    #[inline]
    fn open_list(&mut self) -> Result<Open, Failure> {
        self.open(b'[', "a list")
    }

    #[inline]
    fn next_item(&mut self, open: &mut Open) -> Result<bool, Failure> {
        self.step(open, b']')
    }

    fn boolean(&mut self) -> Result<bool, Failure> {
        match self.peek() {
            Some(b't') => self.word("true", true),
            Some(b'f') => self.word("false", false),
            Some(b'"') => {
                let at = self.at;
                match &*self.quoted()?.to_ascii_lowercase() {
                    "true" => Ok(true),
                    "false" => Ok(false),
                    _ => Err(Failure::new("expected a boolean, found a string").at(at)),
                }
            }
            _ => Err(self.unexpected("a boolean")),
        }
    }

    fn integer(&mut self) -> Result<i64, Failure> {
        let first = self.peek();
        let at = self.at;
        match first {
            Some(byte) if begins_number(byte) => Self::here(at, text::integer(self.number())),
            Some(b'"') => Self::here(at, text::integer(&self.quoted()?)),
            _ => Err(self.unexpected("a whole number")),
        }
    }

    fn float(&mut self) -> Result<f32, Failure> {
        self.float_of()
    }

    fn double(&mut self) -> Result<f64, Failure> {
        self.float_of()
    }

    #[inline]
    fn string(&mut self) -> Result<Cow<'a, str>, Failure> {
        match self.peek() {
            Some(b'"') => self.quoted(),
            Some(byte) if begins_number(byte) => Ok(self.checked_number()?.into()),
            Some(b't') => self.word("true", "true".into()),
            Some(b'f') => self.word("false", "false".into()),
            _ => Err(self.unexpected("a string")),
        }
    }

    fn blob(&mut self) -> Result<Blob, Failure> {
        if self.peek() != Some(b'"') {
            return Err(self.unexpected("a string"));
        }
        let at = self.at;
        Self::here(at, base64::decode(self.quoted()?.as_bytes()).map(Blob::from))
    }

    fn timestamp(&mut self) -> Result<Timestamp, Failure> {
        let first = self.peek();
        let at = self.at;
        let value = match first {
            Some(b'"') => self.quoted()?,
            Some(byte) if begins_number(byte) => self.number().into(),
            _ => return Err(self.unexpected("a timestamp")),
        };
        value.parse().map_err(|error| Failure::new(format!("{error}")).at(at))
    }

    fn document(&mut self) -> Result<Document, Failure> {
        Ok(match self.peek() {
            Some(b'"') => Document::String(self.quoted()?.into_owned()),
            Some(b'{') => {
                let mut map = Map::new();
                let mut open = self.open_map()?;
                while let Some(key) = self.next_key(&mut open)? {
                    map.insert(key, self.document()?);
                }
                Document::Map(map)
            }
            Some(b'[') => {
                let mut list = Vec::new();
                let mut open = self.open_list()?;
                while self.next_item(&mut open)? {
                    list.push(self.document()?);
                }
                Document::List(list)
            }
            Some(byte) if begins_number(byte) => {
                let at = self.at;
                let number = self.number();
                match number.parse() {
                    Ok(integer) => Document::Integer(integer),
                    Err(_) => Document::Double(Self::here(at, text::number(number))?),
                }
            }
            Some(b'n') => self.word("null", Document::Null)?,
            Some(b't' | b'f') => Document::Boolean(self.boolean()?),
            _ => return Err(self.unexpected("a value")),
        })
    }

    fn skip(&mut self) -> Result<(), Failure> {
        match self.peek() {
            Some(b'"') => self.quoted().map(drop),
            Some(b'{') => {
                let mut open = self.open_map()?;
                while self.next_key(&mut open)?.is_some() {
                    self.skip()?;
                }
                Ok(())
            }
            Some(b'[') => {
                let mut open = self.open_list()?;
                while self.next_item(&mut open)? {
                    self.skip()?;
                }
                Ok(())
            }
            Some(byte) if begins_number(byte) => self.checked_number().map(drop),
            Some(b'n') => self.word("null", ()),
            Some(b't' | b'f') => self.boolean().map(drop),
            _ => Err(self.unexpected("a value")),
        }
    }

    fn failure(&self, message: impl Into<Cow<'static, str>>) -> Failure {
        Failure::new(message).at(self.at)
    }
}

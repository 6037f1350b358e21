//! [`CborReader`]: CBOR, read value by value without a tree in between.

use super::{EPOCH, major, simple};
use crate::protocol::failure::Failure;
use crate::protocol::read::{MAX_DEPTH, ValueReader};
use crate::protocol::{base64, text};
use crate::types::{Blob, Document, Map, Timestamp};
use std::borrow::Cow;

/// The low five bits of an item whose length only its end tells.
const INDEFINITE: u8 = 31;
/// Ends such an item.
const BREAK: u8 = 0xff;

/// A position in a CBOR body.
#[derive(Clone)]
pub(super) struct CborReader<'a> {
    bytes: &'a [u8],
    at: usize,
    depth: usize,
}

/// A map or list being read: how many entries are left, unless only its end tells.
pub(super) struct Open {
    left: Option<u64>,
}

/// A number, as it came.
enum Number {
    /// From -2^64 to 2^64 - 1.
    Integer(i128),
    Float(f64),
}

impl<'a> CborReader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0, depth: 0 }
    }

    /// Makes sure that nothing comes any more.
    pub(super) fn finish(self) -> Result<(), Failure> {
        match self.bytes.len() - self.at {
            0 => Ok(()),
            _ => Err(self.failure("the CBOR ends here, but more follows")),
        }
    }

    /// Major type and low bits of what comes next.
    fn peek(&self) -> Result<(u8, u8), Failure> {
        let byte = self.bytes.get(self.at).ok_or_else(|| self.failure("the CBOR ends too early"))?;
        Ok((byte >> 5, byte & 31))
    }

    /// Takes `length` bytes.
    fn take(&mut self, length: u64) -> Result<&'a [u8], Failure> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let taken = usize::try_from(length).ok().and_then(|length| rest.get(..length));
        let taken = taken.ok_or_else(|| self.failure("the CBOR ends too early"))?;
        self.at += taken.len();
        Ok(taken)
    }

    /// Takes the first byte of an item whose low bits are `info`, and the number behind it.
    fn argument(&mut self, info: u8) -> Result<u64, Failure> {
        let length = match info {
            0..24 => {
                self.at += 1;
                return Ok(info.into());
            }
            24..28 => 1_u64 << (info - 24),
            _ => return Err(self.failure("this is no CBOR: a reserved length")),
        };
        let head = self.take(1 + length)?;
        Ok(head.iter().skip(1).fold(0, |value, byte| value << 8 | u64::from(*byte)))
    }

    fn open(&mut self, wanted: u8, what: &str) -> Result<Open, Failure> {
        let (major, info) = self.peek()?;
        if major != wanted {
            return Err(self.unexpected(what));
        }
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.failure(format!("nested deeper than {MAX_DEPTH} levels")));
        }
        if info == INDEFINITE {
            self.at += 1;
            return Ok(Open { left: None });
        }
        Ok(Open { left: Some(self.argument(info)?) })
    }

    /// Steps to the next entry; `false` at the end.
    fn step(&mut self, open: &mut Open) -> Result<bool, Failure> {
        let more = match &mut open.left {
            Some(left) => {
                let more = *left > 0;
                *left = left.saturating_sub(1);
                more
            }
            None => {
                let end = self.bytes.get(self.at) == Some(&BREAK);
                self.at += usize::from(end);
                !end
            }
        };
        self.depth -= usize::from(!more);
        Ok(more)
    }

    /// Takes a string of bytes or text, in one piece or in several.
    fn string_of(&mut self, wanted: u8, what: &str) -> Result<Cow<'a, [u8]>, Failure> {
        let (major, info) = self.peek()?;
        if major != wanted {
            return Err(self.unexpected(what));
        }
        if info != INDEFINITE {
            let length = self.argument(info)?;
            return Ok(self.take(length)?.into());
        }
        self.at += 1;
        let mut whole = Vec::new();
        while self.bytes.get(self.at) != Some(&BREAK) {
            let (major, info) = self.peek()?;
            if major != wanted || info == INDEFINITE {
                return Err(self.unexpected("a piece of a string"));
            }
            let length = self.argument(info)?;
            whole.extend_from_slice(self.take(length)?);
        }
        self.at += 1;
        Ok(whole.into())
    }

    fn number(&mut self, what: &str) -> Result<Number, Failure> {
        Ok(match self.peek()? {
            (major::UNSIGNED, info) => Number::Integer(self.argument(info)?.into()),
            (major::NEGATIVE, info) => Number::Integer(!i128::from(self.argument(info)?)),
            (major::SIMPLE, info @ simple::F16) => Number::Float(half(self.argument(info)? as u16)),
            (major::SIMPLE, info @ simple::F32) => {
                Number::Float(f32::from_bits(self.argument(info)? as u32).into())
            }
            (major::SIMPLE, info @ simple::F64) => Number::Float(f64::from_bits(self.argument(info)?)),
            _ => return Err(self.unexpected(what)),
        })
    }

    /// A whole number that came at `at`, in the 64 bits that members have.
    fn in_64_bits(at: usize, value: i128) -> Result<i64, Failure> {
        i64::try_from(value).map_err(|_| Failure::new("a number of more than 64 bits").at(at))
    }

    #[cold]
    fn unexpected(&self, what: &str) -> Failure {
        let found = match self.peek() {
            Err(failure) => return failure,
            Ok((major::UNSIGNED | major::NEGATIVE, _)) => "a whole number",
            Ok((major::BYTES, _)) => "bytes",
            Ok((major::TEXT, _)) => "text",
            Ok((major::LIST, _)) => "a list",
            Ok((major::MAP, _)) => "a map",
            Ok((major::TAG, _)) => "a tag",
            Ok((_, simple::FALSE | simple::TRUE)) => "a boolean",
            Ok((_, simple::NULL | simple::UNDEFINED)) => "null",
            Ok((_, simple::F16 | simple::F32 | simple::F64)) => "a float",
            Ok(_) => "something else",
        };
        self.failure(format!("expected {what}, found {found}"))
    }
}

/// The value of a half float.
fn half(bits: u16) -> f64 {
    let fraction = f64::from(bits & 0x3ff);
    let magnitude = match bits >> 10 & 0x1f {
        0 => fraction * 2_f64.powi(-24),
        31 if fraction == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        exponent => (1024.0 + fraction) * 2_f64.powi(i32::from(exponent) - 25),
    };
    if bits & 0x8000 == 0 { magnitude } else { -magnitude }
}

impl<'a> ValueReader<'a> for CborReader<'a> {
    type Open = Open;

    fn take_null(&mut self) -> Result<bool, Failure> {
        let null = matches!(self.peek()?, (major::SIMPLE, simple::NULL | simple::UNDEFINED));
        self.at += usize::from(null);
        Ok(null)
    }

    fn open_map(&mut self) -> Result<Open, Failure> {
        self.open(major::MAP, "a map")
    }

    fn next_key(&mut self, open: &mut Open) -> Result<Option<Cow<'a, str>>, Failure> {
        if self.step(open)? { self.string().map(Some) } else { Ok(None) }
    }

    fn open_list(&mut self) -> Result<Open, Failure> {
        self.open(major::LIST, "a list")
    }

    fn next_item(&mut self, open: &mut Open) -> Result<bool, Failure> {
        self.step(open)
    }

    fn boolean(&mut self) -> Result<bool, Failure> {
        let value = match self.peek()? {
            (major::SIMPLE, simple::FALSE) => false,
            (major::SIMPLE, simple::TRUE) => true,
            _ => return Err(self.unexpected("a boolean")),
        };
        self.at += 1;
        Ok(value)
    }

    fn integer(&mut self) -> Result<i64, Failure> {
        let at = self.at;
        match self.number("a whole number")? {
            Number::Integer(value) => Self::in_64_bits(at, value),
            Number::Float(value) => text::whole(value)
                .ok_or_else(|| Failure::new("expected a whole number, found a float").at(at)),
        }
    }

    fn float(&mut self) -> Result<f32, Failure> {
        Ok(match self.number("a number")? {
            Number::Integer(value) => value as f32,
            Number::Float(value) => value as f32,
        })
    }

    fn double(&mut self) -> Result<f64, Failure> {
        Ok(match self.number("a number")? {
            Number::Integer(value) => value as f64,
            Number::Float(value) => value,
        })
    }

    fn string(&mut self) -> Result<Cow<'a, str>, Failure> {
        let at = self.at;
        let bad = |_| Failure::new("this text is not UTF-8").at(at);
        match self.string_of(major::TEXT, "text")? {
            Cow::Borrowed(bytes) => std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(bad),
            Cow::Owned(bytes) => {
                String::from_utf8(bytes).map(Cow::Owned).map_err(|error| bad(error.utf8_error()))
            }
        }
    }

    fn blob(&mut self) -> Result<Blob, Failure> {
        Ok(self.string_of(major::BYTES, "bytes")?.into_owned().into())
    }

    fn timestamp(&mut self) -> Result<Timestamp, Failure> {
        let at = self.at;
        if let (major::TAG, info) = self.peek()?
            && self.argument(info)? != EPOCH
        {
            return Err(Failure::new("expected a timestamp, found another tag").at(at));
        }
        let time = match self.number("a timestamp")? {
            Number::Integer(value) => Some(Timestamp::new(Self::in_64_bits(at, value)?, 0)),
            Number::Float(value) => Timestamp::from_seconds(value),
        };
        time.ok_or_else(|| Failure::new("a timestamp out of range").at(at))
    }

    fn document(&mut self) -> Result<Document, Failure> {
        if self.take_null()? {
            return Ok(Document::Null);
        }
        Ok(match self.peek()? {
            (major::BYTES, _) => Document::String(base64::encode(&self.string_of(major::BYTES, "bytes")?)),
            (major::TEXT, _) => Document::String(self.string()?.into_owned()),
            (major::LIST, _) => {
                let mut list = Vec::new();
                let mut open = self.open_list()?;
                while self.next_item(&mut open)? {
                    list.push(self.document()?);
                }
                Document::List(list)
            }
            (major::MAP, _) => {
                let mut map = Map::new();
                let mut open = self.open_map()?;
                while let Some(key) = self.next_key(&mut open)? {
                    map.insert(key, self.document()?);
                }
                Document::Map(map)
            }
            (major::SIMPLE, simple::FALSE | simple::TRUE) => Document::Boolean(self.boolean()?),
            _ => match self.number("a value")? {
                Number::Integer(value) => Document::Integer(value),
                Number::Float(value) => Document::Double(value),
            },
        })
    }

    fn skip(&mut self) -> Result<(), Failure> {
        while let (major::TAG, info) = self.peek()? {
            self.argument(info)?;
        }
        match self.peek()? {
            (major @ (major::BYTES | major::TEXT), _) => self.string_of(major, "a string").map(drop),
            (major::LIST, _) => {
                let mut open = self.open_list()?;
                while self.next_item(&mut open)? {
                    self.skip()?;
                }
                Ok(())
            }
            (major::MAP, _) => {
                let mut open = self.open_map()?;
                while self.step(&mut open)? {
                    self.skip()?;
                    self.skip()?;
                }
                Ok(())
            }
            (major::SIMPLE, INDEFINITE) => Err(self.unexpected("a value")),
            (_, info) => self.argument(info).map(drop),
        }
    }

    fn failure(&self, message: impl Into<Cow<'static, str>>) -> Failure {
        Failure::new(message).at(self.at)
    }
}

//! [`Number`]: a number of DynamoDB, with all its digits.

use crate::decimal::{Decimal, checked, float_text, integer};
use crate::tokens;
use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;
use tucuxi::Error;

/// A number of DynamoDB: a decimal number of up to 38 significant digits, of magnitudes from 1E-130 to 9.99…E+125, and 0.
///
/// It keeps the text that it was made of, so that nothing is lost and nothing is rounded. Numbers are equal, and ordered,
/// by value: `1.0` equals `1`.
///
/// ```
/// use tucuxi_dynamodb_items::Number;
///
/// let price: Number = "12.50".parse()?;
/// assert_eq!(price.to_string(), "12.50");
/// assert_eq!(price, Number::try_from(12.5)?);
/// assert!(price > Number::from(12));
/// assert_eq!(i64::try_from(&Number::from(12)).ok(), Some(12));
/// # Ok::<(), tucuxi::Error>(())
/// ```
///
/// As a member of a structure it is written as `N` and read from `N`, also inside of flattened structures and of enums
/// that are untagged or have their tag inside. In other formats it is a string.
#[derive(Clone)]
pub struct Number(String);

impl Number {
    /// The number that `text` shows, such as `12`, `-0.5` or `1.25E+3`.
    ///
    /// # Errors
    ///
    /// [`Serialize`](tucuxi::error::ErrorKind::Serialize) if `text` is not a number, has more than 38 significant digits,
    /// or is out of DynamoDB's range.
    pub fn new(text: impl Into<String>) -> Result<Self, Error> {
        let text = text.into();
        checked(&text).map_err(Error::serialize)?;
        Ok(Self(text))
    }

    /// Its text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its text.
    pub fn into_string(self) -> String {
        self.0
    }

    /// The float next to it. One of more than 17 digits loses some.
    pub fn to_f64(&self) -> f64 {
        self.0.parse().unwrap_or(f64::NAN)
    }

    fn decimal(&self) -> Option<Decimal<'_>> {
        Decimal::parse(&self.0)
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Number {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self, Error> {
        Self::new(text)
    }
}

impl TryFrom<&str> for Number {
    type Error = Error;
    fn try_from(text: &str) -> Result<Self, Error> {
        Self::new(text)
    }
}

impl TryFrom<String> for Number {
    type Error = Error;
    fn try_from(text: String) -> Result<Self, Error> {
        Self::new(text)
    }
}

impl From<Number> for String {
    fn from(number: Number) -> Self {
        number.0
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Number {}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.decimal(), other.decimal()) {
            (Some(number), Some(other)) => number.compare(&other),
            (number, other) => number.is_some().cmp(&other.is_some()),
        }
    }
}

impl Hash for Number {
    fn hash<H: Hasher>(&self, state: &mut H) {
        if let Some(number) = self.decimal() {
            let (negative, exponent, digits) = number.identity();
            (negative, exponent).hash(state);
            digits.for_each(|digit| digit.hash(state));
        }
    }
}

macro_rules! integers {
    ($($integer:ident)*) => {$(
        impl From<$integer> for Number {
            fn from(value: $integer) -> Self {
                Self(value.to_string())
            }
        }
    )*};
}

integers!(i8 i16 i32 i64 isize u8 u16 u32 u64 usize);

macro_rules! fallible {
    ($($wide:ident)*) => {$(
        /// An error for more than 38 significant digits.
        impl TryFrom<$wide> for Number {
            type Error = Error;
            fn try_from(value: $wide) -> Result<Self, Error> {
                Self::new(value.to_string())
            }
        }
    )*};
}

fallible!(i128 u128);

macro_rules! floats {
    ($($float:ident)*) => {$(
        /// The shortest number that gives the same float again. An error for what is not finite or out of DynamoDB's range.
        impl TryFrom<$float> for Number {
            type Error = Error;
            fn try_from(value: $float) -> Result<Self, Error> {
                float_text(value).map(Self).map_err(Error::serialize)
            }
        }
    )*};
}

floats!(f32 f64);

macro_rules! into_integers {
    ($($integer:ident)*) => {$(
        /// An error if the number is not whole or out of range.
        impl TryFrom<&Number> for $integer {
            type Error = Error;
            fn try_from(number: &Number) -> Result<Self, Error> {
                let wrong = || Error::parse(format!("{number} is not a number that fits {}", stringify!($integer)));
                integer(&number.0).ok_or_else(wrong)
            }
        }
    )*};
}

into_integers!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize);

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_newtype_struct(tokens::NUMBER, &self.0)
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(tokens::NUMBER, NumberVisitor)
    }
}

/// Takes texts, and numbers of formats that have some. DynamoDB's own texts come as they are.
struct NumberVisitor;

impl<'de> Visitor<'de> for NumberVisitor {
    type Value = Number;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Number, E> {
        self.visit_string(text.to_owned())
    }

    fn visit_string<E: de::Error>(self, text: String) -> Result<Number, E> {
        checked(&text).map_err(E::custom)?;
        Ok(Number(text))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Number, E> {
        Ok(value.into())
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Number, E> {
        Ok(value.into())
    }

    fn visit_i128<E: de::Error>(self, value: i128) -> Result<Number, E> {
        self.visit_string(value.to_string())
    }

    fn visit_u128<E: de::Error>(self, value: u128) -> Result<Number, E> {
        self.visit_string(value.to_string())
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Number, E> {
        float_text(value).map(Number).map_err(E::custom)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Number, D::Error> {
        deserializer.deserialize_any(self)
    }
}

//! [`IntoKey`]: what a key is given as; and keys as text, to find equal ones.

use crate::custom::expression::KeyCondition;
use crate::custom::items::{Item, to_item};
use crate::types::AttributeValue;
use tucuxi::Error;
use tucuxi::external::serde::Serialize;

/// What the key of an item is given as: `Key("id").eq(7)`, `Key("customer").eq("c") & Key("date").eq("2026-01-01")`, or anything
/// serialisable that has the attributes of the key, among others or alone. See [`TypedTable`](super::TypedTable#keys).
pub trait IntoKey: sealed::Sealed {}

mod sealed {
    use super::KeySource;

    pub trait Sealed {
        #[doc(hidden)]
        fn into_source(self) -> KeySource;
    }
}

/// A key as it was given.
#[derive(Debug)]
pub enum KeySource {
    /// All attributes of the key, and no others.
    Exact(Item),
    /// The attributes of the key among others.
    Within(Item),
    /// It is not a key.
    Failed(Error),
}

impl KeySource {
    /// The attribute of this name, if it was given, as it was given.
    pub fn get(&self, name: &str) -> Option<&AttributeValue> {
        match self {
            Self::Exact(item) | Self::Within(item) => item.get(name),
            Self::Failed(_) => None,
        }
    }
}

impl<T: Serialize> IntoKey for T {}
impl<T: Serialize> sealed::Sealed for T {
    fn into_source(self) -> KeySource {
        to_item(&self).map_or_else(KeySource::Failed, KeySource::Within)
    }
}

impl IntoKey for KeyCondition {}
impl sealed::Sealed for KeyCondition {
    fn into_source(self) -> KeySource {
        match self.into_key() {
            Ok(attributes) => KeySource::Exact(attributes.into_iter().collect()),
            Err(error) => KeySource::Failed(error),
        }
    }
}

/// A text that equal keys have in common, and no others: numbers are equal however they are written.
///
/// # Errors
/// When an attribute is of a type that keys cannot have.
pub(super) fn identity(key: &Item) -> Result<String, Error> {
    let mut attributes: Vec<_> = key.iter().collect();
    attributes.sort_unstable_by_key(|(name, _)| *name);
    let texts = attributes.into_iter().map(|(name, value)| match value {
        AttributeValue::S(text) => Ok(format!("{name:?}: S {text:?}")),
        AttributeValue::N(number) => Ok(format!("{name:?}: N {}", plain(number))),
        AttributeValue::B(bytes) => Ok(format!("{name:?}: B {:?}", &bytes[..])),
        _ => Err(Error::validation(format!("`{name}` of a key is not a string, a number or bytes"))),
    });
    Ok(texts.collect::<Result<Vec<_>, _>>()?.join(", "))
}

/// A number as its sign, its digits without zeros around them, and the power of ten of the last digit. Another text as it is.
fn plain(number: &str) -> String {
    let (sign, unsigned) = match number.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", number.strip_prefix('+').unwrap_or(number)),
    };
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    let power = exponent.parse::<i64>().ok().and_then(|power| power.checked_sub(fraction.len() as i64));
    let Some(power) = power.filter(|_| digits.bytes().all(|byte| byte.is_ascii_digit())) else {
        return number.to_owned();
    };
    let shortened = digits.trim_end_matches('0');
    let power = power.saturating_add((digits.len() - shortened.len()) as i64);
    match shortened.trim_start_matches('0') {
        "" => "0".to_owned(),
        digits => format!("{sign}{digits}e{power}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_equal_however_they_are_written() {
        for same in [["1", "1.0"], ["100", "1e2"], ["-0.50", "-5E-1"], ["0", "-0.00"], ["007", "7"]] {
            assert_eq!(plain(same[0]), plain(same[1]), "{same:?}");
        }
        for other in [["1", "10"], ["1", "-1"], ["0.1", "0.01"], ["101", "11"]] {
            assert_ne!(plain(other[0]), plain(other[1]), "{other:?}");
        }
    }

    #[test]
    fn keys_are_equal_if_all_attributes_are() {
        let text = |value: &str| AttributeValue::S(value.to_owned());
        let identity = |attributes: [(&str, AttributeValue); 2]| identity(&Item::from(attributes)).unwrap();
        let key = identity([("a", text("1")), ("b", text("2"))]);
        assert_eq!(key, identity([("b", text("2")), ("a", text("1"))]));
        assert_ne!(key, identity([("a", text("2")), ("b", text("1"))]));
        assert_ne!(key, identity([("a", AttributeValue::N("1".into())), ("b", text("2"))]));
        assert_ne!(
            identity([("a", text("x")), ("b", text("y\", \"c"))]),
            identity([("a", text("x")), ("b", text("y"))])
        );
        let bytes =
            |last: u8| identity([("a", AttributeValue::B(vec![1, 2, last].into())), ("b", text("2"))]);
        assert_eq!(bytes(3), bytes(3));
        assert_ne!(bytes(3), bytes(4), "of the same length");
    }

    #[test]
    fn keys_have_no_other_types() {
        identity(&Item::from([("a", AttributeValue::Bool(true))])).unwrap_err();
    }
}

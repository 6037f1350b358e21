//! Attribute values of Rust's own types.

use crate::types::AttributeValue;
use std::collections::{BTreeMap, HashMap};
use tucuxi::types::{Blob, Map};

impl AttributeValue {
    /// Whether the value is `NULL`.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null(_))
    }
}

impl From<&str> for AttributeValue {
    fn from(value: &str) -> Self {
        Self::S(value.to_owned())
    }
}

impl From<String> for AttributeValue {
    fn from(value: String) -> Self {
        Self::S(value)
    }
}

impl From<&String> for AttributeValue {
    fn from(value: &String) -> Self {
        Self::S(value.clone())
    }
}

impl From<char> for AttributeValue {
    fn from(value: char) -> Self {
        Self::S(value.to_string())
    }
}

impl From<bool> for AttributeValue {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

macro_rules! integers {
    ($($integer:ident)*) => {$(
        impl From<$integer> for AttributeValue {
            fn from(value: $integer) -> Self {
                Self::N(value.to_string())
            }
        }
    )*};
}

// Without `u8`, since a `Vec<u8>` is bytes and not a list of numbers. Floats and integers of 128 bits may be numbers that
// DynamoDB does not take.
integers!(i8 i16 i32 i64 isize u16 u32 u64 usize);

impl From<Blob> for AttributeValue {
    fn from(value: Blob) -> Self {
        Self::B(value)
    }
}

impl From<Vec<u8>> for AttributeValue {
    fn from(value: Vec<u8>) -> Self {
        Self::B(value.into())
    }
}

impl From<&[u8]> for AttributeValue {
    fn from(value: &[u8]) -> Self {
        Self::B(value.into())
    }
}

impl<const N: usize> From<&[u8; N]> for AttributeValue {
    fn from(value: &[u8; N]) -> Self {
        Self::B(value.into())
    }
}

/// A list.
impl<T: Into<AttributeValue>> From<Vec<T>> for AttributeValue {
    fn from(value: Vec<T>) -> Self {
        Self::L(value.into_iter().map(Into::into).collect())
    }
}

/// A list.
impl<T: Into<AttributeValue>, const N: usize> From<[T; N]> for AttributeValue {
    fn from(value: [T; N]) -> Self {
        Self::L(value.into_iter().map(Into::into).collect())
    }
}

/// A map.
impl From<Map<AttributeValue>> for AttributeValue {
    fn from(value: Map<AttributeValue>) -> Self {
        Self::M(value)
    }
}

/// A map.
impl<K: Into<String>, V: Into<AttributeValue>> From<HashMap<K, V>> for AttributeValue {
    fn from(value: HashMap<K, V>) -> Self {
        Self::M(value.into_iter().map(|(key, value)| (key, value.into())).collect())
    }
}

/// A map.
impl<K: Into<String>, V: Into<AttributeValue>> From<BTreeMap<K, V>> for AttributeValue {
    fn from(value: BTreeMap<K, V>) -> Self {
        Self::M(value.into_iter().map(|(key, value)| (key, value.into())).collect())
    }
}

/// `NULL` for none.
impl<T: Into<AttributeValue>> From<Option<T>> for AttributeValue {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null(true), Into::into)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_become_what_boto3_makes_of_them() {
        for (value, expected) in [
            (AttributeValue::from("a"), AttributeValue::S("a".to_owned())),
            ("a".to_owned().into(), AttributeValue::S("a".to_owned())),
            (true.into(), AttributeValue::Bool(true)),
            (7.into(), AttributeValue::N("7".to_owned())),
            (u64::MAX.into(), AttributeValue::N("18446744073709551615".to_owned())),
            (vec![1_u8, 2].into(), AttributeValue::B(Blob::from([1, 2]))),
            (b"ab".into(), AttributeValue::B(Blob::from("ab"))),
            (vec![1, 2].into(), AttributeValue::L(vec![1.into(), 2.into()])),
            (["a"].into(), AttributeValue::L(vec!["a".into()])),
            (BTreeMap::from([("a", 1)]).into(), AttributeValue::M(Map::from([("a", 1.into())]))),
            (HashMap::from([("a", Some(1))]).into(), AttributeValue::M(Map::from([("a", 1.into())]))),
            (None::<i64>.into(), AttributeValue::Null(true)),
        ] {
            assert_eq!(value, expected);
        }
    }
}

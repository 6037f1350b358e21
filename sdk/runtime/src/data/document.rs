//! [`Document`]: free JSON in a structure.

mod json;

use super::Map;
use std::collections::{BTreeMap, HashMap};

/// Arbitrary JSON: a `document` of the service model.
///
/// Numbers keep their value: a whole number that is written without a point and an exponent is an
/// [`Integer`](Self::Integer) of 128 bits, any other is the nearest [`Double`](Self::Double). So is a whole number of more
/// than 128 bits.
///
/// What is in one is read by steps that give `None` where there is no such thing:
///
/// ```
/// use tucuxi::types::{Document, Map};
///
/// let document: Document = Map::from([("city", "Berlin".into()), ("days", Document::from(vec![1, 2]))]).into();
/// assert_eq!(document.get("city").and_then(Document::as_str), Some("Berlin"));
/// let second = document.get("days").and_then(|days| days.get_index(1));
/// assert_eq!(second.and_then(Document::as_i64), Some(2));
/// assert!(document.get("street").is_none());
/// ```
///
/// [`From`] and [`Into`] also take it from and to a `serde_json::Value`.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Document {
    /// `null`.
    #[default]
    Null,
    /// A boolean.
    Boolean(bool),
    /// A whole number. CBOR has room for -2^64 to 2^64 - 1.
    Integer(i128),
    /// Any other number. JSON has no form for NaN and the infinities. They are written as strings, `"NaN"`, `"Infinity"`
    /// and `"-Infinity"`, as Smithy writes them for members that are floats; they are read from the bare words that
    /// other JSON libraries write, while a string stays a string.
    Double(f64),
    /// A string.
    String(String),
    /// An array.
    List(Vec<Document>),
    /// An object.
    Map(Map<Document>),
}

impl Document {
    /// The value at `key` of a map.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.as_map()?.get(key)
    }

    /// Item `index` of a list.
    pub fn get_index(&self, index: usize) -> Option<&Self> {
        self.as_list()?.get(index)
    }

    /// Whether it is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The boolean, if it is one.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Boolean(value) => Some(*value),
            _ => None,
        }
    }

    /// The number, if it is a whole one that fits into 64 bits. A [`Double`](Self::Double) is none, whatever its value.
    pub fn as_i64(&self) -> Option<i64> {
        match self {
            Self::Integer(value) => i64::try_from(*value).ok(),
            _ => None,
        }
    }

    /// The number, if it is one. Of a whole number it is the nearest float.
    pub fn as_f64(&self) -> Option<f64> {
        match self {
            Self::Integer(value) => Some(*value as f64),
            Self::Double(value) => Some(*value),
            _ => None,
        }
    }

    /// The text, if it is a string.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(value) => Some(value),
            _ => None,
        }
    }

    /// The items, if it is a list.
    pub fn as_list(&self) -> Option<&[Self]> {
        match self {
            Self::List(items) => Some(items),
            _ => None,
        }
    }

    /// The entries, if it is a map.
    pub fn as_map(&self) -> Option<&Map<Self>> {
        match self {
            Self::Map(map) => Some(map),
            _ => None,
        }
    }
}

impl From<bool> for Document {
    fn from(value: bool) -> Self {
        Self::Boolean(value)
    }
}

/// Whole numbers, none of which loses a digit.
macro_rules! from_integers {
    ($($integer:ty)*) => {$(
        impl From<$integer> for Document {
            fn from(value: $integer) -> Self {
                Self::Integer(value.into())
            }
        }
    )*};
}

from_integers!(i8 u8 i16 u16 i32 u32 i64 u64 i128);

impl From<f32> for Document {
    fn from(value: f32) -> Self {
        Self::Double(value.into())
    }
}

impl From<f64> for Document {
    fn from(value: f64) -> Self {
        Self::Double(value)
    }
}

impl From<&str> for Document {
    fn from(value: &str) -> Self {
        Self::String(value.to_owned())
    }
}

impl From<String> for Document {
    fn from(value: String) -> Self {
        Self::String(value)
    }
}

impl<T: Into<Document>> From<Vec<T>> for Document {
    fn from(items: Vec<T>) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }
}

impl<T: Into<Document>> From<Map<T>> for Document {
    fn from(map: Map<T>) -> Self {
        Self::Map(map.into_iter().map(|(key, value)| (key, value.into())).collect())
    }
}

/// The order of its entries is that in which the map gives them.
impl<K: Into<String>, T: Into<Document>, S> From<HashMap<K, T, S>> for Document {
    fn from(map: HashMap<K, T, S>) -> Self {
        Self::Map(map.into_iter().map(|(key, value)| (key, value.into())).collect())
    }
}

impl<K: Into<String>, T: Into<Document>> From<BTreeMap<K, T>> for Document {
    fn from(map: BTreeMap<K, T>) -> Self {
        Self::Map(map.into_iter().map(|(key, value)| (key, value.into())).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_by_their_type() {
        let document = Document::from(BTreeMap::from([("n", 1_u64 << 63), ("one", 1)]));
        assert_eq!(document.get("one").and_then(Document::as_i64), Some(1));
        let large = document.get("n");
        assert_eq!(large.and_then(Document::as_i64), None);
        assert_eq!(large.and_then(Document::as_f64), Some(9_223_372_036_854_775_808.0));
        assert_eq!(document.as_map().map(Map::len), Some(2));
        assert_eq!((document.as_list(), document.get_index(0)), (None, None));
    }

    #[test]
    fn what_is_of_another_type_is_none() {
        let texts = Document::from(vec!["a", "b"]);
        assert_eq!(texts.get_index(1).and_then(Document::as_str), Some("b"));
        assert_eq!((texts.get_index(2), texts.get("a"), texts.as_str()), (None, None, None));
        assert_eq!(Document::from(true).as_bool(), Some(true));
        assert_eq!((Document::from(1.0_f32).as_f64(), Document::from(1.0).as_i64()), (Some(1.0), None));
        assert!(Document::Null.is_null() && Document::Null.as_bool().is_none());
        assert!(!Document::from(HashMap::from([(String::from("k"), 1)])).is_null());
    }
}

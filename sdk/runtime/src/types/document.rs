//! [`Document`]: free JSON in a structure.

use super::Map;

/// Arbitrary JSON: a `document` of the service model.
///
/// Numbers keep their value: a whole number that is written without a point and an exponent is an
/// [`Integer`](Self::Integer) of 128 bits, any other is the nearest [`Double`](Self::Double). So is a whole number of more
/// than 128 bits.
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

from_integers!(i32 u32 i64 u64 i128);

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

impl From<Vec<Document>> for Document {
    fn from(value: Vec<Document>) -> Self {
        Self::List(value)
    }
}

impl From<Map<Document>> for Document {
    fn from(value: Map<Document>) -> Self {
        Self::Map(value)
    }
}

//! [`Document`]: free JSON in a structure.

use super::Map;

/// Arbitrary JSON: a `document` of the service model.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Document {
    /// `null`.
    #[default]
    Null,
    /// A boolean.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// Any other number.
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

impl From<i64> for Document {
    fn from(value: i64) -> Self {
        Self::Integer(value)
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

//! Documents from and to the values of `serde_json`.

use super::Document;
use crate::data::decimal;
use serde_json::{Number, Value};

/// The same value. Whole numbers keep all digits, up to 128 bits; others are the nearest float.
///
/// ```
/// use tucuxi::types::Document;
///
/// let document = Document::from(serde_json::json!({"ids": [1, 2]}));
/// assert_eq!(document.get("ids").and_then(|ids| ids.get_index(0)?.as_i64()), Some(1));
/// ```
impl From<Value> for Document {
    fn from(value: Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Boolean(value),
            Value::Number(number) => match number.as_i128() {
                Some(integer) => Self::Integer(integer),
                // Never `None` without the feature for numbers of any length.
                None => Self::Double(number.as_f64().unwrap_or(f64::NAN)),
            },
            Value::String(text) => Self::String(text),
            Value::Array(items) => items.into(),
            Value::Object(object) => {
                Self::Map(object.into_iter().map(|(key, value)| (key, value.into())).collect())
            }
        }
    }
}

/// The same value, where `serde_json` has it. A whole number that does not fit into its 64 bits, with a sign or without,
/// becomes the nearest float, and NaN and the infinities the strings `"NaN"`, `"Infinity"` and `"-Infinity"`, for which
/// JSON has no numbers.
///
/// ```
/// use serde_json::{Value, json};
/// use tucuxi::types::Document;
///
/// assert_eq!(Value::from(&Document::from(vec![1.5, f64::NAN])), json!([1.5, "NaN"]));
/// ```
impl From<&Document> for Value {
    fn from(document: &Document) -> Self {
        match document {
            Document::Null => Self::Null,
            Document::Boolean(value) => (*value).into(),
            Document::Integer(value) => integer(*value),
            Document::Double(value) => float(*value),
            Document::String(value) => value.as_str().into(),
            Document::List(items) => items.iter().map(Self::from).collect(),
            Document::Map(map) => map.iter().map(|(key, value)| (key, Self::from(value))).collect(),
        }
    }
}

/// As from a lent document.
impl From<Document> for Value {
    fn from(document: Document) -> Self {
        Self::from(&document)
    }
}

/// A whole number; where it does not fit into the 64 bits of `serde_json`, the nearest float.
fn integer(value: i128) -> Value {
    match (i64::try_from(value), u64::try_from(value)) {
        (Ok(value), _) => value.into(),
        (_, Ok(value)) => value.into(),
        _ => float(value as f64),
    }
}

/// A float, or the word for it.
fn float(value: f64) -> Value {
    match decimal::float(value) {
        Some(word) => word.into(),
        None => Number::from_f64(value).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn values_come_back_as_they_were() {
        for value in [
            json!(null),
            json!([true, "a", {}, []]),
            json!({"b": 1, "a": {"list": [i64::MIN, u64::MAX, 9_007_199_254_740_993_u64]}}),
            json!([1.5, -0.0, 1.0, 1e300, 5e-324]),
        ] {
            let document = Document::from(value.clone());
            assert_eq!(Value::from(&document), value);
            assert_eq!(Value::from(document).to_string(), value.to_string());
        }
    }

    #[test]
    fn numbers_that_values_cannot_hold() {
        let document = Document::List(vec![i128::MAX.into(), i128::MIN.into(), f64::NEG_INFINITY.into()]);
        assert_eq!(
            Value::from(document),
            json!([
                170141183460469231731687303715884105727_f64,
                -170141183460469231731687303715884105728_f64,
                "-Infinity"
            ])
        );
    }
}

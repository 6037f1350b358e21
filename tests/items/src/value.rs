//! [`Value`]: a value of Python.

use base64_simd::STANDARD;
use serde::ser::Error as _;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Value as Json, json};
use tucuxi::types::{Blob, Map};
use tucuxi_dynamodb::items::{Number, binary_set, number_set, number_text, string_set};

/// A value of Python: its kind, and its data.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    None(()),
    Bool(bool),
    Text(String),
    Integer(String),
    Number(String),
    Bytes(String),
    List(Vec<Value>),
    Map(Map<Value>),
    Texts(Vec<String>),
    Numbers(Vec<String>),
    Blobs(Vec<String>),
}

/// The bytes whose base64 is `text`.
pub fn bytes(text: &str) -> Result<Blob, base64_simd::Error> {
    STANDARD.decode_to_vec(text).map(Blob::from)
}

/// As the types of Rust that are nearest to Python's write themselves.
impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Value::None(()) => None::<()>.serialize(serializer),
            Value::Bool(value) => value.serialize(serializer),
            Value::Text(text) => text.serialize(serializer),
            Value::Integer(text) => text.parse::<i128>().map_err(S::Error::custom)?.serialize(serializer),
            Value::Number(text) => number_text::serialize(text, serializer),
            Value::Bytes(text) => bytes(text).map_err(S::Error::custom)?.serialize(serializer),
            Value::List(list) => list.serialize(serializer),
            Value::Map(map) => map.serialize(serializer),
            Value::Texts(texts) => string_set::serialize(texts, serializer),
            Value::Numbers(texts) => {
                let numbers = texts.iter().map(|text| text.parse()).collect::<Result<Vec<Number>, _>>();
                number_set::serialize(&numbers.map_err(S::Error::custom)?, serializer)
            }
            Value::Blobs(texts) => {
                let blobs = texts.iter().map(|text| bytes(text)).collect::<Result<Vec<_>, _>>();
                binary_set::serialize(&blobs.map_err(S::Error::custom)?, serializer)
            }
        }
    }
}

/// The description of bytes.
pub fn describe_bytes(bytes: &[u8]) -> Json {
    json!({ "bytes": base64(bytes) })
}

/// The description of a set.
pub fn describe_set(kind: &str, elements: impl Iterator<Item = String>) -> Json {
    let mut elements: Vec<String> = elements.collect();
    elements.sort();
    json!({ kind: elements })
}

/// The base64 of `bytes`.
pub fn base64(bytes: &[u8]) -> String {
    STANDARD.encode_to_string(bytes)
}

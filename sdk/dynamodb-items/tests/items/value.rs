//! An attribute value as service crates have one.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use tucuxi::types::{Blob, Map};
use tucuxi_dynamodb_items::{Attribute, Lent, Owned, Parts, deserialize_attribute, serialize_attribute};

#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    S(String),
    N(String),
    B(Blob),
    Ss(Vec<String>),
    Ns(Vec<String>),
    Bs(Vec<Blob>),
    M(Map<Value>),
    L(Vec<Value>),
    Null,
    Bool(bool),
    Unknown(String),
}

impl Attribute for Value {
    fn from_parts(parts: Owned<Self>) -> Self {
        match parts {
            Parts::S(text) => Value::S(text),
            Parts::N(text) => Value::N(text),
            Parts::B(bytes) => Value::B(bytes),
            Parts::Ss(texts) => Value::Ss(texts),
            Parts::Ns(texts) => Value::Ns(texts),
            Parts::Bs(blobs) => Value::Bs(blobs),
            Parts::M(map) => Value::M(map),
            Parts::L(list) => Value::L(list),
            Parts::Null => Value::Null,
            Parts::Bool(value) => Value::Bool(value),
            Parts::Unknown(name) => Value::Unknown(name),
        }
    }

    fn into_parts(self) -> Owned<Self> {
        match self {
            Value::S(text) => Parts::S(text),
            Value::N(text) => Parts::N(text),
            Value::B(bytes) => Parts::B(bytes),
            Value::Ss(texts) => Parts::Ss(texts),
            Value::Ns(texts) => Parts::Ns(texts),
            Value::Bs(blobs) => Parts::Bs(blobs),
            Value::M(map) => Parts::M(map),
            Value::L(list) => Parts::L(list),
            Value::Null => Parts::Null,
            Value::Bool(value) => Parts::Bool(value),
            Value::Unknown(name) => Parts::Unknown(name),
        }
    }

    fn parts(&self) -> Lent<'_, Self> {
        match self {
            Value::S(text) => Parts::S(text),
            Value::N(text) => Parts::N(text),
            Value::B(bytes) => Parts::B(bytes),
            Value::Ss(texts) => Parts::Ss(texts),
            Value::Ns(texts) => Parts::Ns(texts),
            Value::Bs(blobs) => Parts::Bs(blobs),
            Value::M(map) => Parts::M(map),
            Value::L(list) => Parts::L(list),
            Value::Null => Parts::Null,
            Value::Bool(value) => Parts::Bool(*value),
            Value::Unknown(name) => Parts::Unknown(name),
        }
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_attribute(self, serializer)
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize_attribute(deserializer)
    }
}

pub fn s(text: &str) -> Value {
    Value::S(text.to_owned())
}

pub fn n(number: impl ToString) -> Value {
    Value::N(number.to_string())
}

pub fn b(bytes: &[u8]) -> Value {
    Value::B(bytes.into())
}

pub fn l<const N: usize>(elements: [Value; N]) -> Value {
    Value::L(elements.into())
}

pub fn m<const N: usize>(entries: [(&str, Value); N]) -> Value {
    Value::M(entries.into())
}

pub fn ss<const N: usize>(texts: [&str; N]) -> Value {
    Value::Ss(texts.map(str::to_owned).into())
}

pub fn ns<const N: usize>(texts: [&str; N]) -> Value {
    Value::Ns(texts.map(str::to_owned).into())
}

pub fn bs<const N: usize>(blobs: [&[u8]; N]) -> Value {
    Value::Bs(blobs.map(Blob::from).into())
}

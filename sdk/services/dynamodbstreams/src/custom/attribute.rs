//! What serde needs of [`AttributeValue`].

use crate::types::AttributeValue;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use tucuxi::external::serde;
use tucuxi_dynamodb_items::{Attribute, Lent, Owned, Parts, deserialize_attribute, serialize_attribute};

impl Attribute for AttributeValue {
    #[inline]
    fn from_parts(parts: Owned<Self>) -> Self {
        match parts {
            Parts::S(text) => Self::S(text),
            Parts::N(text) => Self::N(text),
            Parts::B(bytes) => Self::B(bytes),
            Parts::Ss(texts) => Self::Ss(texts),
            Parts::Ns(texts) => Self::Ns(texts),
            Parts::Bs(blobs) => Self::Bs(blobs),
            Parts::M(map) => Self::M(map),
            Parts::L(list) => Self::L(list),
            Parts::Null => Self::Null(true),
            Parts::Bool(value) => Self::Bool(value),
            Parts::Unknown(name) => Self::Unknown(name),
        }
    }

    #[inline]
    fn into_parts(self) -> Owned<Self> {
        match self {
            Self::S(text) => Parts::S(text),
            Self::N(text) => Parts::N(text),
            Self::B(bytes) => Parts::B(bytes),
            Self::Ss(texts) => Parts::Ss(texts),
            Self::Ns(texts) => Parts::Ns(texts),
            Self::Bs(blobs) => Parts::Bs(blobs),
            Self::M(map) => Parts::M(map),
            Self::L(list) => Parts::L(list),
            Self::Null(_) => Parts::Null,
            Self::Bool(value) => Parts::Bool(value),
            Self::Unknown(name) => Parts::Unknown(name),
        }
    }

    #[inline]
    fn parts(&self) -> Lent<'_, Self> {
        match self {
            Self::S(text) => Parts::S(text),
            Self::N(text) => Parts::N(text),
            Self::B(bytes) => Parts::B(bytes),
            Self::Ss(texts) => Parts::Ss(texts),
            Self::Ns(texts) => Parts::Ns(texts),
            Self::Bs(blobs) => Parts::Bs(blobs),
            Self::M(map) => Parts::M(map),
            Self::L(list) => Parts::L(list),
            Self::Null(_) => Parts::Null,
            Self::Bool(value) => Parts::Bool(*value),
            Self::Unknown(name) => Parts::Unknown(name),
        }
    }
}

/// So that a structure can have members of type [`AttributeValue`], which are written as they are.
impl Serialize for AttributeValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_attribute(self, serializer)
    }
}

/// So that a structure can have members of type [`AttributeValue`], which are read as they are. Below
/// `#[serde(flatten)]` sets come as lists, and floats of more than 17 digits as strings, since serde keeps neither there.
impl<'de> Deserialize<'de> for AttributeValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize_attribute(deserializer)
    }
}

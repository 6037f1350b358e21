//! What serde needs of [`AttributeValue`].

use crate::types::AttributeValue;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use tucuxi::external::serde;
use tucuxi_dynamodb_items::{Attribute, attribute_methods, deserialize_attribute, serialize_attribute};

impl Attribute for AttributeValue {
    attribute_methods!();
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

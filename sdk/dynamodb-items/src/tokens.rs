//! Names of newtype structures by which types of this crate tell serializer and deserializer what serde has no word for.
//! Other formats write such a structure as what is in it.

/// A text that is a number: `N`.
pub(crate) const NUMBER: &str = "$tucuxi::dynamodb::Number";
/// An attribute value, whatever its type.
pub(crate) const VALUE: &str = "$tucuxi::dynamodb::AttributeValue";
/// A sequence that is a set: `SS`, `NS`, `BS`.
pub(crate) const STRING_SET: &str = "$tucuxi::dynamodb::StringSet";
pub(crate) const NUMBER_SET: &str = "$tucuxi::dynamodb::NumberSet";
pub(crate) const BINARY_SET: &str = "$tucuxi::dynamodb::BinarySet";

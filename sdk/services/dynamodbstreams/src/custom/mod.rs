//! What DynamoDB Streams has beside its model: the items of records by serde.

#[cfg(feature = "items")]
mod attribute;
#[cfg(feature = "items")]
pub mod items;

impl crate::types::AttributeValue {
    /// Whether the value is `NULL`.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null(_))
    }
}

//! Values that model and IR have alike, each as a type of its own: the one reads JSON, the other is written down.

use crate::ir::endpoint::ContextValue;
use crate::ir::{TimestampFormat, XmlNamespace};
use crate::model::service as model;

impl From<&model::XmlNamespace> for XmlNamespace {
    fn from(namespace: &model::XmlNamespace) -> Self {
        let model::XmlNamespace { uri, prefix } = namespace.clone();
        Self { uri, prefix }
    }
}

impl From<model::TimestampFormat> for TimestampFormat {
    fn from(format: model::TimestampFormat) -> Self {
        match format {
            model::TimestampFormat::Iso8601 => Self::Iso8601,
            model::TimestampFormat::UnixTimestamp => Self::UnixTimestamp,
            model::TimestampFormat::Rfc822 => Self::Rfc822,
        }
    }
}

impl From<&model::StaticValue> for ContextValue {
    fn from(value: &model::StaticValue) -> Self {
        match value.clone() {
            model::StaticValue::Boolean(value) => Self::Boolean(value),
            model::StaticValue::String(text) => Self::String(text),
            model::StaticValue::StringArray(texts) => Self::StringArray(texts),
        }
    }
}

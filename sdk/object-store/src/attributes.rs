//! Attributes and tags of objects, as members of requests and responses.

use object_store::{Attribute, Attributes, Error};
use tucuxi::types::Map;
use tucuxi_s3::types::StorageClass;

/// The members of a request that creates an object.
#[derive(Default)]
pub(crate) struct Members {
    pub(crate) cache_control: Option<String>,
    pub(crate) content_disposition: Option<String>,
    pub(crate) content_encoding: Option<String>,
    pub(crate) content_language: Option<String>,
    pub(crate) content_type: Option<String>,
    pub(crate) metadata: Option<Map<String>>,
    pub(crate) storage_class: Option<StorageClass>,
}

impl Members {
    /// # Errors
    /// When there is an attribute of a kind that S3 does not have.
    pub(crate) fn new(attributes: &Attributes) -> Result<Self, Error> {
        let mut members = Self::default();
        for (attribute, value) in attributes {
            let value = value.to_string();
            match attribute {
                Attribute::CacheControl => members.cache_control = Some(value),
                Attribute::ContentDisposition => members.content_disposition = Some(value),
                Attribute::ContentEncoding => members.content_encoding = Some(value),
                Attribute::ContentLanguage => members.content_language = Some(value),
                Attribute::ContentType => members.content_type = Some(value),
                Attribute::StorageClass => members.storage_class = Some(value.into()),
                Attribute::Metadata(name) => {
                    members.metadata.get_or_insert_default().insert(name.to_string(), value);
                }
                other => {
                    let source = format!("S3 has no attribute {other:?}").into();
                    return Err(Error::NotSupported { source });
                }
            }
        }
        Ok(members)
    }

    /// The attributes of an object. The usual storage class is none, since S3 does not tell it.
    pub(crate) fn into_attributes(self) -> Attributes {
        let named = [
            (Attribute::CacheControl, self.cache_control),
            (Attribute::ContentDisposition, self.content_disposition),
            (Attribute::ContentEncoding, self.content_encoding),
            (Attribute::ContentLanguage, self.content_language),
            (Attribute::ContentType, self.content_type),
            (Attribute::StorageClass, special(self.storage_class)),
        ];
        let named = named.into_iter().filter_map(|(attribute, value)| Some((attribute, value?)));
        let metadata = self.metadata.into_iter().flatten();
        named.chain(metadata.map(|(name, value)| (Attribute::Metadata(name.into()), value))).collect()
    }
}

fn special(class: Option<StorageClass>) -> Option<String> {
    class.filter(|class| *class != StorageClass::Standard).map(|class| class.as_str().to_owned())
}

/// Moves the members of this name from one structure to another: requests, responses and [`Members`] call them the same.
macro_rules! move_members {
    ($from:expr => $to:expr) => {{
        let (from, to) = ($from, $to);
        to.cache_control = from.cache_control.take();
        to.content_disposition = from.content_disposition.take();
        to.content_encoding = from.content_encoding.take();
        to.content_language = from.content_language.take();
        to.content_type = from.content_type.take();
        to.metadata = from.metadata.take();
        to.storage_class = from.storage_class.take();
    }};
}
pub(crate) use move_members;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_come_back_as_they_were() {
        let attributes = Attributes::from_iter([
            (Attribute::CacheControl, "max-age=1"),
            (Attribute::ContentDisposition, "inline"),
            (Attribute::ContentEncoding, "gzip"),
            (Attribute::ContentLanguage, "en"),
            (Attribute::ContentType, "text/plain"),
            (Attribute::StorageClass, "GLACIER_IR"),
            (Attribute::Metadata("a".into()), "1"),
            (Attribute::Metadata("b".into()), "2"),
        ]);
        let members = Members::new(&attributes).expect("S3 has all of these");
        assert_eq!(members.into_attributes(), attributes);
    }

    #[test]
    fn the_usual_storage_class_is_no_attribute() {
        let members = Members { storage_class: Some(StorageClass::Standard), ..Members::default() };
        assert!(members.into_attributes().is_empty());
    }
}

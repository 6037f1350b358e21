//! [`Entity`]: a resource without its Rust type.

use super::cell::{Data, DataCell};
use super::schema::ResourceSchema;
use crate::client::Core;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// A resource: its client, type and identifiers, and the data that clones share.
pub(super) struct Entity {
    pub(super) core: Core,
    pub(super) schema: &'static ResourceSchema,
    pub(super) identifiers: Box<[String]>,
    pub(super) cell: DataCell,
}

impl Entity {
    pub(super) fn new(
        core: &Core,
        schema: &'static ResourceSchema,
        identifiers: Vec<String>,
        data: Option<Data>,
    ) -> Arc<Self> {
        let cell = DataCell::with(data);
        Arc::new(Self { core: core.clone(), schema, identifiers: identifiers.into(), cell })
    }

    /// The identifier with this index; empty past the end.
    pub(super) fn identifier(&self, index: usize) -> &str {
        self.identifiers.get(index).map_or("", String::as_str)
    }
}

impl PartialEq for Entity {
    /// Equal types and identifiers, as in boto3. Names are unique within a service.
    fn eq(&self, other: &Self) -> bool {
        self.schema.name == other.schema.name
            && self.schema.service.name == other.schema.service.name
            && self.identifiers == other.identifiers
    }
}

impl Hash for Entity {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.schema.service.name, self.schema.name, &self.identifiers).hash(state);
    }
}

impl fmt::Debug for Entity {
    /// `ec2.Instance(id="i-1")`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}(", self.schema.service.name, self.schema.name)?;
        for (index, (identifier, value)) in self.schema.identifiers.iter().zip(&self.identifiers).enumerate()
        {
            f.write_str(if index > 0 { ", " } else { "" })?;
            match identifier.sensitive {
                true => write!(f, "{}=[redacted]", identifier.name)?,
                false => write!(f, "{}={value:?}", identifier.name)?,
            }
        }
        f.write_str(")")
    }
}

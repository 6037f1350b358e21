//! [`StructSchema`]: a structure, union or exception.

use super::{Member, XmlNamespace};

/// What kind of structure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShapeKind {
    /// Any number of members.
    Structure,
    /// Exactly one member.
    Union,
}

/// What the service model says of a structure.
#[derive(Debug)]
pub struct StructSchema {
    /// The shape's name in the model.
    pub name: &'static str,
    /// Structure or union.
    pub kind: ShapeKind,
    /// Its members, in the order of the model.
    pub members: &'static [Member],
    /// The member that is the whole body, if one is.
    pub payload: Option<usize>,
    /// The shape's own `locationName`: the root element where it is an XML payload. Empty without one.
    pub wire: &'static str,
    /// The shape's own XML namespace.
    pub xml_namespace: Option<XmlNamespace>,
}

impl StructSchema {
    /// A structure with these members.
    pub const fn new(name: &'static str, members: &'static [Member]) -> Self {
        Self { name, kind: ShapeKind::Structure, members, payload: None, wire: "", xml_namespace: None }
    }

    /// A union of these members.
    pub const fn union(name: &'static str, members: &'static [Member]) -> Self {
        Self { kind: ShapeKind::Union, ..Self::new(name, members) }
    }

    /// With member `index` as the whole body.
    pub const fn payload(mut self, index: usize) -> Self {
        self.payload = Some(index);
        self
    }

    /// With an own XML element name and namespace.
    pub const fn xml(mut self, wire: &'static str, namespace: Option<XmlNamespace>) -> Self {
        self.wire = wire;
        self.xml_namespace = namespace;
        self
    }

    /// The index of the member the model calls `name`.
    pub fn member(&self, name: &str) -> Option<usize> {
        self.members.iter().position(|member| member.name == name)
    }
}

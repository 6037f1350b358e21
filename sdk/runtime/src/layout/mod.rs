//! The tables of structures: members, their types, and where they go on the wire.

mod member;
mod structure;
mod word;

pub use member::{EntryNamespaces, Flags, ListType, Location, MapType, Member, Traits, Type, XmlNamespace};
pub use structure::{ShapeKind, StructSchema};
pub use word::{AuthScheme, ContextValue};

//! The resolved form of a service: ids and decisions, no names left to look up.

pub mod available;
pub mod endpoint;
pub mod jmespath;
mod operation;
mod package;
pub mod paginator;
pub mod resource;
mod service;
mod shape;
mod waiter;

pub use operation::{Checksum, ContextBinding, ContextSource, Operation, TemplatePart};
pub use package::{CustomFeature, Package, Part};
pub use service::{
    AuthScheme, ClientContext, Discovery, ErrorRow, LegacyRetry, Protocol, Retry, Retryable, Service,
};
pub use shape::{
    Enum, EnumId, FormName, Kind, List, ListId, Location, Map, MapId, Member, Module, Structure, StructureId,
    TimestampFormat, Type, Value, XmlNamespace,
};
pub use waiter::{Acceptor, Comparison, Matcher, PathMatcher, State, Waiter};

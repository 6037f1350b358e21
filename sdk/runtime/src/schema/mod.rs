//! What a service model says, as constant data.
//!
//! Generated crates hold these tables and nothing else that is not a type; they are built in `const` blocks of
//! inline functions, so that a program links the tables of the operations it calls and no others.

mod error;
mod member;
mod operation;
mod protocol;
mod service;
mod structure;

pub use error::{Details, ErrorDocument};
pub use member::{EntryNamespaces, Flags, ListType, Location, MapType, Member, Traits, Type, XmlNamespace};
pub use operation::{
    AuthScheme, Checksum, ContextBinding, ContextSource, ContextValue, OperationSchema, TemplatePart,
};
pub use protocol::{Parsed, Protocol};
pub use service::{
    ClientContext, EndpointDiscovery, ErrorSchema, LegacyRetry, RetryTraits, Retryable, ServiceSchema,
};
pub use structure::{ShapeKind, StructSchema};

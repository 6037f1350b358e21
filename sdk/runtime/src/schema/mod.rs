//! What a service model says, as constant data.
//!
//! Generated crates hold these tables and nothing else that is not a type; they are built in `const` blocks of
//! inline functions, so that a program links the tables of the operations it calls and no others.

mod dynamic;
mod error;
mod operation;
mod protocol;
mod service;

pub use crate::layout::*;
pub use dynamic::{DynOperation, Identity};
pub use error::{Details, ErrorDocument};
pub use operation::{Checksum, ContextBinding, ContextSource, OperationSchema, TemplatePart};
pub use protocol::{Parsed, Protocol};
pub use service::{
    Behaviour, ClientContext, EndpointDiscovery, ErrorSchema, LegacyRetry, RetryTraits, Retryable,
    ServiceSchema,
};

//! [`DynOperation`]: an operation chosen by name at run time; [`Identity`]: the operations by which credentials are fetched.

use super::OperationSchema;
use crate::reflect::Shape;
use std::fmt;

/// An operation without its types: what a service crate's by-name table holds.
#[derive(Clone, Copy, Debug)]
pub struct DynOperation {
    /// What the model says of it.
    pub schema: &'static OperationSchema,
    /// Makes an empty input.
    pub input: fn() -> Box<dyn Shape>,
    /// Makes an empty output.
    pub output: fn() -> Box<dyn Shape>,
}

/// The operations of STS, IAM Identity Center and AWS sign-in that providers of credentials call.
///
/// The generated crate `tucuxi-identity` has the one there is. Service crates hand it to the session they get a client
/// of; a program that wants credentials before it has any client gives it to [`SessionBuilder::identity`].
///
/// [`SessionBuilder::identity`]: crate::session::SessionBuilder::identity
pub struct Identity {
    #[cfg_attr(
        not(feature = "credentials"),
        allow(dead_code, reason = "a build may be without any provider that calls")
    )]
    pub(crate) find: fn(service: &str, operation: &str) -> Option<DynOperation>,
}

impl Identity {
    /// The operations that `find` knows by the name of the service, as in `sso-oidc`, and their own.
    pub const fn new(find: fn(&str, &str) -> Option<DynOperation>) -> Self {
        Self { find }
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Identity")
    }
}

//! [`Identity`]: the operations of AWS by which credentials are fetched, and calls of them.
//!
//! They are generated from the same models as every other operation, into the crate `tucuxi-identity`, which service
//! crates bring along. This crate cannot depend on generated code, so it calls them by name and by reflection.

#[cfg(any(feature = "roles", feature = "sso", feature = "login"))]
#[allow(dead_code, reason = "which of it is needed depends on the features")]
pub(super) mod call;

use crate::client::DynOperation;
use std::fmt;

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
    find: fn(service: &str, operation: &str) -> Option<DynOperation>,
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

//! Calls of the operations of AWS by which credentials are fetched.
//!
//! They are generated from the same models as every other operation, into the crate `tucuxi-identity`, which service
//! crates bring along. This crate cannot depend on generated code, so it calls them by name and by reflection.

#[cfg(any(feature = "roles", feature = "sso", feature = "login"))]
#[allow(dead_code, reason = "which of it is needed depends on the features")]
pub(super) mod call;

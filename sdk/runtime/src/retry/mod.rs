//! Standard retries: when a failed attempt is tried again, how long to wait, and the quota that keeps a client from
//! hammering a service that is down.
//!
//! What is decided here is pure: status, code and model in, decision out. Clock and randomness come from the caller.

mod backoff;
mod classify;
mod policy;
mod quota;

pub(crate) use backoff::retry_after;
pub(crate) use classify::{RetryReason, classify};
pub(crate) use policy::{Decision, Policy};
pub(crate) use quota::Quota;

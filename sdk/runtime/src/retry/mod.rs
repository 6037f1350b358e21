//! Retries: when a failed attempt is tried again, how long to wait, and the quota that keeps a client from hammering a
//! service that is down. The adaptive mode adds a limit on the rate of requests; the legacy mode has rules of its own.
//!
//! Beside botocore's rules there are those of the other AWS SDKs for a [wrong clock](skew).
//!
//! What is decided here is pure: status, code and model in, decision out. Clock and randomness come from the caller.

mod adaptive;
mod backoff;
mod classify;
mod legacy;
mod policy;
mod quota;
mod skew;

pub(crate) use adaptive::RateLimiter;
pub(crate) use backoff::retry_after;
pub(crate) use classify::{RetryReason, classify, classify_in};
pub(crate) use policy::{Decision, Policy};
pub(crate) use quota::Quota;
pub(crate) use skew::ClockSkew;

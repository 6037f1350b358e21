//! Retries: when a failed attempt is tried again, how long to wait, and the quota that keeps a client from hammering a
//! service that is down. The adaptive mode adds a limit on the rate of requests; the legacy mode has rules of its own.
//!
//! The rules are botocore's, with these differences. A [wrong clock](skew) is learnt from the service and corrected, as
//! in the other AWS SDKs. In the legacy mode every service retries status 429, also Organizations, which by its data of
//! that mode does not. What has been put right (the clock, a discovered endpoint) counts as an attempt, but costs no
//! quota and no delay. That no attempts are left is said of errors alone that another might have helped against.
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
pub(crate) use policy::{Decision, Policy, default_attempts};
pub(crate) use quota::Quota;
pub(crate) use skew::ClockSkew;

use crate::random;
use std::time::Duration;

/// What work that a service left undone waits by before it is sent again the first time, in milliseconds.
const LEFT_UNDONE_MS: u32 = 50;

/// Pauses before what a service left undone is sent again, `round` times running (from 1): by chance up to 50 milliseconds, twice as
/// much each time, up to 20 seconds.
pub async fn pause(round: u32) {
    let pause = backoff::delay(round, RetryReason::Transient, LEFT_UNDONE_MS, None, random::fraction());
    // A pause of nothing needs no timer, and so no runtime.
    if pause > Duration::ZERO {
        tokio::time::sleep(pause).await;
    }
}

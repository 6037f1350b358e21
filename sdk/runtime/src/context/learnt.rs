//! [`Learnt`]: what a client has learnt of the place that its calls go to.

use crate::retry::{Quota, RateLimiter};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::time::Instant;

/// What clients have learnt of the place that their calls go to.
pub(crate) struct Learnt {
    pub(crate) quota: Quota,
    pub(crate) limiter: RateLimiter,
    /// From when the limiter counts.
    pub(crate) start: Instant,
    /// What hooks keep from call to call.
    kept: Mutex<http::Extensions>,
}

impl Learnt {
    /// Nothing yet.
    pub(crate) fn new() -> Self {
        Self {
            quota: Quota::default(),
            limiter: RateLimiter::default(),
            start: Instant::now(),
            kept: Mutex::default(),
        }
    }

    /// What hooks keep from call to call, by type.
    pub(crate) fn kept<T: Default + Send + Sync + 'static>(&self) -> Arc<T> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(kept.get_or_insert_default())
    }
}

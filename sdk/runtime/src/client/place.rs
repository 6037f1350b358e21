//! [`Place`]: where a client's calls go; [`Learnt`]: what the client has learnt there.

use super::discovery::Discovery;
use crate::config::ClientConfig;
use crate::retry::{Quota, RateLimiter};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::time::Instant;

/// The settings that choose among the endpoints of a service.
///
/// Clients customised from one another share what they learn only where these are equal: what holds of a region, or of
/// an endpoint URL, says nothing of another one.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Place {
    region: Option<String>,
    endpoint_url: Option<String>,
    use_fips: bool,
    use_dual_stack: bool,
    client_context: Vec<(String, bool)>,
}

/// What clients have learnt of the place that their calls go to.
pub(crate) struct Learnt {
    pub(super) quota: Quota,
    pub(super) limiter: RateLimiter,
    /// From when the limiter counts.
    pub(super) start: Instant,
    pub(super) discovery: Discovery,
    /// What hooks keep from call to call.
    kept: Mutex<http::Extensions>,
}

impl Place {
    /// Where calls with these settings go.
    pub(super) fn of(config: &ClientConfig) -> Self {
        Self {
            region: config.region.clone(),
            endpoint_url: config.endpoint_url.clone(),
            use_fips: config.use_fips,
            use_dual_stack: config.use_dual_stack,
            client_context: config.client_context.clone(),
        }
    }
}

impl Learnt {
    /// Nothing yet.
    pub(super) fn new() -> Self {
        Self {
            quota: Quota::default(),
            limiter: RateLimiter::default(),
            start: Instant::now(),
            discovery: Discovery::default(),
            kept: Mutex::default(),
        }
    }

    /// What hooks keep from call to call, by type.
    pub(super) fn kept<T: Default + Send + Sync + 'static>(&self) -> Arc<T> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(kept.get_or_insert_default())
    }
}

//! [`Quota`]: what a client may spend on retries.

use super::RetryReason;
use std::sync::atomic::{AtomicU32, Ordering};

const CAPACITY: u32 = 500;
const RETRY_COST: u32 = 14;
const THROTTLING_COST: u32 = 5;
/// What a call that succeeds at once gives back.
const NO_RETRY_REFUND: u32 = 1;

/// The retry quota of a client: each retry costs, success gives back. Calls in flight share it.
#[derive(Debug)]
pub(crate) struct Quota(AtomicU32);

impl Default for Quota {
    fn default() -> Self {
        Self(AtomicU32::new(CAPACITY))
    }
}

impl Quota {
    /// Pays for a retry, and says what it cost; `None` when there is not enough left.
    pub(crate) fn acquire(&self, reason: RetryReason) -> Option<u32> {
        let cost = match reason {
            RetryReason::Transient => RETRY_COST,
            RetryReason::Throttling => THROTTLING_COST,
        };
        let take = |available: u32| available.checked_sub(cost);
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).ok().map(|_| cost)
    }

    /// Gives back what the last retry of a successful call cost, or a little if there was none.
    pub(crate) fn release(&self, last_cost: Option<u32>) {
        if self.0.load(Ordering::Relaxed) == CAPACITY {
            return;
        }
        let refund = last_cost.unwrap_or(NO_RETRY_REFUND);
        let give = |available: u32| Some((available + refund).min(CAPACITY));
        let _ = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, give);
    }

    #[cfg(test)]
    pub(crate) fn available(&self) -> u32 {
        self.0.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retries_cost_and_success_refunds_the_last_cost() {
        let quota = Quota::default();
        assert_eq!(quota.acquire(RetryReason::Transient), Some(14));
        assert_eq!(quota.available(), 486);
        assert_eq!(quota.acquire(RetryReason::Throttling), Some(5));
        assert_eq!(quota.available(), 481);
        quota.release(Some(5));
        assert_eq!(quota.available(), 486);
        quota.release(None);
        assert_eq!(quota.available(), 487);
    }

    #[test]
    fn the_quota_runs_dry_and_never_overflows() {
        let quota = Quota::default();
        assert_eq!((0..).take_while(|_| quota.acquire(RetryReason::Transient).is_some()).count(), 35);
        assert_eq!(quota.available(), 10);
        assert_eq!(quota.acquire(RetryReason::Throttling), Some(5));
        for _ in 0..600 {
            quota.release(Some(14));
        }
        assert_eq!(quota.available(), 500);
    }
}

//! [`Policy`]: the retries of one call.

use super::{Quota, RetryReason, backoff, legacy};
use crate::modes::RetryMode;
use crate::schema::{OperationSchema, ServiceSchema};
use std::time::Duration;

/// The retries of one call: what it may still do, and what its last retry cost.
pub(crate) struct Policy<'a> {
    quota: &'a Quota,
    operation: &'static OperationSchema,
    mode: RetryMode,
    max_attempts: u32,
    last_cost: Option<u32>,
}

/// How often a call of `service` is tried where the user says nothing.
pub(crate) fn default_attempts(service: &ServiceSchema, mode: RetryMode) -> u32 {
    match mode {
        RetryMode::Standard | RetryMode::Adaptive => service.retry.max_attempts,
        RetryMode::Legacy => service.retry.legacy.max_attempts,
    }
}

/// What to do after a failed attempt.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Decision {
    /// Wait that long and try again.
    Retry(Duration),
    /// Give up.
    Stop {
        /// It would have been tried again, had attempts been left.
        max_attempts_reached: bool,
        /// It would have been tried again, had the client's quota not been used up.
        retry_quota_reached: bool,
        /// Wait before giving up, so that a long poll of a worker does not turn into a busy loop.
        pause: Duration,
    },
}

impl Decision {
    const STOP: Decision =
        Self::Stop { max_attempts_reached: false, retry_quota_reached: false, pause: Duration::ZERO };
    const NO_ATTEMPTS_LEFT: Decision =
        Self::Stop { max_attempts_reached: true, retry_quota_reached: false, pause: Duration::ZERO };
}

impl<'a> Policy<'a> {
    /// The retries of a call by the rules of `mode`. `max_attempts` is what the user wants; `None` for the default of
    /// service and mode.
    pub(crate) fn new(
        quota: &'a Quota,
        operation: &'static OperationSchema,
        mode: RetryMode,
        max_attempts: Option<u32>,
    ) -> Self {
        let max_attempts = max_attempts.unwrap_or_else(|| default_attempts(operation.service, mode));
        Self { quota, operation, mode, max_attempts, last_cost: None }
    }

    pub(crate) fn max_attempts(&self) -> u32 {
        self.max_attempts
    }

    /// What to do after attempt `attempt` failed for `reason` (`None`: for good). `random` is in [0, 1).
    pub(crate) fn decide(
        &mut self,
        attempt: u32,
        reason: Option<RetryReason>,
        retry_after: Option<Duration>,
        random: f64,
    ) -> Decision {
        let Some(reason) = reason else { return Decision::STOP };
        if attempt >= self.max_attempts {
            return Decision::NO_ATTEMPTS_LEFT;
        }
        let traits = &self.operation.service.retry;
        if self.mode == RetryMode::Legacy {
            return Decision::Retry(legacy::delay(&traits.legacy, attempt, random));
        }
        let delay = backoff::delay(attempt, reason, traits.backoff_scale_ms, retry_after, random);
        match self.quota.acquire(reason) {
            Some(cost) => {
                self.last_cost = Some(cost);
                Decision::Retry(delay)
            }
            None => Decision::Stop {
                max_attempts_reached: false,
                retry_quota_reached: true,
                pause: if self.operation.long_poll { delay } else { Duration::ZERO },
            },
        }
    }

    /// What to do after attempt `attempt` failed for something that has been put right since: it is made again at once,
    /// if attempts are left, and costs nothing.
    pub(crate) fn decide_corrected(&self, attempt: u32) -> Decision {
        if attempt >= self.max_attempts {
            Decision::NO_ATTEMPTS_LEFT
        } else {
            Decision::Retry(Duration::ZERO)
        }
    }

    /// The call succeeded: gives back quota.
    pub(crate) fn succeeded(&self) {
        self.quota.release(self.last_cost);
    }
}

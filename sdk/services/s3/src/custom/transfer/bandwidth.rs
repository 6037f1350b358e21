//! [`Bandwidth`]: a limit of bytes per second.

use super::config::KIB;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tucuxi::external::tokio::time::Instant;

/// How far bytes may run ahead of the limit, so that sleeps are not shorter than timers are precise.
const BURST: Duration = Duration::from_millis(50);

/// A limit of bytes per second, which the requests of a transfer share.
#[derive(Clone, Debug)]
pub(super) struct Bandwidth(Option<Arc<Limit>>);

#[derive(Debug)]
struct Limit {
    per_second: u64,
    /// When all bytes so far would have been through at that rate.
    free_at: Mutex<Instant>,
}

impl Bandwidth {
    /// At most so many bytes per second; no limit with `None`.
    pub(super) fn new(per_second: Option<u64>) -> Self {
        Self(per_second.map(|per_second| Arc::new(Limit { per_second, free_at: Mutex::new(Instant::now()) })))
    }

    /// How many bytes should wait at once where `requests` share the limit, so that none of them is silent for longer than servers and
    /// time-outs allow; no more than `most`.
    pub(super) fn step(&self, requests: usize, most: usize) -> usize {
        let Some(limit) = self.0.as_deref() else { return most };
        let requests = u64::try_from(requests).unwrap_or(u64::MAX);
        let step = limit.per_second / requests.saturating_mul(4).max(1);
        usize::try_from(step).unwrap_or(usize::MAX).clamp(KIB as usize, most)
    }

    /// How long to wait before so many bytes more may go through; they count from now on.
    pub(super) fn take(&self, bytes: u64) -> Option<Duration> {
        let limit = self.0.as_deref()?;
        let takes = Duration::from_secs_f64(bytes as f64 / limit.per_second as f64);
        let now = Instant::now();
        let mut free_at = limit.free_at.lock().unwrap_or_else(PoisonError::into_inner);
        let start = (*free_at).max(now);
        *free_at = start.checked_add(takes).unwrap_or(start);
        let wait = start.saturating_duration_since(now);
        (wait > BURST).then_some(wait)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_wait_for_their_turn() {
        let bandwidth = Bandwidth::new(Some(1000));
        assert_eq!(bandwidth.take(500), None, "the first bytes need not wait");
        for turn in 1..10 {
            let (wait, due) = (bandwidth.take(500).map(|wait| wait.as_secs_f64()), f64::from(turn) / 2.0);
            assert!(wait.is_some_and(|wait| wait <= due && wait > due - 0.4), "{wait:?} of {due}");
        }
        assert_eq!(Bandwidth::new(None).take(u64::MAX), None);
    }
}

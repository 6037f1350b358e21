//! How long to wait before the next attempt.

use super::RetryReason;
use crate::http::ResponseHead;
use std::time::Duration;

const MAX_DELAY: f64 = 20.0;
const THROTTLING_SCALE: f64 = 1.0;
/// How much longer than the computed delay the service can make the client wait.
const RETRY_AFTER_LEEWAY: f64 = 5.0;

/// The delay after attempt `attempt` (from 1): a `random` part, in [0, 1), of a span that doubles each time from the
/// service's scale (1 second when throttled) to 20 seconds. What the service asks for raises it, by 5 seconds at most.
pub(crate) fn delay(
    attempt: u32,
    reason: RetryReason,
    scale_ms: u32,
    retry_after: Option<Duration>,
    random: f64,
) -> Duration {
    let scale = match reason {
        RetryReason::Throttling => THROTTLING_SCALE,
        RetryReason::Transient => f64::from(scale_ms) / 1000.0,
    };
    let exponent = i32::try_from(attempt.saturating_sub(1)).unwrap_or(i32::MAX);
    let seconds = random * (scale * 2f64.powi(exponent)).min(MAX_DELAY);
    let asked = retry_after.map_or(0.0, |after| after.as_secs_f64().min(seconds + RETRY_AFTER_LEEWAY));
    Duration::from_secs_f64(seconds.max(asked))
}

/// What the response asks for in `x-amz-retry-after`, milliseconds. Anything but a whole number is ignored.
pub(crate) fn retry_after(head: &ResponseHead) -> Option<Duration> {
    head.header("x-amz-retry-after")?.trim().parse().ok().map(Duration::from_millis)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(attempt: u32, reason: RetryReason, scale_ms: u32, after: Option<u64>, random: f64) -> f64 {
        delay(attempt, reason, scale_ms, after.map(Duration::from_millis), random).as_secs_f64()
    }

    #[test]
    fn the_span_doubles_up_to_twenty_seconds() {
        let transient = |attempt| seconds(attempt, RetryReason::Transient, 50, None, 1.0);
        assert_eq!((transient(1), transient(2), transient(3)), (0.05, 0.1, 0.2));
        let throttled = |attempt| seconds(attempt, RetryReason::Throttling, 50, None, 1.0);
        assert_eq!((throttled(1), throttled(2), throttled(5)), (1.0, 2.0, 16.0));
        assert_eq!((throttled(6), throttled(u32::MAX)), (20.0, 20.0));
        assert_eq!(seconds(1, RetryReason::Transient, 25, None, 1.0), 0.025);
    }

    #[test]
    fn jitter_scales_the_span() {
        assert_eq!(seconds(3, RetryReason::Throttling, 50, None, 0.25), 1.0);
        assert_eq!(seconds(3, RetryReason::Throttling, 50, None, 0.0), 0.0);
    }

    #[test]
    fn the_service_raises_the_delay_by_five_seconds_at_most() {
        assert_eq!(seconds(1, RetryReason::Throttling, 50, Some(1500), 0.5), 1.5);
        assert_eq!(seconds(1, RetryReason::Throttling, 50, Some(60_000), 0.5), 5.5);
        assert_eq!(seconds(1, RetryReason::Throttling, 50, Some(100), 0.5), 0.5);
    }

    #[test]
    fn only_whole_milliseconds_count() {
        let head = |value: &'static str| {
            let mut head = ResponseHead::default();
            head.headers.insert("x-amz-retry-after", http::HeaderValue::from_static(value));
            retry_after(&head)
        };
        assert_eq!(head("1500"), Some(Duration::from_millis(1500)));
        assert_eq!((head("-1"), head("soon"), head("1.5")), (None, None, None));
    }
}

//! The rules boto3 had before the standard ones: five attempts, fixed pairs of status and code, no quota.

use crate::schema::LegacyRetry;
use std::time::Duration;

/// Statuses that are tried again whatever the code.
const STATUS: [u16; 6] = [429, 500, 502, 503, 504, 509];

/// Codes that every service may throttle with, each with this status.
const CODES: [&str; 5] = [
    "ProvisionedThroughputExceededException",
    "RequestThrottledException",
    "ThrottledException",
    "Throttling",
    "ThrottlingException",
];
const CODES_STATUS: u16 = 400;

/// Whether an error response is worth another attempt.
pub(super) fn is_retryable(rules: &LegacyRetry, status: u16, code: &str) -> bool {
    STATUS.contains(&status)
        || (status == CODES_STATUS && CODES.contains(&code))
        || rules.codes.contains(&(code, status))
}

/// The delay after attempt `attempt` (from 1). It doubles each time: from a `random` part, in [0, 1), of a second, or
/// from the scale of the service, without any chance. There is no longest one.
pub(super) fn delay(rules: &LegacyRetry, attempt: u32, random: f64) -> Duration {
    let base = match rules.backoff_scale_ms {
        0 => random,
        scale => f64::from(scale) / 1000.0,
    };
    let exponent = i32::try_from(attempt.saturating_sub(1)).unwrap_or(i32::MAX);
    Duration::try_from_secs_f64(base * 2f64.powi(exponent)).unwrap_or(Duration::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DYNAMODB: LegacyRetry = LegacyRetry {
        max_attempts: 10,
        backoff_scale_ms: 50,
        codes: &[("ReplicatedWriteConflictException", 409), ("TransactionInProgressException", 400)],
    };

    #[test]
    fn status_and_code_must_belong_together() {
        let general = |status, code| is_retryable(&LegacyRetry::STANDARD, status, code);
        assert!(general(509, "Any") && general(429, "Any") && general(503, "") && general(400, "Throttling"));
        assert!(!general(403, "Throttling") && !general(400, "SlowDown") && !general(501, ""));
        assert!(is_retryable(&DYNAMODB, 409, "ReplicatedWriteConflictException"));
        assert!(!is_retryable(&DYNAMODB, 400, "ReplicatedWriteConflictException"));
        assert!(!general(400, "TransactionInProgressException"));
    }

    #[test]
    fn delays_double_without_end() {
        let seconds = |rules, attempt, random| delay(rules, attempt, random).as_secs_f64();
        let general = [1, 2, 3, 4].map(|attempt| seconds(&LegacyRetry::STANDARD, attempt, 0.5));
        assert_eq!(general, [0.5, 1.0, 2.0, 4.0]);
        let fixed = [1, 2, 3, 9].map(|attempt| seconds(&DYNAMODB, attempt, 0.9));
        assert_eq!(fixed, [0.05, 0.1, 0.2, 12.8]);
        assert_eq!(delay(&DYNAMODB, u32::MAX, 0.5), Duration::MAX);
    }
}

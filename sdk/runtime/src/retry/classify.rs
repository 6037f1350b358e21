//! Which failures are worth another attempt.

use super::legacy;
use crate::modes::RetryMode;
use crate::schema::{ErrorSchema, Retryable, ServiceSchema};

/// Why an attempt may be repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RetryReason {
    /// Something that passes: a lost connection, a server that stumbled.
    Transient,
    /// Too many calls.
    Throttling,
}

const TRANSIENT_STATUS: [u16; 4] = [500, 502, 503, 504];

const TRANSIENT_CODES: [&str; 3] = ["RequestTimeout", "RequestTimeoutException", "PriorRequestNotComplete"];

/// Every code that AWS services are known to throttle with.
const THROTTLING_CODES: [&str; 14] = [
    "Throttling",
    "ThrottlingException",
    "ThrottledException",
    "RequestThrottledException",
    "TooManyRequestsException",
    "ProvisionedThroughputExceededException",
    "TransactionInProgressException",
    "RequestLimitExceeded",
    "BandwidthLimitExceeded",
    "LimitExceededException",
    "RequestThrottled",
    "SlowDown",
    "PriorRequestNotComplete",
    "EC2ThrottledException",
];

/// Whether and why an error response is worth another attempt. `modelled` is the service's exception of that code.
///
/// Status 429 counts only where the model does not know the code: else the model has said what is retryable.
pub(crate) fn classify(
    service: &ServiceSchema,
    status: u16,
    code: &str,
    modelled: Option<&ErrorSchema>,
) -> Option<RetryReason> {
    let by_model = modelled.map_or(Retryable::No, |error| error.retryable);
    if THROTTLING_CODES.contains(&code) || by_model == Retryable::Throttling {
        return Some(RetryReason::Throttling);
    }
    if by_model == Retryable::Transient {
        return Some(RetryReason::Transient);
    }
    if status == 429 && modelled.is_none() {
        return Some(RetryReason::Throttling);
    }
    let transient = TRANSIENT_STATUS.contains(&status)
        || TRANSIENT_CODES.contains(&code)
        || service.retry.codes.contains(&code);
    transient.then_some(RetryReason::Transient)
}

/// Whether and why an error response is worth another attempt by the rules of `mode`.
pub(crate) fn classify_in(
    mode: RetryMode,
    service: &ServiceSchema,
    status: u16,
    code: &str,
    modelled: Option<&ErrorSchema>,
) -> Option<RetryReason> {
    match mode {
        RetryMode::Standard | RetryMode::Adaptive => classify(service, status, code, modelled),
        RetryMode::Legacy => {
            legacy::is_retryable(&service.retry.legacy, status, code).then_some(RetryReason::Transient)
        }
    }
}

//! [`ResponseMetadata`]: what a response says beside its output.

use crate::http::ResponseHead;
use http::HeaderMap;

/// Status, headers and ids of a response, and what it took to get it: boto3's `ResponseMetadata`.
///
/// # Limits
/// An output that is not a stream is read into memory whole, up to 1 GiB (1,073,741,824 bytes). A longer response is an
/// error of kind [`Parse`](crate::error::ErrorKind::Parse) with this metadata. Of an error response the first 1 MiB is read:
/// [`ServiceFailure::body`](crate::error::ServiceFailure::body).
#[derive(Clone, Debug, Default)]
pub struct ResponseMetadata {
    pub(crate) head: ResponseHead,
    pub(crate) body_request_id: Option<String>,
    pub(crate) body_host_id: Option<String>,
    pub(crate) attempts: u32,
    pub(crate) max_attempts_reached: bool,
    pub(crate) retry_quota_reached: bool,
    pub(crate) checksum_algorithm: Option<&'static str>,
}

impl ResponseMetadata {
    pub(crate) fn new(head: ResponseHead, attempts: u32) -> Self {
        Self { head, attempts, ..Self::default() }
    }

    /// The HTTP status code.
    pub fn status(&self) -> u16 {
        self.head.status.as_u16()
    }

    /// The response's headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// The id AWS support asks for: of the body where the protocol puts it there, else of the headers.
    pub fn request_id(&self) -> Option<&str> {
        let header = || self.head.header("x-amzn-requestid").or_else(|| self.head.header("x-amz-request-id"));
        self.body_request_id.as_deref().or_else(header)
    }

    /// The extended request id of S3.
    pub fn host_id(&self) -> Option<&str> {
        self.body_host_id.as_deref().or_else(|| self.head.header("x-amz-id-2"))
    }

    /// How often the call was tried in all.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// How often the call was tried again: boto3's `RetryAttempts`.
    pub fn retry_attempts(&self) -> u32 {
        self.attempts.saturating_sub(1)
    }

    /// Whether the last attempt failed in a way that would have been retried, had attempts been left.
    pub fn max_attempts_reached(&self) -> bool {
        self.max_attempts_reached
    }

    /// Whether the client had used up its retry quota, so that the call was not tried again.
    pub fn retry_quota_reached(&self) -> bool {
        self.retry_quota_reached
    }

    /// The algorithm by which the response's checksum was verified, in lower case (`crc32`).
    ///
    /// For a streamed body the check happens when its end is read.
    pub fn checksum_algorithm(&self) -> Option<&'static str> {
        self.checksum_algorithm
    }
}

//! [`ServiceFailure`]: an error response, kept whole.

use super::{Exception, ResponseMetadata};
use crate::modes::RetryMode;
use crate::retry::{self, RetryReason};
use crate::schema::{Details, ErrorDocument, ErrorSchema, OperationSchema};
use bytes::Bytes;

/// An error response of a service.
///
/// The fields of a modelled exception are read only when they are asked for.
#[derive(Debug)]
pub struct ServiceFailure {
    pub(crate) operation: &'static OperationSchema,
    pub(crate) document: ErrorDocument,
    pub(crate) metadata: ResponseMetadata,
    pub(crate) body: Bytes,
    /// The exception's shape where it is known otherwise than by code.
    pub(crate) exception: Option<&'static str>,
}

impl ServiceFailure {
    /// Code, message and ids.
    pub fn document(&self) -> &ErrorDocument {
        &self.document
    }

    /// What the response says beside code, message and ids: `Key` and `BucketName` of S3, whether the model has members for
    /// them or not.
    pub fn details(&self) -> &Details {
        &self.document.details
    }

    /// The body as it came: its first 1 MiB (1,048,576 bytes) if it is longer. The SDK does not read the rest. Code and
    /// message are then those at the beginning of the body, if it has them there, else they come from the status.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The name of the exception's shape in the model (the class in boto3), if the service models it.
    pub fn exception_name(&self) -> Option<&'static str> {
        self.exception.or_else(|| self.schema().map(|error| error.shape))
    }

    /// Reads the response into `exception`, if that is what the response is: by its name, and by its service.
    pub fn read_exception(&self, exception: &mut dyn Exception) -> bool {
        self.is_exception(exception)
            && self
                .operation
                .service
                .protocol
                .parse_exception(&self.metadata.head, &self.body, exception)
                .is_ok()
    }

    /// Whether the response is an `exception`: by its name, and by its service.
    pub(crate) fn is_exception(&self, exception: &dyn Exception) -> bool {
        let name = self.exception_name().unwrap_or(&self.document.code);
        name == exception.schema().name && exception.service() == self.operation.service.id
    }

    pub(crate) fn schema(&self) -> Option<&'static ErrorSchema> {
        let errors = self.operation.service.errors;
        // Beside a code of the query protocol stands the shape's name, and SQS models only the latter.
        let name = self.document.query_error_code.as_deref();
        name.and_then(|name| find_error(errors, name)).or_else(|| find_error(errors, &self.document.code))
    }

    pub(crate) fn is_not_found(&self) -> bool {
        const WORDS: &[&str] = &["NotFound", "NoSuch", "NonExistent", "DoesNotExist"];
        let ErrorDocument { code, message, .. } = &self.document;
        let by_message = self.operation.service.not_found;
        self.metadata.status() == 404
            || WORDS.iter().any(|word| code.contains(word))
            || by_message.iter().any(|(known, end)| code == known && message.ends_with(end))
    }

    pub(crate) fn is_throttling(&self) -> bool {
        let service = self.operation.service;
        let reason = retry::classify(service, self.severity(), &self.document.code, self.schema());
        reason == Some(RetryReason::Throttling)
    }

    /// The status by which the failure is judged. An error that comes with a status of success began as a success: it
    /// is one of the server.
    fn severity(&self) -> u16 {
        match self.metadata.status() {
            ..300 => 500,
            status => status,
        }
    }

    /// Whether and why another attempt may help, by the rules of `mode`.
    pub(crate) fn retry_reason(&self, mode: RetryMode) -> Option<RetryReason> {
        let service = self.operation.service;
        retry::classify_in(mode, service, self.severity(), &self.document.code, self.schema())
    }
}

/// The exception with this code on the wire, else the one whose shape has this name.
fn find_error(errors: &'static [ErrorSchema], code: &str) -> Option<&'static ErrorSchema> {
    match errors.binary_search_by(|error| error.code.cmp(code)) {
        Ok(at) => errors.get(at),
        Err(_) => errors.iter().find(|error| error.shape == code),
    }
}

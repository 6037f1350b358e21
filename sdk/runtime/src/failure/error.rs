//! What an [`Error`] says of the response of a service: its exception, its details, status and headers.

use super::{Exception, ResponseMetadata, ServiceFailure};
use crate::error::{Detail, Error, ErrorKind};
use crate::schema::OperationSchema;
use std::sync::Arc;

impl Error {
    /// An error response of a service.
    pub(crate) fn service(failure: ServiceFailure) -> Self {
        Self::new(ErrorKind::Service, failure.document.message.clone())
            .in_call(failure.operation, failure.metadata.attempts())
            .with_detail(Arc::new(failure))
    }

    /// With what is known of the response that could not be read, unless it is the response of the service to another call.
    pub(crate) fn with_unread(self, response: ResponseMetadata) -> Self {
        if self.has_detail() { self } else { self.with_detail(Arc::new(Unread(response))) }
    }

    /// In this operation, of which so many requests were sent; unless it already names one, since credentials and endpoints
    /// may come from calls of their own.
    pub(crate) fn in_call(self, operation: &'static OperationSchema, attempts: u32) -> Self {
        match self.operation() {
            None => self.in_operation(operation).with_attempts(attempts),
            Some(_) => self,
        }
    }

    /// In this operation, unless it already names one.
    pub(crate) fn in_operation(self, operation: &'static OperationSchema) -> Self {
        match self.operation() {
            None => self.with_operation(operation.service.name, operation.name),
            Some(_) => self,
        }
    }

    /// With the reason why there was no further attempt.
    pub(crate) fn after_giving_up(mut self, max_attempts_reached: bool, retry_quota_reached: bool) -> Self {
        if let Some(metadata) = self.metadata_mut() {
            metadata.max_attempts_reached = max_attempts_reached;
            metadata.retry_quota_reached = retry_quota_reached;
        }
        if retry_quota_reached {
            self = self.with_hint("not tried again: too many recent calls of this client failed");
        }
        self
    }

    fn metadata_mut(&mut self) -> Option<&mut ResponseMetadata> {
        if self.detail_as::<ServiceFailure>().is_some() {
            return self.detail_as_mut::<ServiceFailure>().map(|failure| &mut failure.metadata);
        }
        self.detail_as_mut::<Unread>().map(|unread| &mut unread.0)
    }

    /// What the service says beside code and message, by the name it has in the response: the `Key` that S3 did not find, what
    /// boto3 has at `Error.Key`. [`ServiceFailure::details`] lists them.
    ///
    /// ```
    /// # fn handle(error: tucuxi::Error) {
    /// if error.code() == Some("NoSuchKey") {
    ///     println!("no object {}", error.detail("Key").unwrap_or_default());
    /// }
    /// # }
    /// ```
    pub fn detail(&self, name: &str) -> Option<&str> {
        self.response()?.document.details.get(name)
    }

    /// Who is to blame by the service's own word: `Sender` or `Receiver`. Few protocols say it.
    pub fn fault(&self) -> Option<&str> {
        self.response()?.document.fault.as_deref()
    }

    /// Status, headers and ids of the response, and how often the call was tried.
    pub fn metadata(&self) -> Option<&ResponseMetadata> {
        let failed = self.response().map(|failure| &failure.metadata);
        failed.or_else(|| self.detail_as::<Unread>().map(|unread| &unread.0))
    }

    /// The error response as a whole, if the service sent one. A response that could not be read is none.
    pub fn response(&self) -> Option<&ServiceFailure> {
        self.detail_as()
    }

    /// Whether the error is the modelled exception `T`: one of that name, of that service. Its fields are not read, so it is
    /// the cheaper question than [`exception`](Self::exception), and one for several exceptions:
    ///
    /// ```
    /// # use tucuxi::error::Exception;
    /// # fn handle<NoSuchBucket: Exception + Default, NoSuchKey: Exception + Default>(error: tucuxi::Error) {
    /// if error.is::<NoSuchKey>() || error.is::<NoSuchBucket>() {
    ///     println!("nothing there");
    /// }
    /// # }
    /// ```
    pub fn is<T: Exception + Default>(&self) -> bool {
        self.response().is_some_and(|failure| failure.is_exception(&T::default()))
    }

    /// The modelled exception with its fields, if the error is a `T`: one of that name, of that service.
    pub fn exception<T: Exception + Default>(&self) -> Option<T> {
        let mut exception = T::default();
        self.response()?.read_exception(&mut exception).then_some(exception)
    }
}

/// A response that is not an error of the service and could not be read or used, without its body.
struct Unread(ResponseMetadata);

impl Detail for Unread {
    fn status(&self) -> Option<u16> {
        Some(self.0.status())
    }
    fn request_id(&self) -> Option<&str> {
        self.0.request_id()
    }
    fn host_id(&self) -> Option<&str> {
        self.0.host_id()
    }
}

impl Detail for ServiceFailure {
    fn code(&self) -> Option<&str> {
        Some(&self.document.code)
    }
    fn status(&self) -> Option<u16> {
        Some(self.metadata.status())
    }
    fn request_id(&self) -> Option<&str> {
        self.metadata.request_id()
    }
    fn host_id(&self) -> Option<&str> {
        self.metadata.host_id()
    }
    fn is_throttling(&self) -> bool {
        self.is_throttling()
    }
    fn is_not_found(&self) -> bool {
        self.is_not_found()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::JSON;
    use crate::schema::ServiceSchema;
    use crate::testing::{Refused, operation, service};

    static SERVICE: ServiceSchema = service(JSON);
    static ACT: OperationSchema = operation(&SERVICE);

    #[test]
    fn exceptions_are_told_apart_by_name() {
        let with_code = |code: &str| {
            Error::service(ServiceFailure {
                operation: &ACT,
                document: crate::protocol::ErrorDocument { code: code.to_owned(), ..Default::default() },
                metadata: ResponseMetadata::default(),
                body: Default::default(),
                exception: None,
            })
        };
        assert!(with_code("Refused").is::<Refused>());
        assert!(!with_code("Other").is::<Refused>());
        assert!(!Error::validation("Refused").is::<Refused>());
    }
}

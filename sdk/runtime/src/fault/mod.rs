//! [`Error`]: everything a call can fail with. What is known of a failure beyond its text is a [`Detail`], of the module that
//! made the error; what it says more stands there, in an `impl Error` of its own.

mod detail;
mod display;
mod transport;

pub(crate) use detail::{Detail, Origin};
pub(crate) use transport::NO_RUNTIME;
pub use transport::{TransportError, TransportErrorKind};

use std::any::Any;
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

/// What kind of failure an [`Error`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The service answered with an error.
    Service,
    /// No answer: no connection, a time-out, a broken transfer.
    Transport,
    /// A setting is missing or wrong: region, profile, endpoint URL.
    Configuration,
    /// No usable credentials or token.
    Credentials,
    /// The input breaks a rule of the model: a required member is missing, a list is too short.
    Validation,
    /// The endpoint rules of the service refuse the combination of settings and input.
    Endpoint,
    /// The request could not be written.
    Serialize,
    /// The response could not be read. One that is not the service's, such as the page of a captive portal, or that
    /// breaks off, has been asked for again as after status 500; one with a value that the model rules out has not. Also a
    /// response without a member that the program [requires](crate::types::Required).
    Parse,
    /// A wait failed, or took too long: [`Error::wait`] tells more.
    Wait,
    /// The service answered, and what a resource stands for was not in the answer.
    NotFound,
    /// An interceptor of the program refused the call: an error made by [`Error::interceptor`].
    Interceptor,
    /// The program cancelled the work.
    Cancelled,
    /// A file or a stream of the program's own could not be read or written: a [`std::io::Error`] that became an [`Error`].
    Io,
}

/// The error behind an error.
pub type Cause = Arc<dyn std::error::Error + Send + Sync>;

/// A failed call. `Display` says in one line what failed, where and why; `Debug` says the same. Where no credentials were
/// found, each place has a line of its own.
///
/// That line has all causes in it. So [`source`](std::error::Error::source) gives none of them, and reports that show an
/// error with its sources, such as `{:#}` of `anyhow`, say everything once. [`Error::cause`] gives the error behind this one.
///
/// ```
/// # fn handle(error: tucuxi::Error) {
/// match error.code() {
///     Some("NoSuchBucket") => println!("make it first"),
///     _ if error.is_throttling() => println!("slow down"),
///     _ => println!("{error}"),
/// }
/// # }
/// ```
#[derive(Clone)]
pub struct Error(Box<Repr>);

#[derive(Clone)]
struct Repr {
    kind: ErrorKind,
    message: Cow<'static, str>,
    /// Whether the message has several lines, as it is ours.
    in_lines: bool,
    /// Service and operation, by boto3's names.
    operation: Option<(&'static str, &'static str)>,
    hint: Option<Cow<'static, str>>,
    cause: Option<Cause>,
    transport: Option<TransportErrorKind>,
    attempts: u32,
    detail: Option<Arc<dyn Detail>>,
    attachment: Option<Arc<dyn Any + Send + Sync>>,
    origin: Origin,
}

impl Error {
    /// An error of `kind`.
    pub fn new(kind: ErrorKind, message: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Repr {
            kind,
            message: message.into(),
            in_lines: false,
            operation: None,
            hint: None,
            cause: None,
            transport: None,
            attempts: 0,
            detail: None,
            attachment: None,
            origin: Origin::Service,
        }))
    }

    /// An error whose message lists what belongs to it, each in a line of its own.
    pub(crate) fn in_lines(kind: ErrorKind, head: &str, lines: impl IntoIterator<Item = String>) -> Self {
        let lines = lines.into_iter().map(|line| format!("\n  {}", line.replace(['\n', '\r'], " ")));
        let mut error = Self::new(kind, lines.fold(head.to_owned(), |message, line| message + &line));
        error.0.in_lines = true;
        error
    }

    /// A request that cannot be written: a bad or missing input member.
    pub fn serialize(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Serialize, message)
    }

    /// A response that cannot be read.
    pub fn parse(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Parse, message)
    }

    /// A setting that is missing or wrong.
    pub fn configuration(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Configuration, message)
    }

    /// A call that an [interceptor](crate::client::Interceptor) refuses. An interceptor may also fail with an error of any
    /// other kind, which the caller gets as it is.
    pub fn interceptor(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Interceptor, message)
    }

    /// An input that breaks a rule of the model.
    pub fn validation(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Validation, message)
    }

    /// Where the response comes from that could not be read.
    pub(crate) fn with_origin(mut self, origin: Origin) -> Self {
        self.0.origin = origin;
        self
    }

    /// With the error that caused this one, which others may have too.
    pub(crate) fn with_shared_cause(mut self, cause: Cause) -> Self {
        self.0.cause = Some(cause);
        self
    }

    /// With what the module that makes the error knows of it.
    pub(crate) fn with_detail(mut self, detail: Arc<dyn Detail>) -> Self {
        self.0.detail = Some(detail);
        self
    }

    /// With so many requests sent.
    pub(crate) fn with_attempts(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
        self
    }

    /// With advice on what to do, shown at the end of the line.
    pub fn with_hint(mut self, hint: impl Into<Cow<'static, str>>) -> Self {
        self.0.hint = Some(hint.into());
        self
    }

    /// With the error that caused this one.
    pub fn with_cause(mut self, cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.0.cause = Some(Arc::from(cause.into()));
        self
    }

    /// Of this operation of this service.
    pub(crate) fn with_operation(mut self, service: &'static str, operation: &'static str) -> Self {
        self.0.operation = Some((service, operation));
        self
    }

    /// What kind of failure this is.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The error code of the service: what boto3 has at `Error.Code`.
    pub fn code(&self) -> Option<&str> {
        self.0.detail.as_deref()?.code()
    }

    /// What went wrong, in the words of the service or of the SDK; without code, operation and request id.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The HTTP status of the response, if there was one. It may be one of success: where the response could not be
    /// read ([`ErrorKind::Parse`]), or was an error document all the same (S3 after a long copy).
    pub fn status(&self) -> Option<u16> {
        self.0.detail.as_deref()?.status()
    }

    /// The id AWS support asks for.
    pub fn request_id(&self) -> Option<&str> {
        self.0.detail.as_deref()?.request_id()
    }

    /// The extended request id of S3 (`x-amz-id-2`).
    pub fn host_id(&self) -> Option<&str> {
        self.0.detail.as_deref()?.host_id()
    }

    /// The service called, by boto3's name, and the operation.
    pub fn operation(&self) -> Option<(&'static str, &'static str)> {
        self.0.operation
    }

    /// How many requests of the call were sent; of a wait, of its last call. 0 if nothing was sent.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// The error behind this one, to be looked into by its type: that of the HTTP library, a [`std::io::Error`], an `Error`
    /// of another call.
    pub fn cause(&self) -> Option<&(dyn std::error::Error + Send + Sync + 'static)> {
        self.0.cause.as_deref()
    }

    /// Advice on what to do.
    pub fn hint(&self) -> Option<&str> {
        self.0.hint.as_deref()
    }

    /// Whether the service refused the call because there were too many.
    pub fn is_throttling(&self) -> bool {
        self.0.detail.as_deref().is_some_and(Detail::is_throttling)
    }

    /// Whether the service says that there is no such thing: by status 404, by its code, or by an answer without it.
    pub fn is_not_found(&self) -> bool {
        self.kind() == ErrorKind::NotFound || self.0.detail.as_deref().is_some_and(Detail::is_not_found)
    }

    /// Whether time ran out before an answer came, or before what was waited for came about.
    pub fn is_timeout(&self) -> bool {
        let detail = self.0.detail.as_deref().is_some_and(Detail::is_timeout);
        detail || self.0.transport == Some(TransportErrorKind::Timeout)
    }

    /// Whether no connection could be made.
    pub fn is_connect(&self) -> bool {
        self.0.transport == Some(TransportErrorKind::Connect)
    }

    /// Where the response comes from that could not be read.
    pub(crate) fn origin(&self) -> Origin {
        self.0.origin
    }

    pub(crate) fn transport_kind(&self) -> Option<TransportErrorKind> {
        self.0.transport
    }

    /// What is known beyond the text, if it is a `T`.
    pub(crate) fn detail_as<T: Detail>(&self) -> Option<&T> {
        let detail: &dyn Any = self.0.detail.as_deref()?;
        detail.downcast_ref()
    }

    /// The same, to be changed; `None` where a clone of the error has it too.
    pub(crate) fn detail_as_mut<T: Detail>(&mut self) -> Option<&mut T> {
        let detail: &mut dyn Any = Arc::get_mut(self.0.detail.as_mut()?)?;
        detail.downcast_mut()
    }

    /// With a value for programs that know its type, beside what is known of the failure.
    pub(crate) fn with_attachment<T: Any + Send + Sync>(mut self, value: T) -> Self {
        self.0.attachment = Some(Arc::new(value));
        self
    }

    /// The value that was attached, if it is a `T`.
    pub(crate) fn attachment<T: Any + Send + Sync>(&self) -> Option<&T> {
        self.0.attachment.as_deref()?.downcast_ref()
    }

    /// Whether anything is known beyond the text.
    pub(crate) fn has_detail(&self) -> bool {
        self.0.detail.is_some()
    }

    pub(crate) fn tells_attempts(&self) -> bool {
        self.0.detail.as_deref().is_some_and(Detail::tells_attempts)
    }
}

impl From<TransportError> for Error {
    fn from(error: TransportError) -> Self {
        let mut result = Self::new(ErrorKind::Transport, error.message);
        result.0.transport = Some(error.kind);
        result.0.cause = error.cause;
        result
    }
}

/// So that `?` passes on the errors of files in functions that make calls.
///
/// An [`Error`] that came through a reader of [`std::io`] is given back as it was. Any other is an error of the kind
/// [`Io`](ErrorKind::Io) with the [`std::io::Error`] as its [`cause`](Error::cause).
///
/// ```
/// fn policy() -> Result<String, tucuxi::Error> {
///     Ok(std::fs::read_to_string("no/such/policy.json")?)
/// }
///
/// let error = policy().unwrap_err();
/// let cause = error.cause().and_then(|cause| cause.downcast_ref::<std::io::Error>());
/// assert_eq!(cause.map(|cause| cause.kind()), Some(std::io::ErrorKind::NotFound));
/// ```
impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        error
            .downcast::<Self>()
            .unwrap_or_else(|error| Self::new(ErrorKind::Io, error.to_string()).with_cause(error))
    }
}

/// Without a source: what [`Error::cause`] says is already in the text.
impl std::error::Error for Error {}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io;

    #[test]
    fn errors_of_files_keep_their_kind_and_are_said_once() {
        let error = Error::from(io::Error::new(io::ErrorKind::PermissionDenied, "not yours"));
        assert_eq!((error.kind(), error.to_string().as_str()), (ErrorKind::Io, "not yours"));
        let cause = error.cause().and_then(|cause| cause.downcast_ref::<io::Error>());
        assert_eq!(cause.map(io::Error::kind), Some(io::ErrorKind::PermissionDenied));
        assert!(!error.is_not_found() && !error.is_timeout());
    }

    #[test]
    fn an_error_that_went_through_a_reader_is_itself_again() {
        let error = Error::from(io::Error::other(Error::validation("too long")));
        assert_eq!((error.kind(), error.to_string().as_str()), (ErrorKind::Validation, "too long"));
    }
}

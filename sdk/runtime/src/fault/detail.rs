//! [`Detail`]: what is known of an error beyond its text; [`Origin`]: where a response comes from that cannot be read.

use std::any::Any;

/// What the module that made an error knows of it: the response of the service, how a wait ended. Errors answer by it; the
/// module gets it back by its type, see [`Error::detail_as`](super::Error::detail_as).
pub(crate) trait Detail: Any + Send + Sync {
    /// The error code of the service.
    fn code(&self) -> Option<&str> {
        None
    }
    /// The HTTP status of the response.
    fn status(&self) -> Option<u16> {
        None
    }
    /// The id AWS support asks for.
    fn request_id(&self) -> Option<&str> {
        None
    }
    /// The extended request id of S3.
    fn host_id(&self) -> Option<&str> {
        None
    }
    /// Whether there were too many calls.
    fn is_throttling(&self) -> bool {
        false
    }
    /// Whether there is no such thing.
    fn is_not_found(&self) -> bool {
        false
    }
    /// Whether time ran out.
    fn is_timeout(&self) -> bool {
        false
    }
    /// Whether the message or a cause says how many requests were sent.
    fn tells_attempts(&self) -> bool {
        false
    }
}

/// Where a response comes from whose body cannot be read as an output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// The service: the body is a whole document of its protocol, with a value in it that the model rules out. The next
    /// response would have it again.
    Service,
    /// Something in between, such as a proxy or a captive portal, another server, or a connection that broke off: the
    /// body is not a whole document of the operation. The next response may be right.
    Foreign,
    /// The service: the body is an error document, though the status means success.
    #[cfg_attr(not(feature = "xml"), allow(dead_code, reason = "only protocols of XML tell"))]
    ErrorDocument,
}

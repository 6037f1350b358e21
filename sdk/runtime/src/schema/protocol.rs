//! [`Protocol`]: how the requests and responses of a service are written, as the tables see it.

use super::{ErrorDocument, OperationSchema, ServiceSchema};
use crate::error::Error;
use crate::features::Features;
use crate::http::{Request, ResponseHead};
use crate::reflect::Shape;

/// How a service's requests and responses are written.
///
/// Implementations hold no state: the tables of the operation say everything.
pub trait Protocol: Send + Sync {
    /// Writes method, path, query string, headers and body of the request, all but what endpoint and signature add.
    ///
    /// `input` is borrowed mutably so that a streaming body can be taken out of it.
    fn serialize(
        &self,
        operation: &'static OperationSchema,
        input: &mut dyn Shape,
        request: &mut Request,
    ) -> Result<(), Error>;

    /// Reads a successful response into `output`. A streaming payload is not in `body`; the caller binds it.
    fn parse(
        &self,
        operation: &'static OperationSchema,
        head: &ResponseHead,
        body: &[u8],
        output: &mut dyn Shape,
    ) -> Result<Parsed, Error>;

    /// Reads code and message of an error response. Never fails: what cannot be read is filled from the status.
    fn parse_error(&self, service: &ServiceSchema, head: &ResponseHead, body: &[u8]) -> ErrorDocument;

    /// Reads the fields of a modelled exception from an error response.
    fn parse_exception(
        &self,
        head: &ResponseHead,
        body: &[u8],
        exception: &mut dyn Shape,
    ) -> Result<(), Error>;

    /// What the user agent tells of the protocol.
    fn features(&self) -> Features {
        Features::NONE
    }

    /// Whether the body of an event is read like the body of a response of this protocol; reads it into `event`.
    fn parse_event(&self, payload: &[u8], event: &mut dyn Shape) -> Result<(), Error>;
}

/// What a successful response says beside its output.
#[derive(Debug, Default)]
pub struct Parsed {
    /// The request id, where the body carries it (query, ec2).
    pub request_id: Option<String>,
}

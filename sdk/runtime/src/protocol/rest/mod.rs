//! What rest-json and rest-xml share: members in paths, query strings, headers and the status, and the choice of
//! what the body holds. How a body is written and read, a [`BodyFormat`] says.

mod header;
mod payload;
mod query;
mod response;
mod uri;

use super::failure::Failure;
use super::set_method;
use crate::error::Error;
use crate::http::{Request, ResponseHead};
use crate::reflect::{Shape, Value, View};
use crate::schema::{Location, Member, OperationSchema};

/// How a REST protocol writes and reads a structured body.
pub(crate) trait BodyFormat {
    /// `Content-Type` of a structured body, unless the caller sets one; `None` to send none.
    const CONTENT_TYPE: Option<&'static str>;

    /// The body of an operation whose model has a structured payload and whose input does not give it.
    const ABSENT_PAYLOAD: &'static [u8];

    /// Writes the members of `input` that are not elsewhere in the request. Called where the model has any; they may
    /// all be absent.
    fn write_members(
        &self,
        operation: &'static OperationSchema,
        input: &dyn Shape,
        out: &mut Vec<u8>,
    ) -> Result<(), Failure>;

    /// Writes `value`, which is there and no blob, string or stream, as the whole body.
    fn write_payload(&self, member: &Member, value: View<'_>, out: &mut Vec<u8>) -> Result<(), Failure>;

    /// Reads the members of `output` that are not elsewhere in the response. The body may be empty.
    fn read_members(&self, body: &[u8], output: &mut dyn Shape) -> Result<(), Failure>;

    /// Reads the body of an output that has no member in it. Whatever it holds, nobody asks for it; an error document is
    /// a failure all the same.
    fn read_nothing(&self, _body: &[u8]) -> Result<(), Failure> {
        Ok(())
    }

    /// Reads the whole body into `value`, which is no blob, string or stream. The body is not empty.
    fn read_payload(&self, body: &[u8], member: &Member, value: &mut dyn Value) -> Result<(), Failure>;
}

/// Writes a request.
pub(crate) fn serialize<F: BodyFormat>(
    format: &F,
    operation: &'static OperationSchema,
    input: &mut dyn Shape,
    request: &mut Request,
) -> Result<(), Error> {
    set_method(operation, request)?;
    uri::write(operation, input, &mut request.path).map_err(Failure::serialize)?;
    query::write(operation, input, &mut request.query);
    header::write(input, &mut request.headers).map_err(Failure::serialize)?;
    payload::write(format, operation, input, request).map_err(Failure::serialize)
}

/// Reads a response, or the fields of an exception: headers, status and body. A streaming payload is left alone.
pub(crate) fn parse<F: BodyFormat>(
    format: &F,
    head: &ResponseHead,
    body: &[u8],
    output: &mut dyn Shape,
) -> Result<(), Error> {
    // First the body: in the headers of a response that is not the service's, nothing can be expected to be right.
    payload::read(format, body, output).map_err(Failure::parse)?;
    parse_head(head, output)
}

/// Reads the members of `output` that are headers or the status.
pub(crate) fn parse_head(head: &ResponseHead, output: &mut dyn Shape) -> Result<(), Error> {
    response::read(head, output).map_err(Failure::parse)
}

/// The members of `shape` at `location`, with their indices.
fn members_at(
    shape: &dyn Shape,
    location: Location,
) -> impl Iterator<Item = (usize, &'static Member)> + use<> {
    let members = shape.schema().members.iter().enumerate();
    members.filter(move |(_, member)| member.location == location)
}

#[cfg(test)]
mod tests;

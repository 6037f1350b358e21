//! [`RestXml`]: the protocol rest-xml.

use super::failure::Failure;
use super::read::Members;
use super::rest::{self, BodyFormat};
use super::xml::{self, ErrorRoot, Writer};
use super::{ErrorDocument, Parsed, Protocol};
use crate::error::Error;
use crate::http::{Request, ResponseHead};
use crate::reflect::{Shape, Value, View};
use crate::schema::{Flags, Location, Member, OperationSchema, ServiceSchema, StructSchema};
use http::StatusCode;

/// Resources and methods, with XML bodies.
pub(super) struct RestXml;

impl BodyFormat for RestXml {
    const CONTENT_TYPE: Option<&'static str> = None;
    const ABSENT_PAYLOAD: &'static [u8] = b"";

    fn write_members(
        &self,
        operation: &'static OperationSchema,
        input: &dyn Shape,
        out: &mut Vec<u8>,
    ) -> Result<(), Failure> {
        let members = input.schema().members.iter().enumerate();
        let mut in_body = members.filter(|(_, member)| member.location == Location::Body);
        if in_body.all(|(index, _)| input.get(index).view().is_null()) {
            return Ok(());
        }
        let root = match operation.input_wire {
            "" => input.schema().name,
            name => name,
        };
        Writer::new(out).structure(root, operation.input_xml_namespace, input, Members::Body)
    }

    fn write_payload(&self, member: &Member, value: View<'_>, out: &mut Vec<u8>) -> Result<(), Failure> {
        let root = match value {
            View::Structure(shape) if !member.is(Flags::NAMED) && !shape.schema().wire.is_empty() => {
                shape.schema().wire
            }
            _ => member.wire,
        };
        Writer::new(out).value(root, member.traits.xml_namespace, value, &member.ty)
    }

    fn read_members(&self, body: &[u8], output: &mut dyn Shape) -> Result<(), Failure> {
        match body {
            [] => Ok(()),
            _ => xml::read_output(body, output),
        }
    }

    fn read_nothing(&self, body: &[u8]) -> Result<(), Failure> {
        match body {
            [] => Ok(()),
            _ => xml::refuse_error(body),
        }
    }

    fn read_payload(&self, body: &[u8], member: &Member, value: &mut dyn Value) -> Result<(), Failure> {
        xml::read_value(body, value, &member.ty)
    }
}

/// Whether a successful response with this head has a body by HTTP and by the model: an output with members in it is a
/// root element at the least. One that is a payload may be absent.
fn has_body(operation: &OperationSchema, head: &ResponseHead, output: &StructSchema) -> bool {
    operation.method != "HEAD"
        && !matches!(head.status, StatusCode::NO_CONTENT | StatusCode::RESET_CONTENT)
        && output.payload.is_none()
        && output.members.iter().any(|member| member.location == Location::Body)
}

impl Protocol for RestXml {
    fn serialize(
        &self,
        operation: &'static OperationSchema,
        input: &mut dyn Shape,
        request: &mut Request,
    ) -> Result<(), Error> {
        rest::serialize(self, operation, input, request)
    }

    fn parse(
        &self,
        operation: &'static OperationSchema,
        head: &ResponseHead,
        body: &[u8],
        output: &mut dyn Shape,
    ) -> Result<Parsed, Error> {
        if body.is_empty() && has_body(operation, head, output.schema()) {
            return Err(Failure::foreign("expected XML, found an empty body").parse());
        }
        rest::parse(self, head, body, output).map(|()| Parsed::default())
    }

    fn parse_error(&self, _service: &ServiceSchema, head: &ResponseHead, body: &[u8]) -> ErrorDocument {
        xml::read_error(head, body)
    }

    fn parse_exception(
        &self,
        head: &ResponseHead,
        body: &[u8],
        exception: &mut dyn Shape,
    ) -> Result<(), Error> {
        rest::parse_head(head, exception)?;
        xml::read_exception(body, ErrorRoot::Error, exception).map_err(Failure::parse)
    }

    fn parse_event(&self, payload: &[u8], event: &mut dyn Shape) -> Result<(), Error> {
        xml::read_root(payload, event, Members::All).map_err(Failure::parse)
    }
}

//! [`RestJson`]: the protocol rest-json.

use super::failure::Failure;
use super::json::{CodeField, read_error, read_structure, read_value, write_members, write_value};
use super::read::Members;
use super::rest::{self, BodyFormat};
use super::{ErrorDocument, Parsed, Protocol};
use crate::error::Error;
use crate::http::{Request, ResponseHead};
use crate::reflect::{Shape, Value, View};
use crate::schema::{Member, OperationSchema, ServiceSchema};

/// Resources and methods, with JSON bodies.
pub(super) struct RestJson;

impl BodyFormat for RestJson {
    const CONTENT_TYPE: Option<&'static str> = Some("application/json");
    const ABSENT_PAYLOAD: &'static [u8] = b"{}";

    fn write_members(
        &self,
        _operation: &'static OperationSchema,
        input: &dyn Shape,
        out: &mut Vec<u8>,
    ) -> Result<(), Failure> {
        write_members(input, Members::Body, out)
    }

    fn write_payload(&self, member: &Member, value: View<'_>, out: &mut Vec<u8>) -> Result<(), Failure> {
        write_value(value, &member.ty, out)
    }

    fn read_members(&self, body: &[u8], output: &mut dyn Shape) -> Result<(), Failure> {
        read_structure(body, output, Members::Body)
    }

    fn read_payload(&self, body: &[u8], _member: &Member, value: &mut dyn Value) -> Result<(), Failure> {
        if !read_value(body, value)? {
            value.clear();
        }
        Ok(())
    }
}

impl Protocol for RestJson {
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
        _operation: &'static OperationSchema,
        head: &ResponseHead,
        body: &[u8],
        output: &mut dyn Shape,
    ) -> Result<Parsed, Error> {
        rest::parse(self, head, body, output).map(|()| Parsed::default())
    }

    fn parse_error(&self, _service: &ServiceSchema, head: &ResponseHead, body: &[u8]) -> ErrorDocument {
        read_error(head, body, CodeField::Code)
    }

    fn parse_exception(
        &self,
        head: &ResponseHead,
        body: &[u8],
        exception: &mut dyn Shape,
    ) -> Result<(), Error> {
        rest::parse(self, head, body, exception)
    }

    fn parse_event(&self, payload: &[u8], event: &mut dyn Shape) -> Result<(), Error> {
        read_structure(payload, event, Members::All).map_err(Failure::parse)
    }
}

//! [`JsonRpc`]: the protocol json, versions 1.0 and 1.1.

use super::error::{CodeField, read_error};
use super::{read_structure, write_members};
use crate::error::Error;
use crate::http::{Body, Request, ResponseHead};
use crate::protocol::failure::Failure;
use crate::protocol::read::Members;
use crate::protocol::{ErrorDocument, Parsed, Protocol, is_web_page, set_header, set_method};
use crate::reflect::Shape;
use crate::schema::{OperationSchema, ServiceSchema};

/// One `POST /` for every operation: its name in a header, its input as a JSON object in the body.
pub(in crate::protocol) struct JsonRpc;

impl Protocol for JsonRpc {
    fn serialize(
        &self,
        operation: &'static OperationSchema,
        input: &mut dyn Shape,
        request: &mut Request,
    ) -> Result<(), Error> {
        let service = operation.service;
        set_method(operation, request)?;
        request.path.push('/');
        set_header(request, "x-amz-target", &format!("{}.{}", service.target_prefix, operation.name))?;
        set_header(request, "content-type", &format!("application/x-amz-json-{}", service.json_version))?;
        if service.query_compatible {
            set_header(request, "x-amzn-query-mode", "true")?;
        }
        let mut body = Vec::new();
        write_members(input, Members::All, &mut body).map_err(Failure::serialize)?;
        request.body = Body::Bytes(body.into());
        Ok(())
    }

    fn parse(
        &self,
        operation: &'static OperationSchema,
        _head: &ResponseHead,
        body: &[u8],
        output: &mut dyn Shape,
    ) -> Result<Parsed, Error> {
        // What a service sends where the model expects nothing is of no interest, unless it shows that another server
        // has answered.
        if operation.has_output && !output.schema().members.is_empty() {
            read_structure(body, output, Members::All).map_err(Failure::parse)?;
        } else if is_web_page(body) {
            return Err(Failure::foreign("expected JSON or nothing, found a web page").parse());
        }
        Ok(Parsed::default())
    }

    fn parse_error(&self, _service: &ServiceSchema, head: &ResponseHead, body: &[u8]) -> ErrorDocument {
        read_error(head, body, CodeField::Type)
    }

    fn parse_exception(
        &self,
        _head: &ResponseHead,
        body: &[u8],
        exception: &mut dyn Shape,
    ) -> Result<(), Error> {
        read_structure(body, exception, Members::All).map_err(Failure::parse)
    }

    fn parse_event(&self, payload: &[u8], event: &mut dyn Shape) -> Result<(), Error> {
        read_structure(payload, event, Members::All).map_err(Failure::parse)
    }
}

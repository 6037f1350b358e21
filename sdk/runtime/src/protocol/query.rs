//! [`Query`]: the protocols query and ec2, forms out and XML in.

use super::failure::Failure;
use super::form::{Dialect, Form};
use super::read::Members;
use super::xml::{self, ErrorRoot, Reader};
use super::{ErrorDocument, Parsed, Protocol, set_header, set_method};
use crate::error::Error;
use crate::http::{Body, Request, ResponseHead};
use crate::reflect::Shape;
use crate::schema::{OperationSchema, ServiceSchema};

/// One `POST /` for every operation, the input as a form.
pub(super) struct Query(pub(super) Dialect);

impl Protocol for Query {
    fn serialize(
        &self,
        operation: &'static OperationSchema,
        input: &mut dyn Shape,
        request: &mut Request,
    ) -> Result<(), Error> {
        set_method(operation, request)?;
        request.path.push('/');
        set_header(request, "content-type", "application/x-www-form-urlencoded; charset=utf-8")?;
        let mut form = Form::new(self.0);
        form.field("Action", operation.name);
        form.field("Version", operation.service.api_version);
        form.structure(input).map_err(Failure::serialize)?;
        request.body = Body::Bytes(form.into_bytes().into());
        Ok(())
    }

    fn parse(
        &self,
        operation: &'static OperationSchema,
        _head: &ResponseHead,
        body: &[u8],
        output: &mut dyn Shape,
    ) -> Result<Parsed, Error> {
        // An answer without a body says as much as an empty output has to say, but no more.
        if body.is_empty() && output.schema().members.is_empty() {
            return Ok(Parsed::default());
        }
        let request_id = match (self.0, operation.result_wrapper) {
            (Dialect::Query, wrapper) if !wrapper.is_empty() => read_wrapped(wrapper, body, output),
            (dialect, _) => read_root(dialect, body, output),
        };
        Ok(Parsed { request_id: request_id.map_err(Failure::parse)? })
    }

    fn parse_error(&self, _service: &ServiceSchema, head: &ResponseHead, body: &[u8]) -> ErrorDocument {
        xml::read_error(head, body)
    }

    fn parse_exception(
        &self,
        _head: &ResponseHead,
        body: &[u8],
        exception: &mut dyn Shape,
    ) -> Result<(), Error> {
        let root = match self.0 {
            Dialect::Query => ErrorRoot::Error,
            Dialect::Ec2 => ErrorRoot::Errors,
        };
        xml::read_exception(body, root, exception).map_err(Failure::parse)
    }

    fn parse_event(&self, payload: &[u8], event: &mut dyn Shape) -> Result<(), Error> {
        xml::read_root(payload, event, Members::All).map_err(Failure::parse)
    }
}

/// Reads an output whose members stand in the element `wrapper` in the root; gives the request id.
fn read_wrapped(wrapper: &str, body: &[u8], output: &mut dyn Shape) -> Result<Option<String>, Failure> {
    let (mut reader, _) = Reader::open(body)?;
    let (mut found, mut request_id) = (false, None);
    while let Some(element) = reader.next_child()? {
        if element.name() == wrapper {
            xml::read_structure(&mut reader, &element, output, Members::All)?;
            found = true;
        } else if element.name() == "ResponseMetadata" {
            request_id = read_metadata(&mut reader)?;
        } else {
            reader.skip()?;
        }
    }
    match found {
        true => Ok(request_id),
        false => Err(Failure::new(format!("the response has no `{wrapper}` element"))),
    }
}

/// Reads an output whose members stand in the root, beside the request id.
fn read_root(dialect: Dialect, body: &[u8], output: &mut dyn Shape) -> Result<Option<String>, Failure> {
    let (mut reader, root) = Reader::open(body)?;
    let mut request_id = None;
    xml::read_members(&mut reader, &root, output, Members::All, &mut |element, reader| {
        match (dialect, element.name()) {
            (Dialect::Ec2, "requestId") => request_id = Some(reader.text()?.into_owned()),
            (Dialect::Query, "ResponseMetadata") => request_id = read_metadata(reader)?,
            _ => reader.skip()?,
        }
        Ok(())
    })?;
    Ok(request_id)
}

/// Reads the request id from a `ResponseMetadata` element.
fn read_metadata(reader: &mut Reader<'_>) -> Result<Option<String>, Failure> {
    let mut request_id = None;
    while let Some(element) = reader.next_child()? {
        match element.name() {
            "RequestId" => request_id = Some(reader.text()?.into_owned()),
            _ => reader.skip()?,
        }
    }
    Ok(request_id)
}

//! [`Query`]: the protocols query and ec2, forms out and XML in.

use super::failure::Failure;
use super::form::{Dialect, Form};
use super::read::Members;
use super::xml::{self, Element, ErrorRoot, XmlReader};
use super::{ErrorDocument, Parsed, Protocol, set_header, set_method};
use crate::error::{Error, Origin};
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
        // The tests of the protocol query have responses without a body where the output is empty.
        if body.is_empty() && self.0 == Dialect::Query && output.schema().members.is_empty() {
            return Ok(Parsed::default());
        }
        match read_output(self.0, operation, body, output) {
            Ok(request_id) => Ok(Parsed { request_id }),
            Err(failure) => Err(failure.unless(|| xml::is_whole(body)).parse()),
        }
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

/// Reads a whole response; gives the request id.
fn read_output(
    dialect: Dialect,
    operation: &OperationSchema,
    body: &[u8],
    output: &mut dyn Shape,
) -> Result<Option<String>, Failure> {
    let (mut reader, root) = XmlReader::open(body)?;
    expect_root(dialect, operation, &root)?;
    let request_id = match (dialect, operation.result_wrapper) {
        (Dialect::Query, wrapper) if !wrapper.is_empty() => read_wrapped(wrapper, &mut reader, output),
        _ => read_root(dialect, &mut reader, &root, output),
    }?;
    reader.finish()?;
    Ok(request_id)
}

/// An error if `root` is not `OperationResponse`, which names the root of every output.
fn expect_root(dialect: Dialect, operation: &OperationSchema, root: &Element<'_>) -> Result<(), Failure> {
    let name = root.name();
    if name.strip_suffix("Response") == Some(operation.name) {
        return Ok(());
    }
    xml::refuse_error_root(root)?;
    let message = format!("expected the root element `{}Response`, found `{name}`", operation.name);
    Err(match dialect == Dialect::Ec2 && name == "Response" {
        true => Failure::new(message).with_origin(Origin::ErrorDocument),
        false => Failure::foreign(message),
    })
}

/// Reads an output whose members stand in the element `wrapper` in the root; gives the request id.
fn read_wrapped(
    wrapper: &str,
    reader: &mut XmlReader<'_>,
    output: &mut dyn Shape,
) -> Result<Option<String>, Failure> {
    let (mut found, mut request_id) = (false, None);
    while let Some(element) = reader.next_child()? {
        if element.name() == wrapper {
            xml::read_structure(reader, &element, output, Members::All)?;
            found = true;
        } else if element.name() == "ResponseMetadata" {
            request_id = read_metadata(reader)?;
        } else {
            reader.skip()?;
        }
    }
    match found {
        true => Ok(request_id),
        false => Err(Failure::foreign(format!("the response has no `{wrapper}` element"))),
    }
}

/// Reads an output whose members stand in the root, beside the request id.
fn read_root(
    dialect: Dialect,
    reader: &mut XmlReader<'_>,
    root: &Element<'_>,
    output: &mut dyn Shape,
) -> Result<Option<String>, Failure> {
    let mut request_id = None;
    xml::read_members(reader, root, output, Members::All, &mut |element, reader| {
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
fn read_metadata(reader: &mut XmlReader<'_>) -> Result<Option<String>, Failure> {
    let mut request_id = None;
    while let Some(element) = reader.next_child()? {
        match element.name() {
            "RequestId" => request_id = Some(reader.text()?.into_owned()),
            _ => reader.skip()?,
        }
    }
    Ok(request_id)
}

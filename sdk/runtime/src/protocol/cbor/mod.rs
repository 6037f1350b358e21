//! [`RpcV2Cbor`]: the protocol smithy-rpc-v2-cbor.

mod reader;
mod writer;

use self::reader::CborReader;
use super::error_fields::ErrorFields;
use super::failure::Failure;
use super::read::{self, Members, ValueReader};
use super::{ErrorDocument, Parsed, Protocol, set_header};
use crate::error::Error;
use crate::features::Features;
use crate::http::{Body, Request, ResponseHead};
use crate::reflect::Shape;
use crate::schema::{OperationSchema, ServiceSchema};
use http::Method;

/// The major types of RFC 8949.
mod major {
    pub(super) const UNSIGNED: u8 = 0;
    pub(super) const NEGATIVE: u8 = 1;
    pub(super) const BYTES: u8 = 2;
    pub(super) const TEXT: u8 = 3;
    pub(super) const LIST: u8 = 4;
    pub(super) const MAP: u8 = 5;
    pub(super) const TAG: u8 = 6;
    pub(super) const SIMPLE: u8 = 7;
}

/// What the low five bits of a first byte say with major type 7.
mod simple {
    pub(super) const FALSE: u8 = 20;
    pub(super) const TRUE: u8 = 21;
    pub(super) const NULL: u8 = 22;
    pub(super) const UNDEFINED: u8 = 23;
    pub(super) const F16: u8 = 25;
    pub(super) const F32: u8 = 26;
    pub(super) const F64: u8 = 27;
}

/// The tag of a timestamp: seconds since the epoch.
const EPOCH: u64 = 1;

/// What requests and responses say of themselves.
const PROTOCOL_HEADER: &str = "smithy-protocol";
const PROTOCOL: &str = "rpc-v2-cbor";

/// One path for each operation, and a CBOR map in the body.
pub(super) struct RpcV2Cbor;

impl Protocol for RpcV2Cbor {
    fn serialize(
        &self,
        operation: &'static OperationSchema,
        input: &mut dyn Shape,
        request: &mut Request,
    ) -> Result<(), Error> {
        let service = operation.service;
        request.method = Method::POST;
        request.path = format!("/service/{}/operation/{}", service.target_prefix, operation.name);
        set_header(request, PROTOCOL_HEADER, PROTOCOL)?;
        set_header(request, "accept", "application/cbor")?;
        if service.query_compatible {
            set_header(request, "x-amzn-query-mode", "true")?;
        }
        if operation.has_input {
            set_header(request, "content-type", "application/cbor")?;
            let mut body = Vec::new();
            writer::write_structure(input, &mut body).map_err(Failure::serialize)?;
            request.body = Body::Bytes(body.into());
        }
        Ok(())
    }

    fn parse(
        &self,
        operation: &'static OperationSchema,
        head: &ResponseHead,
        body: &[u8],
        output: &mut dyn Shape,
    ) -> Result<Parsed, Error> {
        // The specification has every response say so, to be told from those of other servers.
        if head.header(PROTOCOL_HEADER) != Some(PROTOCOL) {
            let message = format!("expected the header `{PROTOCOL_HEADER}: {PROTOCOL}`");
            return Err(Failure::foreign(message).parse());
        }
        if operation.has_output && !output.schema().members.is_empty() {
            read_structure(body, output)?;
        }
        Ok(Parsed::default())
    }

    fn parse_error(&self, _service: &ServiceSchema, head: &ResponseHead, body: &[u8]) -> ErrorDocument {
        let mut fields = ErrorFields::default();
        if fields.read(&mut CborReader::new(body)).is_err() && !super::is_cut(body) {
            fields = ErrorFields::default();
        }
        let (kind, code) = (fields.kind.take(), fields.code.take());
        let code = head.header("x-amzn-errortype").map(str::to_owned).or(kind).or(code);
        let mut document = fields.document(head, code);
        super::complete(&mut document, head, body);
        document
    }

    fn parse_exception(
        &self,
        _head: &ResponseHead,
        body: &[u8],
        exception: &mut dyn Shape,
    ) -> Result<(), Error> {
        read_structure(body, exception)
    }

    fn features(&self) -> Features {
        Features::CBOR
    }

    fn parse_event(&self, payload: &[u8], event: &mut dyn Shape) -> Result<(), Error> {
        read_structure(payload, event)
    }
}

/// Reads a whole body into `shape`. An empty one leaves it as it is.
fn read_structure(body: &[u8], shape: &mut dyn Shape) -> Result<(), Error> {
    if body.is_empty() {
        return Ok(());
    }
    let mut reader = CborReader::new(body);
    let read = read::structure(&mut reader, shape, Members::All);
    read.and_then(|()| reader.finish()).map_err(|failure| failure.unless(|| is_whole(body)).parse())
}

/// Whether `body` is a CBOR map from its first byte to its last.
#[cold]
fn is_whole(body: &[u8]) -> bool {
    let mut reader = CborReader::new(body);
    body.first().is_some_and(|byte| byte >> 5 == major::MAP)
        && reader.skip().is_ok()
        && reader.finish().is_ok()
}

#[cfg(test)]
mod tests;

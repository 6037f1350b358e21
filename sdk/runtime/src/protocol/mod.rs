//! The six protocols, each written once against [reflection](crate::reflect).

pub(crate) mod base64;
#[cfg(feature = "cbor")]
mod cbor;
mod error_fields;
pub(crate) mod failure;
#[cfg(feature = "xml")]
mod form;
mod json;
#[cfg(feature = "xml")]
mod query;
mod read;
pub(crate) mod rest;
mod rest_json;
#[cfg(feature = "xml")]
mod rest_xml;
pub(crate) mod text;
#[cfg(feature = "xml")]
mod xml;

pub use crate::schema::{Details, ErrorDocument, Parsed, Protocol};
pub(crate) use json::document;

use crate::error::Error;
use crate::http::{Request, ResponseHead};
use crate::reflect::Shape;
use crate::schema::OperationSchema;
use failure::Failure;

/// `json`: version, target prefix and query compatibility are those of the service.
pub const JSON: &dyn Protocol = &json::JsonRpc;
/// `rest-json`
pub const REST_JSON: &dyn Protocol = &rest_json::RestJson;
/// `smithy-rpc-v2-cbor`
#[cfg(feature = "cbor")]
pub const CBOR: &dyn Protocol = &cbor::RpcV2Cbor;
/// `rest-xml`
#[cfg(feature = "xml")]
pub const REST_XML: &dyn Protocol = &rest_xml::RestXml;
/// `query`
#[cfg(feature = "xml")]
pub const QUERY: &dyn Protocol = &query::Query(form::Dialect::Query);
/// `ec2`
#[cfg(feature = "xml")]
pub const EC2: &dyn Protocol = &query::Query(form::Dialect::Ec2);

/// Makes sure that a union to be written holds a member this model knows; of another it has only the name.
fn known_member(shape: &dyn Shape) -> Result<(), Failure> {
    match shape.unknown() {
        None => Ok(()),
        Some(name) => {
            let message = format!("a `{}` without a known member (`{name}`)", shape.schema().name);
            Err(Failure::new(message))
        }
    }
}

/// Sets the method of the operation.
fn set_method(operation: &OperationSchema, request: &mut Request) -> Result<(), Error> {
    request.method = operation
        .method
        .parse()
        .map_err(|_| Error::serialize(format!("`{}` is no HTTP method", operation.method)))?;
    Ok(())
}

/// Sets a header to a text made of names of the model.
fn set_header(request: &mut Request, name: &'static str, value: &str) -> Result<(), Error> {
    let value = value.parse().map_err(|_| Error::serialize(format!("`{value}` cannot be a header")))?;
    request.headers.insert(name, value);
    Ok(())
}

/// The error of a server that did not get as far as the service: an empty body, or the page of a proxy, which speaks
/// no protocol of AWS. Its code is the status, unless a header tells a better one.
pub(crate) fn generic_error(head: &ResponseHead, body: &[u8]) -> Option<ErrorDocument> {
    let body = body.trim_ascii();
    let generic = head.status.as_u16() >= 500
        && (body.is_empty() || body.starts_with(b"<html>"))
        && head.header("x-amzn-errortype").is_none();
    generic.then(|| from_status(head))
}

/// Whether a body is HTML: no protocol of AWS has it.
pub(crate) fn is_web_page(body: &[u8]) -> bool {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii_start();
    let starts = |with: &[u8]| body.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with));
    starts(b"<!doctype html") || starts(b"<html")
}

/// How much of the body of an error is read, in bytes. A body that is as long may go on: what is said in this part of it
/// counts. `ServiceFailure::body` documents it.
pub(crate) const LARGEST_ERROR: usize = 1 << 20;

/// Whether the body of an error may be the beginning of a longer one.
fn is_cut(body: &[u8]) -> bool {
    body.len() >= LARGEST_ERROR
}

/// Takes the message from the status where the beginning of a body has none.
fn complete(document: &mut ErrorDocument, head: &ResponseHead, body: &[u8]) {
    if is_cut(body) && document.message.is_empty() {
        document.message = from_status(head).message;
    }
}

/// An error of which only the status is known.
fn from_status(head: &ResponseHead) -> ErrorDocument {
    ErrorDocument {
        code: head.status.as_str().to_owned(),
        message: head.status.canonical_reason().unwrap_or_default().to_owned(),
        ..ErrorDocument::default()
    }
}

//! Error responses in XML.

use super::reader::XmlReader;
use crate::http::ResponseHead;
use crate::protocol::failure::Failure;
use crate::protocol::read::Members;
use crate::protocol::{ErrorDocument, complete, from_status, is_cut};
use crate::reflect::Shape;

/// Where the fields of an error stand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::protocol) enum ErrorRoot {
    /// `ErrorResponse/Error`, or `Error` as the root (S3): rest-xml and query.
    Error,
    /// `Response/Errors/Error`: ec2.
    Errors,
}

/// Reads an error response. What is no XML has the status as its code. Of a body that is longer than what is read of it,
/// the fields at its beginning count.
pub(in crate::protocol) fn read_error(head: &ResponseHead, body: &[u8]) -> ErrorDocument {
    let mut document = ErrorDocument::default();
    let read = fields_of_document(body, &mut document);
    let is_usable = read.is_ok() || is_cut(body) && !document.code.is_empty();
    complete(&mut document, head, body);
    match is_usable {
        true if !document.code.is_empty() || !document.message.is_empty() => document,
        _ => {
            ErrorDocument { request_id: document.request_id, host_id: document.host_id, ..from_status(head) }
        }
    }
}

fn fields_of_document(body: &[u8], document: &mut ErrorDocument) -> Result<(), Failure> {
    let (mut reader, root) = XmlReader::open(body)?;
    if root.name() == "Error" {
        return fields(&mut reader, document);
    }
    while let Some(element) = reader.next_child()? {
        match element.name() {
            "Error" => fields(&mut reader, document)?,
            "Errors" => {
                while let Some(element) = reader.next_child()? {
                    match element.name() {
                        "Error" => fields(&mut reader, document)?,
                        _ => reader.skip()?,
                    }
                }
            }
            name => field(name, &mut reader, document)?,
        }
    }
    Ok(())
}

/// Reads the children of an `Error`.
fn fields(reader: &mut XmlReader<'_>, document: &mut ErrorDocument) -> Result<(), Failure> {
    while let Some(element) = reader.next_child()? {
        field(element.name(), reader, document)?;
    }
    Ok(())
}

fn field(name: &str, reader: &mut XmlReader<'_>, document: &mut ErrorDocument) -> Result<(), Failure> {
    match name {
        "Code" => document.code = reader.text()?.trim().to_owned(),
        "Message" | "message" => document.message = reader.text()?.into_owned(),
        "Type" => document.fault = Some(reader.text()?.into_owned()),
        "RequestId" | "RequestID" => document.request_id = Some(reader.text()?.into_owned()),
        "HostId" => document.host_id = Some(reader.text()?.into_owned()),
        _ => detail(name, reader, document)?,
    }
    Ok(())
}

/// Keeps the text of an element that is none of those above. One that cannot be read is no reason to lose the code.
fn detail(name: &str, reader: &mut XmlReader<'_>, document: &mut ErrorDocument) -> Result<(), Failure> {
    let mut here = reader.clone();
    reader.skip()?;
    if document.details.has_room()
        && let Ok(text) = here.text()
    {
        document.details.add(name, text.trim());
    }
    Ok(())
}

/// Reads the fields of an exception that are in the body.
pub(in crate::protocol) fn read_exception(
    body: &[u8],
    root: ErrorRoot,
    exception: &mut dyn Shape,
) -> Result<(), Failure> {
    if body.is_empty() {
        return Ok(());
    }
    let (mut reader, mut element) = XmlReader::open(body)?;
    let path: &[&str] = match root {
        ErrorRoot::Error if element.name() != "ErrorResponse" => &[],
        ErrorRoot::Error => &["Error"],
        ErrorRoot::Errors => &["Errors", "Error"],
    };
    for step in path {
        loop {
            match reader.next_child()? {
                Some(child) if child.name() == *step => {
                    element = child;
                    break;
                }
                Some(_) => reader.skip()?,
                None => return Ok(()),
            }
        }
    }
    super::read_structure(&mut reader, &element, exception, Members::Body)
}

//! Outputs of rest-xml, told from documents of other servers.
//!
//! The models do not name the root element of an output. So a document counts as the operation's unless something speaks
//! against it: the name of the root, or what is in it.

use super::element::Element;
use super::read::{fill, read_members};
use super::reader::XmlReader;
use crate::error::Origin;
use crate::protocol::failure::Failure;
use crate::protocol::read::Members;
use crate::reflect::{Shape, Slot, Value};
use crate::schema::{ShapeKind, Type};

/// Reads an output whose root element holds the members of `shape` that are in the body.
pub(in crate::protocol) fn read_output(body: &[u8], shape: &mut dyn Shape) -> Result<(), Failure> {
    let mut read = || {
        let (mut reader, root) = open_output(body)?;
        read_known(&mut reader, &root, body, shape, Members::Body)?;
        reader.finish()
    };
    read().map_err(|failure| failure.unless(|| is_whole(body)))
}

/// Reads an output whose root element is `value` itself.
pub(in crate::protocol) fn read_value(body: &[u8], value: &mut dyn Value, ty: &Type) -> Result<(), Failure> {
    let mut read = || {
        let (mut reader, root) = open_output(body)?;
        match value.slot() {
            // The one member of a union may be newer than the model.
            Slot::Structure(shape) if shape.schema().kind == ShapeKind::Structure => {
                read_known(&mut reader, &root, body, shape, Members::All)?;
            }
            _ => fill(&mut reader, &root, value, ty)?,
        }
        reader.finish()
    };
    read().map_err(|failure| failure.unless(|| is_whole(body)))
}

/// An error if `body` is an error document. It may be anything else, or nothing.
pub(in crate::protocol) fn refuse_error(body: &[u8]) -> Result<(), Failure> {
    match XmlReader::open(body) {
        Ok((_, root)) => refuse_error_root(&root),
        Err(_) => Ok(()),
    }
}

/// An error if `root` is that of an error document.
pub(in crate::protocol) fn refuse_error_root(root: &Element<'_>) -> Result<(), Failure> {
    match root.name() {
        "Error" | "ErrorResponse" => {
            let message = format!("the root element is `{}`: this is an error document", root.name());
            Err(Failure::new(message).with_origin(Origin::ErrorDocument))
        }
        _ => Ok(()),
    }
}

/// Whether `body` is XML from its first byte to its last.
#[cold]
pub(in crate::protocol) fn is_whole(body: &[u8]) -> bool {
    XmlReader::open(body).is_ok_and(|(reader, _)| reader.finish().is_ok())
}

/// Opens a document whose root may be that of an output.
fn open_output(body: &[u8]) -> Result<(XmlReader<'_>, Element<'_>), Failure> {
    let (reader, root) = XmlReader::open(body)?;
    refuse_error_root(&root)?;
    match root.name().eq_ignore_ascii_case("html") {
        true => Err(Failure::foreign("the root element is `html`: this is a web page")),
        false => Ok((reader, root)),
    }
}

/// Reads the members of `shape` in the root of `body`. Where there is something and no member among it, the document is
/// not the operation's.
fn read_known(
    reader: &mut XmlReader<'_>,
    root: &Element<'_>,
    body: &[u8],
    shape: &mut dyn Shape,
    members: Members,
) -> Result<(), Failure> {
    match read_members(reader, root, shape, members, &mut |_, reader| reader.skip())? {
        true => Ok(()),
        false => expect_empty(body),
    }
}

/// An error unless the root element of `body` has neither children nor text.
#[cold]
fn expect_empty(body: &[u8]) -> Result<(), Failure> {
    let (mut reader, root) = XmlReader::open(body)?;
    let start = reader.mark();
    if let Some(child) = reader.next_child()? {
        let message = format!("`<{}>` has `<{}>`, and no member of the output", root.name(), child.name());
        return Err(Failure::foreign(message));
    }
    match reader.revisit(start, XmlReader::text)?.trim().is_empty() {
        true => Ok(()),
        false => Err(Failure::foreign(format!("`<{}>` has text, and no member of the output", root.name()))),
    }
}

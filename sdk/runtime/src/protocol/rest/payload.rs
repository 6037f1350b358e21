//! The body: one member of its own, or all that are not elsewhere.

use super::{BodyFormat, members_at};
use crate::http::{Body, Request};
use crate::protocol::failure::Failure;
use crate::reflect::{Shape, Slot, Value, View};
use crate::schema::{Location, Member, OperationSchema, ShapeKind, Type};
use crate::types::{Document, Map};
use bytes::Bytes;
use http::HeaderValue;
use http::header::CONTENT_TYPE;

/// Writes the body of a request and, for a structured one, its content type.
pub(super) fn write<F: BodyFormat>(
    format: &F,
    operation: &'static OperationSchema,
    input: &mut dyn Shape,
    request: &mut Request,
) -> Result<(), Failure> {
    let mut body = Vec::new();
    match payload(input) {
        Some((index, member)) if is_raw(member) => {
            request.body = raw(input, index);
            return Ok(());
        }
        Some((index, member)) => match input.get(index).view() {
            View::Null => body.extend_from_slice(F::ABSENT_PAYLOAD),
            view => {
                format
                    .write_payload(member, view, &mut body)
                    .map_err(|failure| failure.in_member(member.name))?;
            }
        },
        None if members_at(input, Location::Body).next().is_some() => {
            format.write_members(operation, input, &mut body)?;
        }
        None => {}
    }
    if !body.is_empty() {
        if let Some(content_type) = F::CONTENT_TYPE {
            request.headers.entry(CONTENT_TYPE).or_insert(HeaderValue::from_static(content_type));
        }
        request.body = Body::Bytes(body.into());
    }
    Ok(())
}

/// Reads the body of a response.
pub(super) fn read<F: BodyFormat>(format: &F, body: &[u8], output: &mut dyn Shape) -> Result<(), Failure> {
    match payload(output) {
        None if output.schema().members.iter().any(|member| member.location.is_in_response_body()) => {
            format.read_members(body, output)
        }
        None => format.read_nothing(body),
        Some((_, Member { ty: Type::Stream | Type::Events, .. })) => Ok(()),
        Some((index, member)) if is_raw(member) => {
            read_raw(body, output.get_mut(index).slot()).map_err(|failure| failure.in_member(member.name))
        }
        Some((index, _)) if body.is_empty() => {
            read_nothing(output.get_mut(index));
            Ok(())
        }
        Some((index, member)) => format
            .read_payload(body, member, output.get_mut(index))
            .map_err(|failure| failure.in_member(member.name)),
    }
}

/// Reads an empty body: as botocore does, into a structure, list, map or document with nothing in it. A union cannot
/// hold nothing, so that it is absent.
fn read_nothing(value: &mut dyn Value) {
    match value.slot() {
        Slot::Structure(shape) if shape.schema().kind == ShapeKind::Structure => {}
        Slot::List(_) | Slot::Map(_) => {}
        Slot::Document(document) => *document = Document::Map(Map::new()),
        _ => value.clear(),
    }
}

/// The member that is the whole body.
fn payload(shape: &dyn Shape) -> Option<(usize, &'static Member)> {
    let schema = shape.schema();
    let index = schema.payload?;
    Some((index, schema.members.get(index)?))
}

/// Whether the body is the bytes of `member` themselves.
fn is_raw(member: &Member) -> bool {
    matches!(member.ty, Type::Blob | Type::String | Type::Stream | Type::Events)
}

/// The bytes of member `index`. A stream is taken out of the input.
fn raw(input: &mut dyn Shape, index: usize) -> Body {
    match input.get(index).view() {
        View::Blob(bytes) => Body::Bytes(bytes.clone().into_bytes()),
        View::String(text) => Body::Bytes(Bytes::copy_from_slice(text.as_bytes())),
        View::Stream(stream) if !stream.is_absent() => match input.get_mut(index).slot() {
            Slot::Stream(stream) => Body::Stream(std::mem::take(stream)),
            _ => Body::Empty,
        },
        _ => Body::Empty,
    }
}

/// Reads the body itself.
fn read_raw(body: &[u8], slot: Slot<'_>) -> Result<(), Failure> {
    let text = || {
        std::str::from_utf8(body).map_err(|error| Failure::new("this is not UTF-8").at(error.valid_up_to()))
    };
    match slot {
        Slot::Blob(slot) => *slot = body.into(),
        Slot::String(slot) => text()?.clone_into(slot),
        Slot::Enum(slot) => slot.set(text()?),
        _ => {}
    }
    Ok(())
}

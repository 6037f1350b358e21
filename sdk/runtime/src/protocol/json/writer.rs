//! Writing shapes as JSON, straight into a buffer.

use super::super::failure::Failure;
use super::super::read::Members;
use super::super::{base64, known_member, text};
use crate::reflect::{List, MapValue, Shape, View};
use crate::schema::{ListType, Location, MapType, ShapeKind, Type};
use crate::types::{Document, Map, Timestamp, TimestampFormat};
use std::io::Write;

/// Writes the members of `shape` that are there as an object.
pub(in crate::protocol) fn write_members(
    shape: &dyn Shape,
    members: Members,
    out: &mut Vec<u8>,
) -> Result<(), Failure> {
    known_member(shape)?;
    out.push(b'{');
    let mut separator: &[u8] = b"";
    let schema = shape.schema();
    for (index, member) in schema.members.iter().enumerate() {
        if members == Members::Body && member.location != Location::Body {
            continue;
        }
        let view = shape.get(index).view();
        if view.is_null() {
            continue;
        }
        out.extend_from_slice(separator);
        separator = b",";
        write_string(member.wire, out);
        out.push(b':');
        write_value(view, &member.ty, out).map_err(|failure| failure.in_member(member.name))?;
        if matches!(schema.kind, ShapeKind::Union) {
            // it has no other member
            break;
        }
    }
    out.push(b'}');
    Ok(())
}

/// Writes one value.
pub(in crate::protocol) fn write_value(view: View<'_>, ty: &Type, out: &mut Vec<u8>) -> Result<(), Failure> {
    match view {
        View::Null => out.extend_from_slice(b"null"),
        View::Boolean(value) => out.extend_from_slice(if value { b"true" } else { b"false" }),
        View::Integer(value) => out.extend_from_slice(itoa::Buffer::new().format(value).as_bytes()),
        View::Float(value) => write_float(value.into(), value, out),
        View::Double(value) => write_float(value, value, out),
        View::String(value) => write_string(value, out),
        View::Blob(value) => {
            out.push(b'"');
            base64::encode_into(value, out);
            out.push(b'"');
        }
        View::Timestamp(value) => write_timestamp(value, ty, out),
        View::Document(value) => write_document(value, out),
        View::List(list) => match ty {
            Type::List(ty) => write_list(list, ty, out)?,
            _ => return Err(Failure::new("the schema has no list here")),
        },
        View::Map(map) => match ty {
            Type::Map(ty) => write_map(map, ty, out)?,
            _ => return Err(Failure::new("the schema has no map here")),
        },
        View::Structure(shape) => write_members(shape, Members::All, out)?,
        View::Stream(_) | View::Events => return Err(Failure::new("a stream cannot be part of a JSON body")),
    }
    Ok(())
}

fn write_list(list: &dyn List, ty: &ListType, out: &mut Vec<u8>) -> Result<(), Failure> {
    out.push(b'[');
    for index in 0..list.len() {
        if index > 0 {
            out.push(b',');
        }
        write_value(list.item(index).view(), &ty.item, out).map_err(|failure| failure.in_item(index))?;
    }
    out.push(b']');
    Ok(())
}

fn write_map(map: &dyn MapValue, ty: &MapType, out: &mut Vec<u8>) -> Result<(), Failure> {
    out.push(b'{');
    for index in 0..map.len() {
        if index > 0 {
            out.push(b',');
        }
        let (key, value) = map.entry(index);
        write_string(key, out);
        out.push(b':');
        write_value(value.view(), &ty.value, out).map_err(|failure| failure.in_key(key))?;
    }
    out.push(b'}');
    Ok(())
}

/// Writes the shortest text that reads back as the same float of its width; what is no number as a word in quotes.
fn write_float(value: f64, shown: impl std::fmt::Debug, out: &mut Vec<u8>) {
    match text::float(value) {
        Some(word) => write_string(&word, out),
        None => write_display(format_args!("{shown:?}"), out),
    }
}

fn write_timestamp(value: Timestamp, ty: &Type, out: &mut Vec<u8>) {
    match text::timestamp_format(ty, TimestampFormat::UnixTimestamp) {
        format @ TimestampFormat::UnixTimestamp => write_display(value.formatted(format), out),
        format => write_display(format_args!("\"{}\"", value.formatted(format)), out),
    }
}

fn write_display(value: impl std::fmt::Display, out: &mut Vec<u8>) {
    // Writing to a vector does not fail.
    let _ = write!(out, "{value}");
}

fn write_document(document: &Document, out: &mut Vec<u8>) {
    match document {
        Document::Null => out.extend_from_slice(b"null"),
        Document::Boolean(value) => out.extend_from_slice(if *value { b"true" } else { b"false" }),
        Document::Integer(value) => out.extend_from_slice(itoa::Buffer::new().format(*value).as_bytes()),
        Document::Double(value) => write_float(*value, *value, out),
        Document::String(value) => write_string(value, out),
        Document::List(items) => {
            out.push(b'[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(b',');
                }
                write_document(item, out);
            }
            out.push(b']');
        }
        Document::Map(map) => write_document_map(map, out),
    }
}

fn write_document_map(map: &Map<Document>, out: &mut Vec<u8>) {
    out.push(b'{');
    for (index, (key, value)) in map.iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        write_string(key, out);
        out.push(b':');
        write_document(value, out);
    }
    out.push(b'}');
}

/// Writes a string in quotes. Only what JSON demands is escaped; all else goes as UTF-8, in as few copies as there are
/// escapes.
fn write_string(text: &str, out: &mut Vec<u8>) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    out.reserve(text.len() + 2);
    out.push(b'"');
    let mut rest = text.as_bytes();
    while let Some(at) = rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..0x20)) {
        let (plain, special) = rest.split_at(at);
        out.extend_from_slice(plain);
        let Some((&byte, behind)) = special.split_first() else { break };
        match byte {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            _ => {
                let (high, low) = (HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]);
                out.extend_from_slice(&[b'\\', b'u', b'0', b'0', high, low]);
            }
        }
        rest = behind;
    }
    out.extend_from_slice(rest);
    out.push(b'"');
}

//! Writing shapes as CBOR: definite lengths, the shortest integers, floats as wide as their type.

use super::{EPOCH, major, simple};
use crate::protocol::failure::Failure;
use crate::protocol::known_member;
use crate::reflect::{List, MapValue, Shape, View};
use crate::types::{Document, Timestamp};

/// Writes the members of `shape` that are there as a map.
pub(super) fn write_structure(shape: &dyn Shape, out: &mut Vec<u8>) -> Result<(), Failure> {
    let schema = shape.schema();
    known_member(shape)?;
    let present = (0..schema.members.len()).filter(|index| !shape.get(*index).view().is_null()).count();
    write_head(major::MAP, present as u64, out);
    for (index, member) in schema.members.iter().enumerate() {
        let view = shape.get(index).view();
        if !view.is_null() {
            write_text(member.wire, out);
            write_value(view, out).map_err(|failure| failure.in_member(member.name))?;
        }
    }
    Ok(())
}

fn write_value(view: View<'_>, out: &mut Vec<u8>) -> Result<(), Failure> {
    match view {
        View::Null => write_simple(simple::NULL, out),
        View::Boolean(value) => write_boolean(value, out),
        View::Integer(value) => write_integer(value.into(), out)?,
        View::Float(value) => match special(value.into()) {
            Some(bytes) => out.extend_from_slice(&bytes),
            None => {
                write_simple(simple::F32, out);
                out.extend_from_slice(&value.to_be_bytes());
            }
        },
        View::Double(value) => write_double(value, out),
        View::String(value) => write_text(value, out),
        View::Blob(value) => {
            write_head(major::BYTES, value.len() as u64, out);
            out.extend_from_slice(value);
        }
        View::Timestamp(value) => write_timestamp(value, out)?,
        View::Document(value) => write_document(value, out)?,
        View::List(list) => write_list(list, out)?,
        View::Map(map) => write_map(map, out)?,
        View::Structure(shape) => write_structure(shape, out)?,
        View::Stream(_) | View::Events => return Err(Failure::new("a stream cannot be part of a CBOR body")),
    }
    Ok(())
}

fn write_list(list: &dyn List, out: &mut Vec<u8>) -> Result<(), Failure> {
    write_head(major::LIST, list.len() as u64, out);
    (0..list.len()).try_for_each(|index| {
        write_value(list.item(index).view(), out).map_err(|failure| failure.in_item(index))
    })
}

fn write_map(map: &dyn MapValue, out: &mut Vec<u8>) -> Result<(), Failure> {
    write_head(major::MAP, map.len() as u64, out);
    (0..map.len()).map(|index| map.entry(index)).try_for_each(|(key, value)| {
        write_text(key, out);
        write_value(value.view(), out).map_err(|failure| failure.in_key(key))
    })
}

/// Writes the first byte of an item, and what it counts in as few bytes as will hold it.
fn write_head(major: u8, argument: u64, out: &mut Vec<u8>) {
    let major = major << 5;
    let bytes = argument.to_be_bytes();
    let (info, length) = match argument {
        0..24 => {
            out.push(major | argument as u8);
            return;
        }
        24..0x100 => (24, 1),
        0x100..0x1_0000 => (25, 2),
        0x1_0000..0x1_0000_0000 => (26, 4),
        _ => (27, 8),
    };
    out.push(major | info);
    out.extend_from_slice(&bytes[8 - length..]);
}

fn write_simple(info: u8, out: &mut Vec<u8>) {
    out.push(major::SIMPLE << 5 | info);
}

fn write_boolean(value: bool, out: &mut Vec<u8>) {
    write_simple(if value { simple::TRUE } else { simple::FALSE }, out);
}

fn write_integer(value: i128, out: &mut Vec<u8>) -> Result<(), Failure> {
    // -1 - value is the same as all bits turned.
    let (major, argument) = if value < 0 { (major::NEGATIVE, !value) } else { (major::UNSIGNED, value) };
    let argument = u64::try_from(argument).map_err(|_| {
        Failure::new(format!("{value} has more than the 64 bits of a whole number in CBOR; send it as text"))
    })?;
    write_head(major, argument, out);
    Ok(())
}

fn write_double(value: f64, out: &mut Vec<u8>) {
    match special(value) {
        Some(bytes) => out.extend_from_slice(&bytes),
        None => {
            write_simple(simple::F64, out);
            out.extend_from_slice(&value.to_be_bytes());
        }
    }
}

/// What is no number, in the two bytes of a half float.
fn special(value: f64) -> Option<[u8; 3]> {
    let [high, low] = match value {
        f64::INFINITY => 0x7c00_u16,
        f64::NEG_INFINITY => 0xfc00,
        _ if value.is_nan() => 0x7e00,
        _ => return None,
    }
    .to_be_bytes();
    Some([major::SIMPLE << 5 | simple::F16, high, low])
}

fn write_text(text: &str, out: &mut Vec<u8>) {
    write_head(major::TEXT, text.len() as u64, out);
    out.extend_from_slice(text.as_bytes());
}

/// Writes whole seconds as an integer, others as a float with microseconds.
fn write_timestamp(value: Timestamp, out: &mut Vec<u8>) -> Result<(), Failure> {
    write_head(major::TAG, EPOCH, out);
    match value.nanos() / 1_000 {
        0 => write_integer(value.seconds().into(), out)?,
        // Rounded once only: the sum is whole.
        micros => write_double((value.seconds() as f64 * 1e6 + f64::from(micros)) / 1e6, out),
    }
    Ok(())
}

fn write_document(document: &Document, out: &mut Vec<u8>) -> Result<(), Failure> {
    match document {
        Document::Null => write_simple(simple::NULL, out),
        Document::Boolean(value) => write_boolean(*value, out),
        Document::Integer(value) => write_integer(*value, out)?,
        Document::Double(value) => write_double(*value, out),
        Document::String(value) => write_text(value, out),
        Document::List(items) => {
            write_head(major::LIST, items.len() as u64, out);
            items.iter().try_for_each(|item| write_document(item, out))?;
        }
        Document::Map(map) => {
            write_head(major::MAP, map.len() as u64, out);
            for (key, value) in map {
                write_text(key, out);
                write_document(value, out)?;
            }
        }
    }
    Ok(())
}

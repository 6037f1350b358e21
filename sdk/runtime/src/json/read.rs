//! JSON to shapes, strictly: a program that misspells a member learns it here, not from a service that ignores it.

use super::{UNKNOWN_MEMBER, holds_json};
use crate::error::Error;
use crate::protocol::failure::Failure;
use crate::protocol::{base64, text};
use crate::reflect::{List, MapValue, Shape, Slot};
use crate::schema::{ShapeKind, StructSchema};
use crate::types::{ByteStream, Timestamp};
use serde_json::{Map, Number, Value};

/// Sets the members of `shape` that `value`, an object, holds; null is as good as nothing.
///
/// # Errors
/// A validation error that names the place, for a member the model does not have and a value of the wrong type.
pub fn read(shape: &mut dyn Shape, value: &Value) -> Result<(), Error> {
    structure(shape, value).map_err(|failure| Error::validation(format!("invalid input: {failure}")))
}

fn structure(shape: &mut dyn Shape, value: &Value) -> Result<(), Failure> {
    let object = value.as_object().ok_or_else(|| wrong("an object", value))?;
    let schema = shape.schema();
    let is_union = schema.kind == ShapeKind::Union;
    if let Some(unknown) = object.get(UNKNOWN_MEMBER).filter(|_| is_union) {
        shape.set_unknown(unknown["name"].as_str().unwrap_or_default());
        return Ok(());
    }
    let present = object.iter().filter(|(_, value)| !value.is_null());
    if is_union && present.clone().count() != 1 {
        return Err(Failure::new(format!("a union must have exactly one of {}", names(schema))));
    }
    for (name, value) in present {
        let index = schema.member(name);
        let index = index
            .ok_or_else(|| Failure::new(format!("there is no member `{name}`, but {}", names(schema))))?;
        let member = &schema.members[index];
        match shape.get_mut(index).slot() {
            Slot::String(slot) if holds_json(member) => *slot = value.to_string(),
            slot => fill(slot, value).map_err(|failure| failure.in_member(member.name))?,
        }
    }
    Ok(())
}

/// The names of all members.
fn names(schema: &StructSchema) -> String {
    if schema.members.is_empty() {
        return "none at all".to_owned();
    }
    schema.members.iter().map(|member| member.name).collect::<Vec<_>>().join(", ")
}

fn fill(slot: Slot<'_>, value: &Value) -> Result<(), Failure> {
    match slot {
        Slot::None => return Err(Failure::new("it cannot be set")),
        Slot::Boolean(slot) => *slot = value.as_bool().ok_or_else(|| wrong("a boolean", value))?,
        Slot::Integer(slot) => *slot = integer(value)?,
        Slot::Float(slot) => *slot = float(value)? as f32,
        Slot::Double(slot) => *slot = float(value)?,
        Slot::String(slot) => string(value)?.clone_into(slot),
        Slot::Enum(slot) => slot.set(string(value)?),
        Slot::Blob(slot) => *slot = bytes(value)?.into(),
        Slot::Timestamp(slot) => *slot = timestamp(value)?,
        Slot::Document(slot) => *slot = value.clone().into(),
        Slot::List(slot) => list(slot, value)?,
        Slot::Map(slot) => map(slot, value.as_object().ok_or_else(|| wrong("an object", value))?)?,
        Slot::Structure(shape) => structure(shape, value)?,
        Slot::Stream(slot) => *slot = ByteStream::from(bytes(value)?),
        Slot::Events(_) => return Err(Failure::new("an event stream cannot be given as JSON")),
    }
    Ok(())
}

fn list(list: &mut dyn List, value: &Value) -> Result<(), Failure> {
    let items = value.as_array().ok_or_else(|| wrong("a list", value))?;
    list.clear();
    for (index, item) in items.iter().enumerate() {
        if item.is_null() {
            list.push_null();
        } else {
            fill(list.push().slot(), item).map_err(|failure| failure.in_item(index))?;
        }
    }
    Ok(())
}

fn map(map: &mut dyn MapValue, object: &Map<String, Value>) -> Result<(), Failure> {
    map.clear();
    for (key, item) in object {
        if item.is_null() {
            map.insert_null(key);
        } else {
            fill(map.insert_default(key).slot(), item).map_err(|failure| failure.in_key(key))?;
        }
    }
    Ok(())
}

fn string(value: &Value) -> Result<&str, Failure> {
    value.as_str().ok_or_else(|| wrong("a string", value))
}

/// The bytes that base64 stands for. Without its padding or with blanks in it, it is more likely a text that somebody forgot
/// to encode; line breaks are what programs that encode make.
fn bytes(value: &Value) -> Result<Vec<u8>, Failure> {
    const HINT: &str =
        "this is not base64: bytes are given in base64 with padding, the text `text` as `dGV4dA==`";
    let text = string(value)?;
    let digits = text.bytes().filter(|byte| !matches!(byte, b'\r' | b'\n'));
    let is_whole = digits.clone().count() % 4 == 0 && digits.clone().all(|byte| !byte.is_ascii_whitespace());
    if !is_whole {
        return Err(Failure::new(HINT));
    }
    base64::decode(text.as_bytes()).map_err(|_| Failure::new(HINT))
}

fn integer(value: &Value) -> Result<i64, Failure> {
    let whole = value.as_i64().or_else(|| value.as_f64().and_then(text::whole));
    whole.ok_or_else(|| wrong("a whole number of 64 bits", value))
}

fn float(value: &Value) -> Result<f64, Failure> {
    match value {
        Value::Number(number) => Ok(double(number)),
        Value::String(word) if ["NaN", "Infinity", "-Infinity"].contains(&word.as_str()) => {
            text::number(word)
        }
        _ => Err(wrong("a number", value)),
    }
}

fn double(number: &Number) -> f64 {
    // Never `None` without the feature for numbers of any length.
    number.as_f64().unwrap_or(f64::NAN)
}

fn timestamp(value: &Value) -> Result<Timestamp, Failure> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return Err(wrong("a timestamp", value)),
    };
    text.parse().map_err(|error| Failure::new(format!("{error}")))
}

fn wrong(expected: &str, value: &Value) -> Failure {
    let found = match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(number) => return Failure::new(format!("expected {expected}, found {number}")),
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    };
    Failure::new(format!("expected {expected}, found {found}"))
}

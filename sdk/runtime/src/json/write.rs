//! Shapes to JSON.

use super::{UNKNOWN_MEMBER, holds_json};
use crate::protocol::{base64, text};
use crate::reflect::{Shape, View};
use crate::types::Document;
use serde_json::{Map, Number, Value, json};

/// `shape` as JSON. Streams that are not in memory, and event streams, are left out.
pub fn write(shape: &dyn Shape) -> Value {
    if let Some(name) = shape.unknown() {
        return json!({ UNKNOWN_MEMBER: { "name": name } });
    }
    let mut object = Map::new();
    for (index, member) in shape.schema().members.iter().enumerate() {
        let value = match shape.get(index).view() {
            View::String(text) if holds_json(member) => text.parse().unwrap_or_else(|_| text.into()),
            view => value(view),
        };
        if !value.is_null() {
            object.insert(member.name.to_owned(), value);
        }
    }
    Value::Object(object)
}

fn value(view: View<'_>) -> Value {
    match view {
        View::Null | View::Events => Value::Null,
        View::Boolean(value) => value.into(),
        View::Integer(value) => value.into(),
        // The shortest decimal that is this float, not the longer one that is the same double.
        View::Float(value) => float(format!("{value:?}").parse().unwrap_or(f64::from(value))),
        View::Double(value) => float(value),
        View::String(value) => value.into(),
        View::Blob(value) => base64::encode(value).into(),
        View::Timestamp(value) => value.to_string().into(),
        View::Document(value) => document(value),
        View::List(list) => (0..list.len()).map(|index| value(list.item(index).view())).collect(),
        View::Map(map) => {
            let entries = (0..map.len()).map(|index| map.entry(index));
            Value::Object(entries.map(|(key, item)| (key.to_owned(), value(item.view()))).collect())
        }
        View::Structure(shape) => write(shape),
        View::Stream(stream) => match stream.as_bytes() {
            Some(bytes) => base64::encode(bytes).into(),
            None => Value::Null,
        },
    }
}

/// A whole number; where it does not fit into the 64 bits of `serde_json`, the nearest float.
fn integer(value: i128) -> Value {
    match (i64::try_from(value), u64::try_from(value)) {
        (Ok(value), _) => value.into(),
        (_, Ok(value)) => value.into(),
        _ => float(value as f64),
    }
}

fn float(value: f64) -> Value {
    match text::float(value) {
        Some(word) => word.into(),
        None => Number::from_f64(value).into(),
    }
}

fn document(value: &Document) -> Value {
    match value {
        Document::Null => Value::Null,
        Document::Boolean(value) => (*value).into(),
        Document::Integer(value) => integer(*value),
        Document::Double(value) => float(*value),
        Document::String(value) => value.as_str().into(),
        Document::List(items) => items.iter().map(document).collect(),
        Document::Map(map) => {
            Value::Object(map.iter().map(|(key, value)| (key.to_owned(), document(value))).collect())
        }
    }
}

//! Shapes to JSON.

use super::{UNKNOWN_MEMBER, holds_json};
use crate::protocol::base64;
use crate::reflect::{Shape, View};
use crate::types::Document;
use serde_json::{Map, Value, json};

/// `shape` as JSON. Streams that are not in memory, and event streams, are left out.
///
/// It also goes by the name `to_value`, for whole outputs and inputs or parts of them, with their members' names in the
/// model:
///
/// ```
/// use tucuxi::json::Value;
/// use tucuxi::reflect::Shape;
///
/// // Give it `&output` of a call: `print(&s3.list_buckets().await?)`.
/// fn print(output: &dyn Shape) {
///     let value = tucuxi::json::to_value(output);
///     println!("{value:#}");
///     for bucket in value["Buckets"].as_array().into_iter().flatten() {
///         println!("{}", bucket["Name"]);
///     }
/// }
/// ```
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
        View::Document(value) => value.into(),
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

fn float(value: f64) -> Value {
    Document::Double(value).into()
}

//! Values as the data has them, and as Tucuxi's JSON has them: blobs are plain text there and base64 here, timestamps
//! numbers there and RFC 3339 here.

use serde_json::{Map, Value};
use tucuxi::types::Timestamp;

/// `value` of the shape called `name`, in the form of Tucuxi's JSON.
pub fn convert(shapes: &Map<String, Value>, name: &str, value: &Value) -> Value {
    let empty = Value::Null;
    let shape = shapes.get(name).unwrap_or(&empty);
    let of = |reference: &Value| reference["shape"].as_str().unwrap_or_default().to_owned();
    match (shape["type"].as_str().unwrap_or_default(), value) {
        ("structure", Value::Object(object)) if shape["document"] != true => {
            let member = |(key, value): (&String, &Value)| {
                let reference = &shape["members"][key];
                let in_header = reference["location"] == "header";
                let value = match (reference["jsonvalue"] == true, value) {
                    // In a body, the text is a text.
                    (true, Value::String(_)) if !in_header => value.clone(),
                    (false, _) => convert(shapes, &of(reference), value),
                    // The text of JSON, or the value itself.
                    (true, Value::String(text)) => text.parse().unwrap_or_else(|_| value.clone()),
                    (true, value) => value.clone(),
                };
                (key.clone(), value)
            };
            Value::Object(object.iter().map(member).collect())
        }
        ("list", Value::Array(items)) => {
            items.iter().map(|item| convert(shapes, &of(&shape["member"]), item)).collect()
        }
        ("map", Value::Object(object)) => {
            let entries = object.iter();
            Value::Object(
                entries
                    .map(|(key, item)| (key.clone(), convert(shapes, &of(&shape["value"]), item)))
                    .collect(),
            )
        }
        ("blob", Value::String(text)) => base64_simd::STANDARD.encode_to_string(text).into(),
        ("timestamp", Value::Number(seconds)) => match seconds.to_string().parse::<Timestamp>() {
            Ok(time) => time.to_string().into(),
            Err(_) => value.clone(),
        },
        _ => value.clone(),
    }
}

//! JSON as Python writes it, so that policies are byte for byte those of boto3: a space after commas and colons, and nothing
//! but ASCII.

use std::fmt::Write as _;

/// A text in quotation marks.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            ' '..='~' => out.push(c),
            _ => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    // Writing to a string cannot fail.
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
        }
    }
    out.push('"');
    out
}

/// A value; none if it holds a number that is not whole, which Python may write otherwise.
#[cfg(feature = "json")]
pub(super) fn json(value: &tucuxi::json::Value) -> Option<String> {
    use tucuxi::json::Value;
    let text = match value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Number(number) if number.is_i64() || number.is_u64() => number.to_string(),
        Value::Number(_) => return None,
        Value::String(text) => quoted(text),
        Value::Array(items) => {
            let items: Option<Vec<_>> = items.iter().map(json).collect();
            format!("[{}]", items?.join(", "))
        }
        Value::Object(members) => {
            let mut texts = Vec::with_capacity(members.len());
            for (name, value) in members {
                texts.push(format!("{}: {}", quoted(name), json(value)?));
            }
            format!("{{{}}}", texts.join(", "))
        }
    };
    Some(text)
}

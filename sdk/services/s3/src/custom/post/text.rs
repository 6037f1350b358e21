//! JSON as Python writes it, so that policies are byte for byte those of boto3: a space after commas and colons, and nothing
//! but ASCII.

use tucuxi::internal::ascii_json;

/// A text in quotation marks.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    ascii_json::string(text, &mut out);
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

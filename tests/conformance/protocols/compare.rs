//! Comparing JSON values, numbers as numbers.

use serde_json::Value;

/// The first place where `actual` is not as `expected`, if there is one.
pub fn difference(expected: &Value, actual: &Value) -> Option<String> {
    at(expected, actual, "")
}

fn at(expected: &Value, actual: &Value, path: &str) -> Option<String> {
    match (expected, actual) {
        (Value::Object(left), Value::Object(right)) => {
            for (key, value) in left {
                let path = format!("{path}.{key}");
                match right.get(key) {
                    Some(other) => {
                        if let Some(difference) = at(value, other, &path) {
                            return Some(difference);
                        }
                    }
                    None => return Some(format!("{path}: expected {value}, found nothing")),
                }
            }
            let extra = right.iter().find(|(key, _)| !left.contains_key(*key));
            extra.map(|(key, value)| format!("{path}.{key}: expected nothing, found {value}"))
        }
        (Value::Array(left), Value::Array(right)) if left.len() == right.len() => {
            let mut items = left.iter().zip(right).enumerate();
            items.find_map(|(index, (left, right))| at(left, right, &format!("{path}[{index}]")))
        }
        (Value::Number(left), Value::Number(right)) if left.as_f64() == right.as_f64() => None,
        _ if expected == actual => None,
        _ if path.is_empty() => Some(format!("expected {expected}, found {actual}")),
        _ => Some(format!("{path}: expected {expected}, found {actual}")),
    }
}

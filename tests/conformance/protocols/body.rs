//! Comparing bodies as the data their format stands for.

use crate::{compare, xml};
use ciborium::Value as Cbor;
use serde_json::{Number, Value, json};
use std::collections::BTreeMap;

/// How the body `actual` differs from `expected`, in requests of `protocol`.
pub fn difference(protocol: &str, expected: &str, actual: &[u8]) -> Option<String> {
    if protocol == "smithy-rpc-v2-cbor" {
        let expected = match base64_simd::STANDARD.decode_to_vec(expected) {
            Ok(expected) => expected,
            Err(error) => return Some(format!("the body of the case: {error}")),
        };
        return either(|| Ok(compare::difference(&cbor(&expected)?, &cbor(actual)?)));
    }
    let Ok(actual) = std::str::from_utf8(actual) else {
        return Some(format!("expected {expected:?}, found {} bytes that are not UTF-8", actual.len()));
    };
    match protocol {
        "query" | "ec2" => compare::difference(&form(expected), &form(actual)),
        "rest-xml" if expected.trim_start().starts_with('<') => {
            either(|| Ok(text_difference(&xml::canonical(expected)?, &xml::canonical(actual)?)))
        }
        "json" | "rest-json" => match serde_json::from_str::<Value>(expected) {
            Ok(expected) => either(|| {
                let actual = serde_json::from_str(actual).map_err(|error| format!("{error}: {actual}"))?;
                Ok(compare::difference(&expected, &actual))
            }),
            Err(_) => text_difference(expected, actual),
        },
        _ => text_difference(expected, actual),
    }
}

/// A difference, or why there can be no comparison.
fn either(compared: impl FnOnce() -> Result<Option<String>, String>) -> Option<String> {
    compared().unwrap_or_else(Some)
}

fn text_difference(expected: &str, actual: &str) -> Option<String> {
    (expected != actual).then(|| format!("expected {expected:?}, found {actual:?}"))
}

/// A form as an object.
fn form(text: &str) -> Value {
    let decode = |text: &str| {
        percent_encoding::percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned()
    };
    let pairs = text.trim().split('&').filter(|pair| !pair.is_empty());
    let pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    json!(pairs.map(|(name, value)| (decode(name), decode(value))).collect::<BTreeMap<_, _>>())
}

/// CBOR as JSON; nothing at all as null. What JSON does not have becomes an object that names it.
fn cbor(bytes: &[u8]) -> Result<Value, String> {
    if bytes.is_empty() {
        return Ok(Value::Null);
    }
    let value: Cbor = ciborium::from_reader(bytes).map_err(|error| error.to_string())?;
    Ok(from_cbor(&value))
}

fn from_cbor(value: &Cbor) -> Value {
    match value {
        Cbor::Null => Value::Null,
        Cbor::Bool(value) => (*value).into(),
        Cbor::Integer(value) => {
            i64::try_from(*value).map_or_else(|_| format!("{value:?}").into(), Value::from)
        }
        Cbor::Float(value) => {
            Number::from_f64(*value).map_or_else(|| json!({ "float": value.to_string() }), Value::from)
        }
        Cbor::Text(text) => text.as_str().into(),
        Cbor::Bytes(bytes) => json!({ "bytes": base64_simd::STANDARD.encode_to_string(bytes) }),
        Cbor::Array(items) => items.iter().map(from_cbor).collect(),
        Cbor::Map(entries) => {
            let key = |key: &Cbor| key.as_text().map_or_else(|| format!("{key:?}"), str::to_owned);
            Value::Object(entries.iter().map(|(name, value)| (key(name), from_cbor(value))).collect())
        }
        Cbor::Tag(tag, value) => json!({ "tag": tag, "value": from_cbor(value) }),
        other => format!("{other:?}").into(),
    }
}

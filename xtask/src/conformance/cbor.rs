//! CBOR items to be read, as cases of responses: each item is a member of an output whose shape fits what it must be.

use std::path::Path;

use anyhow::{Context as _, Result, bail};
use base64_simd::STANDARD;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::runner::read;

/// The folder of data.
pub const FOLDER: &str = "cbor";

/// One item of a file.
#[derive(Deserialize)]
struct Item {
    description: String,
    /// The bytes in hexadecimal digits.
    input: String,
    /// What they are: an object of one kind of value.
    expect: Option<Value>,
    #[serde(default)]
    error: bool,
}

/// The name of the member that holds the item.
const MEMBER: &str = "Item";

/// The text of the suite that a file of items amounts to.
pub fn suite(path: &Path) -> Result<String> {
    let items: Vec<Item> = serde_json::from_str(&read(path)?).with_context(|| path.display().to_string())?;
    let mut shapes = Map::new();
    let mut cases = Vec::new();
    for item in &items {
        let wrong = || format!("{}: {}", path.display(), item.description);
        let body = STANDARD.encode_to_string(body(&item.input).with_context(wrong)?);
        let mut add = |id: String, shape: Option<String>, result: Value| {
            let shape_name = shape.as_deref().unwrap_or_default();
            let output = format!("Output{shape_name}");
            // with a member of another name, the item is one that nobody knows
            let (name, member) = match &shape {
                Some(shape) => (MEMBER, shape.as_str()),
                None => ("Other", "String"),
            };
            let members = json!({ name: { "shape": member } });
            shapes.insert(output.clone(), json!({ "type": "structure", "members": members }));
            cases.push(json!({
                "id": id,
                "given": {
                    "name": format!("Read{shape_name}"),
                    "http": { "method": "POST", "requestUri": "/" },
                    "output": { "shape": output },
                },
                "response": { "headers": { "smithy-protocol": "rpc-v2-cbor" }, "body": body },
                "result": result,
                "broken": item.error,
            }));
        };
        let mut own = Map::from_iter([("String".to_owned(), json!({ "type": "string" }))]);
        match &item.expect {
            Some(expected) => {
                let (shape, result) = typed(expected, &mut own).with_context(wrong)?;
                let result = if result.is_null() { json!({}) } else { json!({ MEMBER: result }) };
                add(item.description.clone(), shape, result);
            }
            // what is broken is so in a member that nobody knows, and in one that it could be meant for
            None if item.error => {
                add(item.description.clone(), None, Value::Null);
                let (shape, _) = typed(&meant(&item.input), &mut own).with_context(wrong)?;
                let id = format!("{} [as {}]", item.description, shape.as_deref().unwrap_or_default());
                add(id, shape, Value::Null);
            }
            None => bail!("{}: neither a value nor an error is expected", wrong()),
        }
        shapes.extend(own);
    }
    let protocol = "smithy-rpc-v2-cbor";
    let metadata = json!({ "protocol": protocol, "protocols": [protocol], "targetPrefix": "Items" });
    Ok(json!([{ "metadata": metadata, "shapes": shapes, "cases": cases }]).to_string())
}

/// A value of the kind that the first byte of an item announces.
fn meant(digits: &str) -> Value {
    let first = digits.get(..2).and_then(|pair| u8::from_str_radix(pair, 16).ok()).unwrap_or_default();
    match first >> 5 {
        2 => json!({ "bytestring": [] }),
        3 => json!({ "string": "" }),
        4 => json!({ "list": [{ "uint": 0 }] }),
        5 => json!({ "map": { "": { "uint": 0 } } }),
        7 => json!({ "float64": 0 }),
        _ => json!({ "uint": 0 }),
    }
}

/// A map of one entry with the item.
fn body(digits: &str) -> Result<Vec<u8>> {
    let mut bytes = vec![0xa1, 0x60 + u8::try_from(MEMBER.len())?];
    bytes.extend_from_slice(MEMBER.as_bytes());
    for at in (0..digits.len()).step_by(2) {
        let pair = digits.get(at..at + 2).context("an odd number of hexadecimal digits")?;
        bytes.push(u8::from_str_radix(pair, 16).with_context(|| format!("{pair} is not hexadecimal"))?);
    }
    Ok(bytes)
}

/// The name of the shape of a value, which is added to `shapes`, and the value as results of cases have it. Null has no
/// shape of its own.
fn typed(expected: &Value, shapes: &mut Map<String, Value>) -> Result<(Option<String>, Value)> {
    let entry =
        expected.as_object().filter(|object| object.len() == 1).and_then(|object| object.iter().next());
    let (kind, value) = entry.context("one kind of value is expected")?;
    let bits = || value.as_u64().context("the bits of a float are a number");
    let (kind, value) = match kind.as_str() {
        "uint" | "negint" => ("long", value.clone()),
        "bool" => ("boolean", value.clone()),
        "string" => ("string", value.clone()),
        "bytestring" => {
            let bytes: Vec<u8> = serde_json::from_value(value.clone())?;
            ("blob", String::from_utf8(bytes).context("the bytes are not text")?.into())
        }
        "float32" => ("float", float(f64::from(f32::from_bits(u32::try_from(bits()?)?)))),
        "float64" => ("double", float(f64::from_bits(bits()?))),
        "null" | "undefined" => ("string", Value::Null),
        "list" => return list(value, shapes),
        "map" => return map(value, shapes),
        // a tag that the protocol does not use: what it is put on is left
        "tag" => return typed(value.get("value").context("a tag has a value")?, shapes),
        other => bail!("values of the kind `{other}` are not known"),
    };
    let name = format!("{}{}", kind[..1].to_uppercase(), &kind[1..]);
    shapes.insert(name.clone(), json!({ "type": kind }));
    Ok((Some(name), value))
}

/// A list of items of one kind. Nulls are left out of lists that the model does not call sparse.
fn list(items: &Value, shapes: &mut Map<String, Value>) -> Result<(Option<String>, Value)> {
    let items = items.as_array().context("a list is expected")?;
    let items: Vec<_> = items.iter().map(|item| typed(item, shapes)).collect::<Result<_>>()?;
    let member = items.first().and_then(|(shape, _)| shape.clone()).context("an item is expected")?;
    let name = format!("ListOf{member}");
    shapes.insert(name.clone(), json!({ "type": "list", "member": { "shape": member } }));
    Ok((Some(name), items.into_iter().map(|(_, value)| value).filter(|value| !value.is_null()).collect()))
}

/// A map with values of one kind, without its nulls likewise.
fn map(entries: &Value, shapes: &mut Map<String, Value>) -> Result<(Option<String>, Value)> {
    let mut values = Map::new();
    let mut member = None;
    for (key, value) in entries.as_object().context("a map is expected")? {
        let (shape, value) = typed(value, shapes)?;
        member = shape;
        if !value.is_null() {
            values.insert(key.clone(), value);
        }
    }
    let member = member.context("an entry is expected")?;
    let name = format!("MapOf{member}");
    shapes.insert("Key".to_owned(), json!({ "type": "string" }));
    let shape = json!({ "type": "map", "key": { "shape": "Key" }, "value": { "shape": member } });
    shapes.insert(name.clone(), shape);
    Ok((Some(name), Value::Object(values)))
}

/// A float as JSON has it.
fn float(value: f64) -> Value {
    match value {
        value if value.is_nan() => "NaN".into(),
        f64::INFINITY => "Infinity".into(),
        f64::NEG_INFINITY => "-Infinity".into(),
        value => value.into(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn cases(items: Value) -> Vec<Value> {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("items.json");
        std::fs::write(&path, items.to_string()).unwrap();
        let suites: Value = serde_json::from_str(&suite(&path).unwrap()).unwrap();
        suites[0]["cases"].as_array().unwrap().clone()
    }

    #[test]
    fn items_become_members_of_outputs() {
        let cases = cases(json!([
            { "description": "a", "input": "8117", "expect": { "list": [{ "uint": 23 }] } },
            { "description": "b", "input": "fa7f800000", "expect": { "float32": 2_139_095_040_u32 } },
            { "description": "c", "input": "18", "error": true },
        ]));
        assert_eq!(cases[0]["result"], json!({ "Item": [23] }));
        assert_eq!(cases[0]["given"]["output"]["shape"], "OutputListOfLong");
        assert_eq!(cases[0]["response"]["body"], "oWRJdGVtgRc=");
        assert_eq!(cases[1]["result"], json!({ "Item": "Infinity" }));
        assert_eq!((&cases[2]["broken"], &cases[2]["result"]), (&json!(true), &Value::Null));
        assert_eq!(cases[2]["given"]["output"]["shape"], "Output");
        assert_eq!(cases[3]["given"]["output"]["shape"], "OutputLong");
        assert_eq!(cases[3]["id"], "c [as Long]");
    }
}

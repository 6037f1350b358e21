//! Attribute values as they go over the wire, with sets in one order.

use crate::value::{base64, bytes};
use serde_json::{Map as Object, Value as Json, json};
use std::error::Error;
use tucuxi::types::Map;
use tucuxi_dynamodb::types::AttributeValue;

/// The JSON of `value`.
pub fn of(value: &AttributeValue) -> Result<Json, String> {
    let sorted = |mut texts: Vec<String>| {
        texts.sort();
        texts
    };
    Ok(match value {
        AttributeValue::S(text) => json!({ "S": text }),
        AttributeValue::N(text) => json!({ "N": text }),
        AttributeValue::B(bytes) => json!({ "B": base64(bytes) }),
        AttributeValue::Ss(texts) => json!({ "SS": sorted(texts.clone()) }),
        AttributeValue::Ns(texts) => json!({ "NS": sorted(texts.clone()) }),
        AttributeValue::Bs(blobs) => json!({ "BS": sorted(blobs.iter().map(|blob| base64(blob)).collect()) }),
        AttributeValue::M(map) => {
            let entries = map.iter().map(|(key, value)| Ok((key.to_owned(), of(value)?)));
            json!({ "M": entries.collect::<Result<Object<_, _>, String>>()? })
        }
        AttributeValue::L(list) => json!({ "L": list.iter().map(of).collect::<Result<Vec<_>, _>>()? }),
        AttributeValue::Null(value) => json!({ "NULL": value }),
        AttributeValue::Bool(value) => json!({ "BOOL": value }),
        other => return Err(format!("{other:?}")),
    })
}

/// The attribute value that `json` is.
pub fn parse(json: &Json) -> Result<AttributeValue, Box<dyn Error>> {
    let (kind, data) = json.as_object().and_then(|object| object.iter().next()).ok_or("not an object")?;
    let text = || data.as_str().map(str::to_owned).ok_or("not a string");
    let list = || data.as_array().ok_or("not a list");
    let texts = || -> Result<Vec<String>, Box<dyn Error>> {
        list()?.iter().map(|item| Ok(item.as_str().ok_or("not a string")?.to_owned())).collect()
    };
    Ok(match kind.as_str() {
        "S" => AttributeValue::S(text()?),
        "N" => AttributeValue::N(text()?),
        "B" => AttributeValue::B(bytes(&text()?)?),
        "SS" => AttributeValue::Ss(texts()?),
        "NS" => AttributeValue::Ns(texts()?),
        "BS" => AttributeValue::Bs(texts()?.iter().map(|text| bytes(text)).collect::<Result<_, _>>()?),
        "M" => {
            let entries = data.as_object().ok_or("not an object")?.iter();
            let entries = entries.map(|(key, value)| Ok((key.clone(), parse(value)?)));
            AttributeValue::M(entries.collect::<Result<Map<_>, Box<dyn Error>>>()?)
        }
        "L" => AttributeValue::L(list()?.iter().map(parse).collect::<Result<_, _>>()?),
        "NULL" => AttributeValue::Null(true),
        _ => AttributeValue::Bool(data.as_bool().ok_or("not a bool")?),
    })
}

//! Attribute values into the types of Rust that are nearest to Python's.

use crate::value::{Value, base64, describe_bytes, describe_set};
use serde_json::{Map as Object, Value as Json, json};
use std::collections::{BTreeSet, HashSet};
use tucuxi::Error;
use tucuxi::types::{Blob, Map};
use tucuxi_dynamodb::items::Number;
use tucuxi_dynamodb::types::AttributeValue;

macro_rules! reader {
    ($name:ident, $krate:ident, $read:ident, |$value:ident| $given:expr) => {
        /// The description of what `value` holds, which is like `like`.
        pub fn $name($value: &$krate::types::AttributeValue, like: &Value) -> Result<Json, Error> {
            use $krate::items::$read as read;
            use $krate::types::AttributeValue as Attribute;
            let numbers = |numbers: HashSet<Number>| numbers.into_iter().map(Number::into_string);
            Ok(match like {
                Value::None(()) => json!({ "none": read::<Option<()>>($given)? }),
                Value::Bool(_) => json!({ "bool": read::<bool>($given)? }),
                Value::Text(_) => json!({ "text": read::<String>($given)? }),
                Value::Integer(_) => json!({ "number": read::<i128>($given)?.to_string() }),
                Value::Number(_) => json!({ "number": read::<Number>($given)?.into_string() }),
                Value::Bytes(_) => describe_bytes(&read::<Blob>($given)?),
                Value::List(like) => {
                    let list: Vec<Attribute> = read($given)?;
                    let list = list.iter().zip(like).map(|(value, like)| $name(value, like));
                    json!({ "list": list.collect::<Result<Vec<_>, _>>()? })
                }
                Value::Map(like) => {
                    let map: Map<Attribute> = read($given)?;
                    let map = map.iter().map(|(key, value)| Ok((key.to_owned(), $name(value, &like[key])?)));
                    json!({ "map": map.collect::<Result<Object<_, _>, Error>>()? })
                }
                Value::Texts(_) => describe_set("texts", read::<BTreeSet<String>>($given)?.into_iter()),
                Value::Numbers(_) => describe_set("numbers", numbers(read($given)?)),
                Value::Blobs(_) => {
                    describe_set("blobs", read::<Vec<Blob>>($given)?.iter().map(|blob| base64(blob)))
                }
            })
        }
    };
}

reader!(given, tucuxi_dynamodb, from_value, |value| value.clone());
reader!(lent, tucuxi_dynamodb, from_value_ref, |value| value);
reader!(given_stream, tucuxi_dynamodbstreams, from_value, |value| value.clone());

/// What both ways of reading give, given and lent.
pub fn both(value: &AttributeValue, like: &Value) -> Result<Json, Error> {
    let (given, lent) = (given(value, like)?, lent(value, like)?);
    if given != lent {
        return Err(Error::parse(format!("given {given}, lent {lent}")));
    }
    Ok(given)
}

/// What is read from the same value of a record of a stream.
pub fn from_streams(value: &AttributeValue, like: &Value) -> Result<Json, Error> {
    given_stream(&tucuxi_dynamodb::items::from_value_ref(value)?, like)
}

//! Conditions from their descriptions.

use crate::value::Value;
use crate::wire;
use serde_json::{Map as Object, Value as Json, json};
use std::error::Error;
use tucuxi_dynamodb::expression::{Attr, Condition, Key, KeyCondition, Size};

/// What is compared: an attribute, a key, or a size.
enum Left {
    Attr(String),
    Key(String),
    Size(String),
}

/// What it is compared with.
enum Right {
    Attr(String),
    Value(Value),
}

/// Text, names and values of the condition described.
pub fn answer(described: &Json, key: bool) -> Result<Json, Box<dyn Error>> {
    let built = match key {
        true => key_condition(described)?.build()?,
        false => condition(described)?.build()?,
    };
    let names: Object<_, _> =
        built.names().iter().map(|(placeholder, name)| (placeholder.to_owned(), json!(name))).collect();
    let values =
        built.values().iter().map(|(placeholder, value)| Ok((placeholder.to_owned(), wire::of(value)?)));
    let values: Object<_, _> = values.collect::<Result<_, String>>()?;
    Ok(json!({ "text": built.expression(), "names": names, "values": values }))
}

fn key_condition(described: &Json) -> Result<KeyCondition, Box<dyn Error>> {
    match described[0].as_str() {
        Some("and") => Ok(key_condition(&described[1])? & key_condition(&described[2])?),
        Some(method) => match left(&described[1])? {
            Left::Key(path) => compare_key(method, &path, rights(&described[2])?),
            _ => Err("not a key".into()),
        },
        None => Err("not a condition".into()),
    }
}

fn condition(described: &Json) -> Result<Condition, Box<dyn Error>> {
    let method = described[0].as_str().ok_or("not a condition")?;
    let inner = |position: usize| condition(&described[position]);
    Ok(match method {
        "and" => inner(1)? & inner(2)?,
        "or" => inner(1)? | inner(2)?,
        "not" => !inner(1)?,
        _ => match left(&described[1])? {
            Left::Key(path) => compare_key(method, &path, rights(&described[2])?)?.into(),
            Left::Size(path) => compare_size(method, Attr(path.as_str()).size(), rights(&described[2])?)?,
            Left::Attr(path) if method == "exists" => Attr(path).exists(),
            Left::Attr(path) if method == "not_exists" => Attr(path).not_exists(),
            Left::Attr(path) => compare_attribute(method, &path, rights(&described[2])?)?,
        },
    })
}

fn left(described: &Json) -> Result<Left, Box<dyn Error>> {
    let (kind, path) =
        described.as_object().and_then(|object| object.iter().next()).ok_or("not an attribute")?;
    let path = path.as_str().ok_or("not a path")?.to_owned();
    Ok(match kind.as_str() {
        "attr" => Left::Attr(path),
        "key" => Left::Key(path),
        _ => Left::Size(path),
    })
}

fn rights(described: &Json) -> Result<Vec<Right>, Box<dyn Error>> {
    let right = |described: &Json| -> Result<Right, Box<dyn Error>> {
        match described.get("value") {
            Some(value) => Ok(Right::Value(serde_json::from_value(value.clone())?)),
            None => Ok(Right::Attr(described["attr"].as_str().ok_or("not a path")?.to_owned())),
        }
    };
    described.as_array().ok_or("not a list")?.iter().map(right).collect()
}

/// `$left.$method(..)` with each of the operands as what it is.
macro_rules! with {
    ($left:expr, $method:ident, $right:expr) => {
        match $right {
            Right::Attr(path) => $left.$method(Attr(path)),
            Right::Value(value) => $left.$method(value),
        }
    };
}

/// The comparisons of attributes and of sizes.
macro_rules! comparisons {
    ($left:expr, $method:expr, $rights:expr, $($more:ident)*) => {{
        let mut rights = $rights.into_iter();
        let mut next = || rights.next().ok_or("an operand is missing");
        match $method {
            "eq" => with!($left, eq, next()?),
            "lt" => with!($left, lt, next()?),
            "lte" => with!($left, lte, next()?),
            "gt" => with!($left, gt, next()?),
            "gte" => with!($left, gte, next()?),
            "ne" => with!($left, ne, next()?),
            "between" => match (next()?, next()?) {
                (Right::Attr(low), Right::Attr(high)) => $left.between(Attr(low), Attr(high)),
                (Right::Attr(low), Right::Value(high)) => $left.between(Attr(low), high),
                (Right::Value(low), Right::Attr(high)) => $left.between(low, Attr(high)),
                (Right::Value(low), Right::Value(high)) => $left.between(low, high),
            },
            "in_" => $left.in_(values(rights)?),
            $(stringify!($more) => with!($left, $more, next()?),)*
            other => return Err(format!("unknown method {other}").into()),
        }
    }};
}

fn compare_attribute(method: &str, path: &str, rights: Vec<Right>) -> Result<Condition, Box<dyn Error>> {
    Ok(comparisons!(Attr(path), method, rights, begins_with contains attribute_type))
}

fn compare_size(method: &str, size: Size, rights: Vec<Right>) -> Result<Condition, Box<dyn Error>> {
    Ok(comparisons!(size, method, rights,))
}

fn compare_key(method: &str, path: &str, rights: Vec<Right>) -> Result<KeyCondition, Box<dyn Error>> {
    let mut values = values(rights.into_iter())?.into_iter();
    let mut next = || values.next().ok_or("an operand is missing");
    let key = Key(path);
    Ok(match method {
        "eq" => key.eq(next()?),
        "lt" => key.lt(next()?),
        "lte" => key.lte(next()?),
        "gt" => key.gt(next()?),
        "gte" => key.gte(next()?),
        "begins_with" => key.begins_with(next()?),
        "between" => key.between(next()?, next()?),
        other => return Err(format!("unknown method {other}").into()),
    })
}

fn values(rights: impl Iterator<Item = Right>) -> Result<Vec<Value>, Box<dyn Error>> {
    let value = |right| match right {
        Right::Value(value) => Ok(value),
        Right::Attr(_) => Err("a value is wanted".into()),
    };
    rights.map(value).collect()
}

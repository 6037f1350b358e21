//! Our side of `tests/items`: reads questions as JSON, one a line, and writes an answer to each.
//!
//! `{"write": VALUE}` asks for the attribute value of a value, `{"read": WIRE, "crate": NAME, "like": VALUE}` for the value
//! that an attribute value of one of the crates holds, read into Rust types that the value `like` tells. `{"condition": TREE,
//! "key": BOOL}` asks for text, names and values of a condition.

mod condition;
mod read;
mod value;
mod wire;

use serde_json::{Value as Json, json};
use std::error::Error;
use std::io::{BufRead as _, Write as _};
use tucuxi_dynamodb::items::to_value;
use tucuxi_dynamodb::types::AttributeValue;
use value::Value;

fn main() -> Result<(), Box<dyn Error>> {
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let question: Json = serde_json::from_str(&line?)?;
        let answer = answer(&question).unwrap_or_else(|error| json!({ "error": error.to_string() }));
        writeln!(out, "{answer}")?;
        out.flush()?;
    }
    Ok(())
}

fn answer(question: &Json) -> Result<Json, Box<dyn Error>> {
    if let Some(value) = question.get("write") {
        let value: Value = serde_json::from_value(value.clone())?;
        let written: AttributeValue = to_value(&value)?;
        return Ok(json!({ "wire": wire::of(&written)? }));
    }
    if let Some(described) = question.get("condition") {
        return condition::answer(described, question["key"] == true);
    }
    let like: Value = serde_json::from_value(question["like"].clone())?;
    let attribute = wire::parse(&question["read"])?;
    let value = match question["crate"].as_str() {
        Some("dynamodb") => read::both(&attribute, &like)?,
        _ => read::from_streams(&attribute, &like)?,
    };
    Ok(json!({ "value": value }))
}

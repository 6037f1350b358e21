//! From a response to the output or the error.

use crate::{Service, client};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use tucuxi::Error;
use tucuxi::client::DynOperation;
use tucuxi::http::test::{Answer, TestClient};
use tucuxi::internal::schema::{Flags, Location, Type};

/// A response.
#[derive(Deserialize)]
pub struct Given {
    status: u16,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    /// Base64.
    #[serde(default)]
    body: String,
}

/// What `operation` makes of a response. Without an input, the call is made with one that says nothing.
pub fn read(
    service: &Service,
    operation: DynOperation,
    given: Given,
    input: Option<Value>,
) -> Result<Value, String> {
    let body = base64_simd::STANDARD.decode_to_vec(&given.body);
    let body = body.map_err(|error| format!("the body is not base64: {error}"))?;
    let answer = given
        .headers
        .iter()
        .fold(Answer::new(given.status), |answer, (name, value)| answer.header(name, value));
    let http = TestClient::always(answer.body(body));
    let input = input.unwrap_or_else(|| placeholders(operation));
    match client::call(&http, operation, input, false) {
        Ok(output) => Ok(json!({ "output": output })),
        Err(error) => Ok(json!({ "error": describe(service, &error) })),
    }
}

/// An input with what a URL may be made of.
fn placeholders(operation: DynOperation) -> Value {
    let input = (operation.input)();
    let mut values = Map::new();
    for member in input.schema().members {
        if !member.is(Flags::REQUIRED) && !matches!(member.location, Location::Uri) {
            continue;
        }
        let value = match member.ty {
            Type::String => json!("placeholder"),
            Type::Integer => json!(1),
            Type::Boolean => json!(true),
            Type::Timestamp(_) => json!("2026-01-01T00:00:00Z"),
            _ => continue,
        };
        values.insert(member.name.to_owned(), value);
    }
    Value::Object(values)
}

fn describe(service: &Service, error: &Error) -> Value {
    let Some(failure) = error.response() else {
        return json!({ "message": error.to_string() });
    };
    let name = failure.exception_name();
    let fields = name.and_then(|name| {
        let mut exception = (service.exception)(name)?;
        failure.read_exception(&mut *exception).then(|| tucuxi::json::write(&*exception))
    });
    json!({ "code": error.code(), "message": error.message(), "exception": name, "fields": fields })
}

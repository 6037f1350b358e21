//! Cases of responses: from what comes over the wire to the output or the error.

use crate::generated::Service;
use crate::{Case, Suite, client, compare, values};
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeMap;
use tucuxi::Error;
use tucuxi::client::DynOperation;
use tucuxi::http::test::{Answer, TestClient};

/// The response of a case.
#[derive(Deserialize)]
pub struct Given {
    #[serde(default = "ok")]
    status_code: u16,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    #[serde(default)]
    body: String,
}

fn ok() -> u16 {
    200
}

/// How the output or error of `case` differs from what is expected.
pub fn difference(
    suite: &Suite,
    case: &Case,
    given: &Given,
    operation: DynOperation,
    service: &Service,
) -> Option<String> {
    let body = match suite.metadata.protocol.as_str() {
        "smithy-rpc-v2-cbor" => match base64_simd::STANDARD.decode_to_vec(&given.body) {
            Ok(body) => body,
            Err(error) => return Some(format!("the body of the case: {error}")),
        },
        _ => given.body.clone().into_bytes(),
    };
    let answer = given
        .headers
        .iter()
        .fold(Answer::new(given.status_code), |answer, (name, value)| answer.header(name, value));
    let http = TestClient::always(answer.body(body));
    let result = client::call(&http, suite.client_endpoint.as_deref(), operation, json!({}));
    match (result, &case.result) {
        (Ok(output), Some(expected)) => {
            let shape = case.given.output.as_ref().map_or("", |output| &output.shape);
            compare::difference(&values::convert(&suite.shapes, shape, expected), &output)
        }
        (Err(_), None) if case.broken => None,
        (Ok(output), None) => Some(format!("expected an error, found {output}")),
        (Err(error), Some(expected)) => Some(format!("expected {expected}, found {error}")),
        (Err(error), None) => error_difference(suite, case, &error, service),
    }
}

fn error_difference(suite: &Suite, case: &Case, error: &Error, service: &Service) -> Option<String> {
    let Some(failure) = error.response() else {
        return Some(format!("expected an error of the service, found {error}"));
    };
    let code = error.code().unwrap_or_default();
    if let Some(expected) = case.error_code.as_deref().filter(|expected| *expected != code) {
        return Some(format!("code: expected {expected:?}, found {code:?}"));
    }
    let message = error.message();
    if let Some(expected) = case.error_message.as_deref().filter(|expected| *expected != message) {
        return Some(format!("message: expected {expected:?}, found {message:?}"));
    }
    let expected = case.error.as_ref()?;
    let name = failure.exception_name().unwrap_or(code);
    let Some(mut exception) = (service.exception)(name) else {
        let none = expected.as_object().is_some_and(serde_json::Map::is_empty);
        return (!none).then(|| format!("there is no exception `{name}`"));
    };
    if !failure.read_exception(&mut *exception) {
        return Some(format!("the response cannot be read as `{name}`"));
    }
    let fields = tucuxi::json::write(&*exception);
    let difference = compare::difference(&values::convert(&suite.shapes, name, expected), &fields);
    difference.map(|difference| format!("exception: {difference}"))
}

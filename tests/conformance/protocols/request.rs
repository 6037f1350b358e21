//! Cases of requests: from the input to what goes over the wire.

use crate::{Case, Suite, body, client, values};
use serde::Deserialize;
use std::collections::BTreeMap;
use tucuxi::client::DynOperation;
use tucuxi::http::test::{SentRequest, TestClient};

/// What is expected of a request. What a case leaves out does not matter to it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Serialized {
    method: Option<String>,
    /// Path and query string.
    uri: Option<String>,
    /// Host and path of the endpoint.
    host: Option<String>,
    body: Option<String>,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    #[serde(default)]
    forbid_headers: Vec<String>,
    #[serde(default)]
    require_headers: Vec<String>,
}

/// How the request of `case` differs from what is expected.
pub fn difference(
    suite: &Suite,
    case: &Case,
    expected: &Serialized,
    operation: DynOperation,
) -> Option<String> {
    let http = TestClient::capture();
    let shape = case.given.input.as_ref().map_or("", |input| &input.shape);
    let input = if case.params.is_null() { serde_json::json!({}) } else { case.params.clone() };
    let input = values::convert(&suite.shapes, shape, &input);
    let result = client::call(&http, suite.client_endpoint.as_deref(), operation, input);
    let Some(request) = http.take_requests().pop() else {
        let error = result.err().map_or_else(String::new, |error| error.to_string());
        return Some(format!("no request was sent: {error}"));
    };
    let protocol = suite.metadata.protocol.as_str();
    line_difference(expected, &request).or_else(|| header_difference(protocol, expected, &request)).or_else(
        || {
            let expected = expected.body.as_deref()?;
            body::difference(protocol, expected, &request.body).map(|text| format!("body: {text}"))
        },
    )
}

/// Method, host, path and query string.
fn line_difference(expected: &Serialized, request: &SentRequest) -> Option<String> {
    let method = request.method.as_str();
    if let Some(expected) = expected.method.as_deref().filter(|expected| *expected != method) {
        return Some(format!("method: expected {expected}, found {method}"));
    }
    let uri = request.uri.path_and_query().map_or("", |uri| uri.as_str());
    if let Some(expected) = expected.uri.as_deref().filter(|expected| sorted(expected) != sorted(uri)) {
        return Some(format!("uri: expected {expected}, found {uri}"));
    }
    let place = format!("{}{}", request.uri.host().unwrap_or_default(), request.uri.path());
    let expected = expected.host.as_deref().filter(|expected| !place.starts_with(*expected))?;
    Some(format!("host: expected {expected}, found {place}"))
}

/// The path, and the parameters of the query string in any order. An endpoint with a path is called as it is by a
/// protocol whose operations are all at `/`: like botocore, Tucuxi adds no slash.
fn sorted(uri: &str) -> (&str, Vec<&str>) {
    let (path, query) = uri.split_once('?').unwrap_or((uri, ""));
    let path = path.strip_suffix('/').unwrap_or(path);
    let mut parameters: Vec<_> = query.split('&').filter(|parameter| !parameter.is_empty()).collect();
    parameters.sort_unstable();
    (path, parameters)
}

fn header_difference(protocol: &str, expected: &Serialized, request: &SentRequest) -> Option<String> {
    for (name, value) in &expected.headers {
        let found = request.headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()));
        let same = match &found {
            Some(found) => same_value(name, value, found),
            // botocore sends no content type with XML, nor with payloads that are no JSON, and services ask for none.
            None => {
                name.eq_ignore_ascii_case("content-type")
                    && (protocol == "rest-xml" || (protocol == "rest-json" && value != "application/json"))
            }
        };
        if !same {
            return Some(format!("header {name}: expected {value:?}, found {found:?}"));
        }
    }
    if let Some(name) = expected.forbid_headers.iter().find(|name| request.headers.contains_key(*name)) {
        return Some(format!("header {name}: expected none"));
    }
    // The length is told by the network layer, wherever there is a body.
    let has = |name: &String| match name.eq_ignore_ascii_case("content-length") {
        true => !request.body.is_empty(),
        false => request.headers.contains_key(name),
    };
    let name = expected.require_headers.iter().find(|name| !has(name))?;
    Some(format!("header {name}: expected one"))
}

/// Whether two values mean the same: blanks behind the commas of a list do not count, nor does the character set of a
/// content type that is more than expected.
fn same_value(name: &str, expected: &str, found: &str) -> bool {
    let found = match found.split_once(';') {
        Some((media, _)) if name.eq_ignore_ascii_case("content-type") && !expected.contains(';') => media,
        _ => found,
    };
    expected.replace(", ", ",") == found.replace(", ", ",")
}

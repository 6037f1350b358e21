//! From an input to what goes over the wire.

use crate::client;
use serde_json::{Map, Value, json};
use tucuxi::client::DynOperation;
use tucuxi::external::http::HeaderMap;
use tucuxi::http::test::TestClient;

/// The request of `operation` with `input`.
pub fn sent(operation: DynOperation, input: Value) -> Result<Value, String> {
    let http = TestClient::capture();
    // The empty answer may be no response of this operation; the request was sent before.
    let result = client::call(&http, operation, input, true);
    let Some(request) = http.take_requests().pop() else {
        return Err(result.err().map_or_else(|| "no request was sent".to_owned(), |error| error.to_string()));
    };
    let mut headers = listed(&request.headers);
    // The network layer adds it from the URL.
    if let Some(authority) = request.uri.authority() {
        headers.entry("host").or_insert_with(|| authority.as_str().into());
    }
    Ok(json!({
        "method": request.method.as_str(),
        "url": request.uri.to_string(),
        "headers": headers,
        "body": base64_simd::STANDARD.encode_to_string(&request.body),
    }))
}

/// The presigned request of `operation` with `input`, for so many seconds.
pub fn presigned(operation: DynOperation, input: Value, seconds: u64) -> Result<Value, String> {
    let request = client::presigned(operation, input, seconds).map_err(|error| error.to_string())?;
    Ok(json!({
        "method": request.method().as_str(),
        "url": request.url(),
        "headers": listed(request.headers()),
        "body": base64_simd::STANDARD.encode_to_string(request.body()),
    }))
}

fn listed(headers: &HeaderMap) -> Map<String, Value> {
    let mut listed = Map::new();
    for name in headers.keys() {
        let values = headers.get_all(name).iter();
        let values: Vec<_> = values.map(|value| String::from_utf8_lossy(value.as_bytes())).collect();
        listed.insert(name.as_str().to_owned(), values.join(",").into());
    }
    listed
}

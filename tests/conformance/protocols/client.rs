//! Clients without a network.

use serde_json::Value;
use std::sync::Arc;
use tucuxi::client::{Builder, Core, DynOperation};
use tucuxi::config::ChecksumMode;
use tucuxi::http::test::TestClient;
use tucuxi::{Error, Session};

/// The endpoint of suites that give none.
const ENDPOINT: &str = "https://example.com";

/// Calls `operation` over `http`, unsigned, unchecked and only once: what matters is what the protocol does.
pub fn call(
    http: &TestClient,
    endpoint: Option<&str>,
    operation: DynOperation,
    input: Value,
) -> Result<Value, Error> {
    let session = Session::builder().env([("", ""); 0]).region("us-east-1").anonymous(true).build()?;
    let core: Core = Builder::new(&session, operation.schema.service)
        .endpoint_url(endpoint.unwrap_or(ENDPOINT))
        .http_client(http.clone())
        .request_checksums(ChecksumMode::WhenSupported)
        .response_checksums(ChecksumMode::WhenSupported)
        .max_attempts(1)
        .validate(false)
        .configure(|config| {
            config.idempotency_token = Arc::new(|| Ok("00000000-0000-4000-8000-000000000000".to_owned()));
        })
        .build();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
    let runtime = runtime.map_err(|error| Error::configuration(error.to_string()))?;
    runtime.block_on(tucuxi::json::call(&core, operation.schema.name, Some(operation), &[], input))
}

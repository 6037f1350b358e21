//! A client without a network, for which everything that differs between runs is fixed.

use serde_json::Value;
use std::time::{Duration, SystemTime};
use tucuxi::client::{Builder, Core, DynOperation};
use tucuxi::credentials::{Credentials, ProvideToken};
use tucuxi::http::BoxFuture;
use tucuxi::http::test::TestClient;
use tucuxi::schema::{OperationSchema, ServiceSchema};
use tucuxi::{Error, Session};

/// 2026-01-01T00:00:00Z, in seconds of Unix time.
const NOW: u64 = 1_767_225_600;

/// The token for services that take one in place of a signature.
#[derive(Debug)]
struct Token;

impl ProvideToken for Token {
    fn token<'a>(&'a self, _signing_name: &'a str) -> BoxFuture<'a, Result<String, Error>> {
        Box::pin(async { Ok("wire-bearer-token".to_owned()) })
    }
}

/// Calls `operation` over `http`, only once.
pub fn call(
    http: &TestClient,
    operation: DynOperation,
    input: Value,
    validate: bool,
) -> Result<Value, Error> {
    let operation = without_discovery(operation);
    let key = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    let session = Session::builder()
        .env([("", ""); 0])
        .region("us-east-1")
        .credentials(Credentials::new("AKIDEXAMPLE", key, None, None, None))
        .token_provider(Token)
        .build()?;
    let core: Core = Builder::new(&session, operation.schema.service)
        .http_client(http.clone())
        .max_attempts(1)
        .validate(validate)
        .clock(|| SystemTime::UNIX_EPOCH + Duration::from_secs(NOW))
        .idempotency_token(|| "00000000-0000-4000-8000-000000000000".to_owned())
        .build();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
    let runtime = runtime.map_err(|error| Error::configuration(error.to_string()))?;
    runtime.block_on(tucuxi::json::call(&core, operation.schema.name, Some(operation), input))
}

/// The operation as that of a service whose endpoints are known: some services would be asked first where to send it,
/// and what counts here is the operation's own request.
fn without_discovery(operation: DynOperation) -> DynOperation {
    let service = operation.schema.service;
    if service.discovery.is_none() {
        return operation;
    }
    let service: &'static _ = Box::leak(Box::new(ServiceSchema { discovery: None, ..*service }));
    let schema = Box::leak(Box::new(OperationSchema { service, ..*operation.schema }));
    DynOperation { schema, ..operation }
}

//! A client without a network, for which everything that differs between runs is fixed.

use serde_json::Value;
use std::time::{Duration, SystemTime};
use tucuxi::client::{Builder, Core, DynOperation, PresignedRequest};
use tucuxi::credentials::{Credentials, ProvideToken};
use tucuxi::error::TransportError;
use tucuxi::external::http;
use tucuxi::http::test::{Answer, TestClient};
use tucuxi::http::{Body, BoxFuture, HttpClient, Response};
use tucuxi::internal::schema::ServiceSchema;
use tucuxi::{Error, Session};

/// 2026-01-01T00:00:00Z, in seconds of Unix time.
const NOW: u64 = 1_767_225_600;

/// The endpoint of services that have to be asked for it.
const ENDPOINT: &str = r#"{"Endpoints": [{"Address": "discovered.example", "CachePeriodInMinutes": 60}]}"#;

/// The token for services that take one in place of a signature.
#[derive(Debug)]
struct Token;

impl ProvideToken for Token {
    fn token<'a>(&'a self, _signing_name: &'a str) -> BoxFuture<'a, Result<String, Error>> {
        Box::pin(async { Ok("wire-bearer-token".to_owned()) })
    }
}

/// A client of `service` that sends nothing.
#[allow(dead_code, reason = "only S3's forms need it")]
pub fn silent(service: &'static ServiceSchema) -> Result<Core, Error> {
    core(TestClient::capture(), service, true)
}

/// Calls `operation` over `http`, only once.
pub fn call(
    http: &TestClient,
    operation: DynOperation,
    input: Value,
    validate: bool,
) -> Result<Value, Error> {
    let core = core(Discovery::new(http, operation), operation.schema.service, validate)?;
    run(tucuxi::json::call(&core, operation.schema.name, Some(operation), &[], input))
}

/// Signs the request of `operation` for so many seconds.
pub fn presigned(operation: DynOperation, input: Value, seconds: u64) -> Result<PresignedRequest, Error> {
    let http = Discovery::new(&TestClient::capture(), operation);
    let core = core(http, operation.schema.service, true)?;
    let lifetime = Duration::from_secs(seconds);
    run(tucuxi::json::presigned(&core, operation.schema.name, Some(operation), input, lifetime))
}

pub fn run<T>(work: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
    runtime.map_err(|error| Error::configuration(error.to_string()))?.block_on(work)
}

fn core(
    http: impl HttpClient + 'static,
    service: &'static ServiceSchema,
    validate: bool,
) -> Result<Core, Error> {
    let key = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    let session = Session::builder()
        .env([("", ""); 0])
        .region("us-east-1")
        .credentials(Credentials::from_keys("AKIDEXAMPLE", key))
        .token_provider(Token)
        .build()?;
    Ok(Builder::new(&session, service)
        .http_client(http)
        .max_attempts(1)
        .validate(validate)
        .clock(|| SystemTime::UNIX_EPOCH + Duration::from_secs(NOW))
        .idempotency_token(|| "00000000-0000-4000-8000-000000000000".to_owned())
        .build())
}

/// Answers where to send operations of services that have to be asked, as the comparison lets botocore be answered, and
/// leaves all other requests to `http`.
#[derive(Debug)]
struct Discovery {
    http: TestClient,
    /// The end of the header `x-amz-target` of the question; none where there is nothing to ask.
    question: Option<String>,
}

impl Discovery {
    fn new(http: &TestClient, operation: DynOperation) -> Self {
        let asked = operation.schema.service.discovery.map(|discovery| (discovery.operation)().schema.name);
        let question = asked.filter(|name| *name != operation.schema.name).map(|name| format!(".{name}"));
        Self { http: http.clone(), question }
    }

    fn is_question(&self, request: &http::Request<Body>) -> bool {
        let target = request.headers().get("x-amz-target").and_then(|target| target.to_str().ok());
        self.question.as_ref().zip(target).is_some_and(|(question, target)| target.ends_with(question))
    }
}

impl HttpClient for Discovery {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'static, Result<Response, TransportError>> {
        if self.is_question(&request) {
            return TestClient::always(Answer::new(200).body(ENDPOINT)).send(request);
        }
        self.http.send(request)
    }
}

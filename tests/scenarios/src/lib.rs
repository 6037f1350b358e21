//! What the scenarios share: a session that calls the emulator, and boto3 beside it; a session for a server that verifies
//! signatures; the AWS CLI.
//!
//! `cargo xtask test` starts the emulator and tells where it is; without it the scenarios are skipped, and say so.

mod cli;
mod dynamodb;
mod lines;
mod s3s;

pub use cli::{Cli, Ran};
pub use dynamodb::dynalite;
pub use s3s::S3s;

use lines::Lines;
use std::sync::Mutex;
use tucuxi::Session;

/// The variable with the Python that has boto3; `cargo xtask test` sets it, and `AWS_ENDPOINT_URL` with it.
const PYTHON: &str = "TUCUXI_TEST_PYTHON";

/// The emulator as seen by Tucuxi and by boto3.
pub struct Emulator {
    /// A session whose calls go to the emulator.
    pub session: Session,
    boto3: Mutex<Lines>,
}

impl Emulator {
    /// The emulator that `cargo xtask test` runs; `None`, with a word on standard error, where it runs none.
    pub fn connect() -> Option<Self> {
        let Some(python) = std::env::var_os(PYTHON) else {
            eprintln!("skipped: no emulator; `cargo xtask test` runs the scenarios with one");
            return None;
        };
        let boto3 = Mutex::new(Lines::start(&python, include_str!("boto3.py")));
        let session = Session::builder().build().expect("the environment names the emulator");
        Some(Self { session, boto3 })
    }

    /// What boto3 gets for a call: its output, or the error code.
    pub fn boto3(&self, service: &str, operation: &str, params: &Value) -> Result<Value, String> {
        self.ask(&json!({"service": service, "operation": operation, "params": params}))
    }

    /// The full result of boto3's paginator with this `PaginationConfig`, or the error code.
    pub fn boto3_pages(
        &self,
        service: &str,
        operation: &str,
        params: &Value,
        config: &Value,
    ) -> Result<Value, String> {
        let request = json!({
            "service": service, "operation": operation, "params": params, "paginate": config,
        });
        self.ask(&request)
    }

    fn ask(&self, request: &Value) -> Result<Value, String> {
        let mut answer = self.boto3.lock().expect("no test has panicked here").ask(request);
        match answer.get("code") {
            Some(code) => Err(code.as_str().expect("a code is text").to_owned()),
            None => Ok(answer["output"].take()),
        }
    }

    /// Requires that boto3 gets for `operation` what `ours` got, and gives it back: the output, or the error code.
    pub fn same(
        &self,
        service: &str,
        operation: &str,
        params: &Value,
        ours: Result<Value, tucuxi::Error>,
    ) -> Result<Value, String> {
        let theirs = self.boto3(service, operation, params);
        let ours = ours.map_err(|error| match error.code() {
            Some(code) => code.to_owned(),
            None => panic!("{service} {operation}: {error}"),
        });
        assert_eq!(ours, theirs, "{service} {operation}: ours, then boto3's");
        ours
    }
}

/// Carries out an operation with Tucuxi and with boto3 and requires that both see the same.
///
/// `same!(emulator, "sqs", client, "ListQueues", {"MaxResults": 5})` is the output, or the error code.
#[macro_export]
macro_rules! same {
    ($emulator:expr, $service:literal, $client:expr, $operation:literal, $params:tt) => {{
        let params = $crate::json!($params);
        let ours = $client.call_json($operation, params.clone()).await;
        $emulator.same($service, $operation, &params, ours)
    }};
}

pub use serde_json::{Value, json};

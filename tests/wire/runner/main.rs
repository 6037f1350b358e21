//! Tells what requests of some services look like, and reads responses: a line of JSON for each line of JSON.

mod client;
mod request;
mod response;
mod services;

use serde::Deserialize;
use serde_json::{Value, json};
use std::error::Error;
use std::io::{self, BufRead as _, Write as _};
use tucuxi::client::DynOperation;
use tucuxi::error::Exception;

/// What a service crate holds by name.
pub struct Service {
    /// The service's name.
    pub name: &'static str,
    /// Its operations.
    pub operation: fn(&str) -> Option<DynOperation>,
    /// Its exceptions.
    pub exception: fn(&str) -> Option<Box<dyn Exception>>,
    /// Makes a presigned POST, if the service has them.
    pub presigned_post: Option<fn(Value) -> Result<Value, String>>,
}

/// A question: about a form or a response if there is one, else about a request.
#[derive(Deserialize)]
struct Line {
    service: String,
    #[serde(default)]
    operation: String,
    /// A form of S3, in place of an operation.
    presigned_post: Option<Value>,
    input: Option<Value>,
    /// For how many seconds the request is presigned.
    presign: Option<u64>,
    response: Option<response::Given>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut out = io::stdout().lock();
    for line in io::stdin().lock().split(b'\n') {
        let line = line?;
        if line.trim_ascii().is_empty() {
            continue;
        }
        let answer = answer(&line).unwrap_or_else(|message| json!({ "error": { "message": message } }));
        serde_json::to_writer(&mut out, &answer)?;
        out.write_all(b"\n")?;
        out.flush()?;
    }
    Ok(())
}

fn answer(line: &[u8]) -> Result<Value, String> {
    let line: Line = serde_json::from_slice(line).map_err(|error| format!("the line: {error}"))?;
    let Some(service) = services::SERVICES.iter().find(|service| service.name == line.service) else {
        return Err(format!("this program was built without a service `{}`", line.service));
    };
    if let Some(given) = line.presigned_post {
        let presigned = service.presigned_post.ok_or_else(|| format!("{} has no forms", service.name))?;
        return presigned(given);
    }
    let Some(operation) = (service.operation)(&line.operation) else {
        return Err(format!("{} has no operation `{}`", service.name, line.operation));
    };
    match (line.response, line.input, line.presign) {
        (Some(given), input, _) => response::read(service, operation, given, input),
        (None, Some(input), Some(seconds)) => request::presigned(operation, input, seconds),
        (None, Some(input), None) => request::sent(operation, input),
        (None, None, _) => Err("the line has neither `input` nor `response`".to_owned()),
    }
}

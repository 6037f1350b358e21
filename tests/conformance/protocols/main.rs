//! Runs protocol test data in botocore's format, and prints one line of JSON for each case: its name, and the
//! difference if there is one. `cargo xtask conformance` builds this into a crate of its own, with the service crates
//! that are generated from the suites.

mod body;
mod client;
mod compare;
mod generated;
mod request;
mod response;
mod values;
mod xml;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::error::Error;
use std::io::{self, BufWriter, Write as _};
use std::rc::Rc;

/// A small model with cases.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Suite {
    #[serde(default)]
    description: String,
    metadata: Metadata,
    shapes: Map<String, Value>,
    client_endpoint: Option<String>,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Metadata {
    protocol: String,
}

/// One case: a request if it says what is `serialized`, else a response.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Case {
    /// Older suites give none.
    id: Option<String>,
    given: Given,
    #[serde(default)]
    params: Value,
    serialized: Option<request::Serialized>,
    response: Option<response::Given>,
    result: Option<Value>,
    error: Option<Value>,
    error_code: Option<String>,
    error_message: Option<String>,
    /// Whether the response is broken, so that any error will do.
    #[serde(default)]
    broken: bool,
}

/// The operation of a case.
#[derive(Deserialize)]
struct Given {
    name: String,
    input: Option<Reference>,
    output: Option<Reference>,
}

/// A reference to a shape.
#[derive(Deserialize)]
struct Reference {
    shape: String,
}

/// What is printed of a case.
#[derive(Serialize)]
struct Line<'a> {
    case: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    difference: Option<String>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut out = BufWriter::new(io::stdout().lock());
    let mut open: Option<(&str, Rc<Vec<Suite>>)> = None;
    for (file, label, suite_index, case_index, service) in generated::CASES {
        let suites = match &open {
            Some((path, suites)) if path == file => Rc::clone(suites),
            _ => {
                let text = std::fs::read_to_string(file)?;
                Rc::new(serde_json::from_str(&text).map_err(|error| format!("{file}: {error}"))?)
            }
        };
        open = Some((file, Rc::clone(&suites)));
        let found = suites.get(*suite_index).and_then(|suite| Some((suite, suite.cases.get(*case_index)?)));
        let Some((suite, case)) = found else { return Err(format!("{file} has changed").into()) };
        let difference = match (service.operation)(&case.given.name) {
            None => Some("there is no such operation".to_owned()),
            Some(operation) => match (&case.serialized, &case.response) {
                (Some(serialized), _) => request::difference(suite, case, serialized, operation),
                (None, Some(response)) => response::difference(suite, case, response, operation, service),
                (None, None) => Some("the case has neither a request nor a response".to_owned()),
            },
        };
        let name = match &case.id {
            Some(id) => format!("{label}: {id}"),
            None => format!("{label}: {} ({suite_index}:{case_index})", suite.description),
        };
        serde_json::to_writer(&mut out, &Line { case: &name, difference })?;
        out.write_all(b"\n")?;
    }
    Ok(out.flush()?)
}

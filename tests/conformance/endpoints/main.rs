//! Runs endpoint test data in botocore's format, and prints one line of JSON for each case: its name, and the
//! difference if there is one. `cargo xtask conformance` builds this into a crate of its own, with the rule sets and
//! the service crates that the data needs.

mod calls;
mod expected;
mod generated;
mod rules;

use expected::Expected;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::error::Error;
use std::io::{self, BufWriter, Write as _};
use std::path::Path;

/// A file of test cases.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct File {
    test_cases: Vec<Case>,
}

/// One test case.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Case {
    documentation: String,
    #[serde(default)]
    params: Map<String, Value>,
    expect: Expected,
    #[serde(default)]
    operation_inputs: Vec<calls::Call>,
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
    for (service, file, rules) in generated::RULE_SETS {
        let text = std::fs::read_to_string(file)?;
        let File { test_cases } = serde_json::from_str(&text).map_err(|error| format!("{file}: {error}"))?;
        let folder = Path::new(file).parent().and_then(Path::file_name).unwrap_or_default().to_string_lossy();
        let mut print = |name: &str, difference| -> Result<(), Box<dyn Error>> {
            let case = &format!("{folder}/{service}.json: {name}");
            serde_json::to_writer(&mut out, &Line { case, difference })?;
            Ok(out.write_all(b"\n")?)
        };
        for case in &test_cases {
            print(&case.documentation, rules::difference(rules, &case.params, &case.expect))?;
            for call in &case.operation_inputs {
                let name = format!("{} [{}]", case.documentation, call.operation());
                print(&name, call.difference(service, &case.expect))?;
            }
        }
    }
    Ok(out.flush()?)
}

//! [`Cli`]: the AWS CLI as a child process.

use crate::lines::Lines;
use serde_json::{Value, json};

/// The variable with the Python that has the AWS CLI; `cargo xtask test` sets it.
const PYTHON: &str = "TUCUXI_TEST_CLI";

/// The AWS CLI, version 1, in one process for many commands.
pub struct Cli(Lines);

/// What a command wrote.
#[derive(Debug)]
pub struct Ran {
    /// The status that it ends with.
    pub status: i64,
    /// On standard output.
    pub output: String,
    /// On standard error.
    pub errors: String,
}

impl Cli {
    /// The CLI that `cargo xtask test` installs; `None`, with a word on standard error, where it did not.
    pub fn connect() -> Option<Self> {
        let Some(python) = std::env::var_os(PYTHON) else {
            eprintln!("skipped: no AWS CLI; `cargo xtask test` runs the scenarios with one");
            return None;
        };
        Some(Self(Lines::start(&python, include_str!("cli.py"))))
    }

    /// Runs `aws` with these arguments.
    pub fn run(&mut self, arguments: &[String]) -> Ran {
        let answer = self.0.ask(&json!({"args": arguments}));
        let text = |name: &str| answer[name].as_str().expect("text").to_owned();
        Ran {
            status: answer["status"].as_i64().expect("a number"),
            output: text("output"),
            errors: text("errors"),
        }
    }

    /// The media types that it guesses by, with the ends of names.
    pub fn media_types(&mut self) -> Vec<(String, String)> {
        let answer = self.0.ask(&json!({"types": true}));
        let types = answer["types"].as_object().expect("an object").iter();
        types.map(|(end, kind)| (end.clone(), Value::as_str(kind).expect("text").to_owned())).collect()
    }
}

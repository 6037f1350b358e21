//! What a model says of a waiter, as constant data.

use crate::jmespath::{Expression, Literal};
use std::fmt;

/// A waiter.
#[derive(Debug)]
pub struct WaiterSchema {
    /// The name in the model: `InstanceRunning`.
    pub name: &'static str,
    /// Seconds between calls.
    pub delay: u32,
    /// How often the operation is called in all.
    pub max_attempts: u32,
    /// What answers mean; the first that matches counts.
    pub acceptors: &'static [Acceptor],
}

/// What an answer means.
#[derive(Debug)]
pub struct Acceptor {
    /// What follows.
    pub state: State,
    /// Which answers it means.
    pub matcher: Matcher,
}

/// What follows from an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// What was waited for is there.
    Success,
    /// It will not come.
    Failure,
    /// Not yet.
    Retry,
}

/// Which answers an acceptor means.
#[derive(Debug)]
pub enum Matcher {
    /// Outputs in which an expression finds a value.
    Path {
        /// The expression as the model has it.
        text: &'static str,
        /// The expression.
        expression: Expression,
        /// Whether it is applied to `{input, output}` rather than to the output.
        with_input: bool,
        /// How what is found is compared.
        comparison: Comparison,
        /// What it is compared with.
        expected: Literal,
    },
    /// Those with this HTTP status, be they outputs or errors.
    Status(u16),
    /// Errors with this code.
    Error(&'static str),
    /// All errors of the service.
    AnyError,
    /// All outputs.
    NoError,
}

/// How what an expression finds is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// It is the expected value.
    Equals,
    /// It is a list of one or more items, and each is the expected value.
    All,
    /// It is a list, and one of its items is the expected value.
    Any,
}

impl fmt::Display for Matcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path { text, comparison, expected, .. } => {
                let quantity = match comparison {
                    Comparison::Equals => "",
                    Comparison::All => "all of ",
                    Comparison::Any => "any of ",
                };
                write!(f, "{quantity}`{text}` = ")?;
                match expected {
                    Literal::Boolean(value) => write!(f, "{value}"),
                    Literal::Integer(value) => write!(f, "{value}"),
                    Literal::Double(value) => write!(f, "{value}"),
                    Literal::String(text) => write!(f, "{text:?}"),
                    Literal::Null | Literal::List(_) | Literal::Hash(_) => write!(f, "{expected:?}"),
                }
            }
            Self::Status(status) => write!(f, "status {status}"),
            Self::Error(code) => write!(f, "error {code}"),
            Self::AnyError => f.write_str("any error"),
            Self::NoError => f.write_str("any output"),
        }
    }
}

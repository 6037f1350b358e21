//! [`Waiter`]: an operation to call until its answers show a state.

use super::jmespath::{Expression, Literal};

/// A waiter.
#[derive(Debug)]
pub struct Waiter {
    /// The name in the model.
    pub name: String,
    /// The builder's type name.
    pub type_name: String,
    /// The client's method: `wait_until_instance_running`.
    pub method_name: String,
    /// What it waits for, Markdown; few models say.
    pub docs: String,
    /// The operation it calls: its index.
    pub operation: usize,
    /// The names of the builder's setters, one for each member of the operation's input.
    pub setters: Vec<String>,
    /// Seconds between calls.
    pub delay: u32,
    /// How often it calls in all.
    pub max_attempts: u32,
    /// What answers mean; the first that matches counts.
    pub acceptors: Vec<Acceptor>,
}

impl Waiter {
    /// Whether an error can be what it waits for, so that there may be no output in the end.
    pub fn may_end_with_error(&self) -> bool {
        let errors = |acceptor: &Acceptor| match acceptor.matcher {
            Matcher::Status(status) => status >= 300,
            Matcher::Error(_) | Matcher::AnyError => true,
            Matcher::Path(_) | Matcher::NoError => false,
        };
        self.acceptors.iter().any(|acceptor| acceptor.state == State::Success && errors(acceptor))
    }
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
    /// The wait is over.
    Success,
    /// The wait has failed.
    Failure,
    /// Not yet.
    Retry,
}

/// Which answers an acceptor means.
#[derive(Debug)]
pub enum Matcher {
    /// Outputs in which an expression finds a value.
    Path(PathMatcher),
    /// Those with this HTTP status.
    Status(u16),
    /// Errors with this code.
    Error(String),
    /// All errors.
    AnyError,
    /// All outputs.
    NoError,
}

/// An expression and what it must find.
#[derive(Debug)]
pub struct PathMatcher {
    /// As the model has it.
    pub text: String,
    /// The expression.
    pub expression: Expression,
    /// Whether it is applied to input and output rather than to the output.
    pub with_input: bool,
    /// How what is found is compared.
    pub comparison: Comparison,
    /// What it is compared with.
    pub expected: Literal,
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

//! [`WaitFailure`]: what is known of a wait that failed or took too long.

use super::engine::Answer;
use super::schema::{Acceptor, Matcher, WaiterSchema};
use super::secret;
use crate::error::{Detail, Error, ErrorKind};
use crate::failure::ResponseMetadata;
use crate::jmespath::{self, Found};
use crate::reflect::{REDACTED, Shape, View};
use crate::schema::OperationSchema;
use std::any::Any;
use std::fmt::{self, Write};
use std::sync::Arc;
use std::time::Duration;

/// Longest text of what an expression found.
const FOUND_LIMIT: usize = 200;

/// How a wait failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WaitEnd {
    /// An answer showed that what was waited for will not come.
    Failure,
    /// The operation was called as often as it may be.
    Attempts,
    /// The wait took as long as it may take: this long.
    Timeout(Duration),
}

/// A wait that failed: [`Error::wait`].
pub struct WaitFailure {
    pub(super) waiter: &'static WaiterSchema,
    pub(super) operation: &'static OperationSchema,
    pub(super) end: WaitEnd,
    pub(super) attempts: u32,
    pub(super) matched: Option<&'static Acceptor>,
    pub(super) last: Option<Answer>,
}

impl WaitFailure {
    /// The waiter's name in the model: `InstanceRunning`.
    pub fn waiter(&self) -> &'static str {
        self.waiter.name
    }

    /// How it failed.
    pub fn end(&self) -> WaitEnd {
        self.end
    }

    /// How many calls were answered.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// The acceptor that matched: for a failure the one that says so, else the last one that said to go on.
    pub fn acceptor(&self) -> Option<&'static Acceptor> {
        self.matched
    }

    /// The last answer as a `T`, the output of the operation; none if the last answer was an error.
    pub fn output<T: Shape>(&self) -> Option<&T> {
        let output: &dyn Any = self.last_output()?;
        output.downcast_ref()
    }

    /// The last answer, if it was an error.
    pub fn error(&self) -> Option<&Error> {
        match &self.last {
            Some(Answer::Error(error)) => Some(error),
            _ => None,
        }
    }

    /// Status, headers and ids of the last answer.
    pub fn metadata(&self) -> Option<&ResponseMetadata> {
        match &self.last {
            Some(Answer::Output(done)) => Some(&done.metadata),
            Some(Answer::Error(error)) => error.metadata(),
            None => None,
        }
    }

    /// What the expressions of the waiter found in the last answer: each that found something, with its text; of what has
    /// to do with a sensitive member only that it is there.
    pub fn seen(&self) -> Vec<(&'static str, String)> {
        let Some(output) = self.last_output() else { return Vec::new() };
        let mut seen: Vec<(&'static str, String)> = Vec::new();
        for acceptor in self.waiter.acceptors {
            let Matcher::Path { text, expression, with_input: false, .. } = &acceptor.matcher else {
                continue;
            };
            if seen.iter().any(|(other, _)| other == text) {
                continue;
            }
            let found = jmespath::search(expression, output);
            if !found.is_null() {
                let secret = secret::may_show(expression, output);
                seen.push((text, if secret { REDACTED.to_owned() } else { show(&found) }));
            }
        }
        seen
    }

    fn last_output(&self) -> Option<&dyn Shape> {
        match &self.last {
            Some(Answer::Output(done)) => Some(&*done.output),
            _ => None,
        }
    }

    /// The failure in a sentence; the error that is the cause, if there is one, is not in it.
    pub(crate) fn message(&self) -> String {
        let Self { waiter, attempts, .. } = self;
        let times = if *attempts == 1 { "1 call".to_owned() } else { format!("{attempts} calls") };
        let mut text = match self.end {
            WaitEnd::Failure => format!("the wait for {} failed after {times}", waiter.name),
            WaitEnd::Attempts => format!("{} has not come about within {times}", waiter.name),
            WaitEnd::Timeout(limit) => {
                format!("{} has not come about within {limit:?} ({times})", waiter.name)
            }
        };
        let verb = if self.end == WaitEnd::Failure { "matched" } else { "last matched" };
        if let Some(acceptor) = self.matched {
            let _ = write!(text, ": {verb} {}", acceptor.matcher);
        }
        for (index, (expression, found)) in self.seen().iter().enumerate() {
            let lead = if index == 0 { "; the last answer has" } else { "," };
            let _ = write!(text, "{lead} `{expression}` = {found}");
        }
        text
    }

    /// What to do about it.
    pub(crate) fn hint(&self) -> Option<&'static str> {
        match self.end {
            WaitEnd::Failure => None,
            WaitEnd::Attempts => {
                Some("`max_attempts`, `delay` or `timeout` of the waiter make it wait longer")
            }
            WaitEnd::Timeout(_) => Some("a longer `timeout` of the waiter makes it wait longer"),
        }
    }
}

impl Error {
    /// A wait that failed or took too long.
    pub(crate) fn wait_failed(failure: WaitFailure) -> Self {
        let mut error = Self::new(ErrorKind::Wait, failure.message())
            .in_operation(failure.operation)
            .with_attempts(failure.metadata().map_or(0, ResponseMetadata::attempts));
        if let Some(cause) = failure.error() {
            error = error.with_shared_cause(Arc::new(cause.clone()));
        }
        if let Some(hint) = failure.hint() {
            error = error.with_hint(hint);
        }
        error.with_detail(Arc::new(failure))
    }

    /// How a wait failed: its last answer, and what that means.
    pub fn wait(&self) -> Option<&WaitFailure> {
        self.detail_as()
    }
}

impl Detail for WaitFailure {
    fn is_timeout(&self) -> bool {
        self.end != WaitEnd::Failure
    }
    fn tells_attempts(&self) -> bool {
        true
    }
}

impl fmt::Debug for WaitFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())
    }
}

/// What was found, as short text.
fn show(found: &Found<'_>) -> String {
    let mut text = String::new();
    write_found(found, &mut text);
    if text.len() > FOUND_LIMIT {
        let end = (0..=FOUND_LIMIT).rev().find(|end| text.is_char_boundary(*end)).unwrap_or_default();
        text.truncate(end);
        text.push('…');
    }
    text
}

/// Scalars as JSON, lists item by item, of all else that it is there.
fn write_found(found: &Found<'_>, text: &mut String) {
    if text.len() > FOUND_LIMIT {
        return;
    }
    if let Some(string) = found.as_str() {
        let _ = write!(text, "{string:?}");
        return;
    }
    if let Some(items) = found.items() {
        text.push('[');
        for (index, item) in items.enumerate() {
            text.push_str(if index == 0 { "" } else { ", " });
            write_found(&item, text);
        }
        text.push(']');
        return;
    }
    let _ = match found {
        Found::View(View::Null) => text.write_str("null"),
        Found::View(View::Boolean(value)) => write!(text, "{value}"),
        Found::View(View::Integer(value)) => write!(text, "{value}"),
        Found::View(View::Float(value)) => write!(text, "{value}"),
        Found::View(View::Double(value)) => write!(text, "{value}"),
        _ => text.write_str("{…}"),
    };
}

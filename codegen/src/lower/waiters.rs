//! Waiters: their operations, names and acceptors, each expression checked against the shapes it is applied to.

use super::{jmespath, paths, reserved};
use crate::ir::jmespath::Literal;
use crate::ir::{Acceptor, Comparison, Matcher, Operation, PathMatcher, Service, State, Waiter};
use crate::model::waiter as model;
use crate::names;
use crate::{Error, Input};
use serde_json::Value;

/// The waiters of `service` whose operations it has, sorted by name. `exists` tells operations of the model, of which
/// the service may have some only.
pub(crate) fn waiters(
    input: &Input<'_>,
    service: &Service,
    exists: impl Fn(&str) -> bool,
) -> Result<Vec<Waiter>, Error> {
    let Some((file, text)) = input.file("waiters.json") else { return Ok(Vec::new()) };
    let data: model::Waiters = serde_json::from_str(text).map_err(|error| Error::json(&file, &error))?;
    if data.version != 2 {
        return Err(Error::new(
            file,
            "version",
            format!("{} is no version this generator knows", data.version),
        ));
    }
    let mut sorted: Vec<_> = data.waiters.iter().collect();
    sorted.sort_by_key(|(name, _)| *name);
    let mut types = reserved::WAITERS.scope();
    let mut methods = reserved::CLIENT_WAITERS.scope();
    let mut waiters = Vec::new();
    for (name, waiter) in sorted {
        let lower = WaiterLowering { file: &file, service, name };
        let Some(index) = service.operations.iter().position(|o| o.name == waiter.operation) else {
            if exists(&waiter.operation) {
                continue;
            }
            return Err(lower.error("operation", format!("there is no operation `{}`", waiter.operation)));
        };
        let type_name = types.claim(names::shape(name));
        let method_name = methods.claim(format!("wait_until_{}", names::operation(name)));
        waiters.push(lower.waiter(waiter, index, type_name, method_name)?);
    }
    Ok(waiters)
}

/// Lowers one waiter.
struct WaiterLowering<'a> {
    file: &'a str,
    service: &'a Service,
    name: &'a str,
}

impl WaiterLowering<'_> {
    fn error(&self, place: &str, message: impl Into<String>) -> Error {
        Error::new(self.file, format!("waiters.{}.{place}", self.name), message)
    }

    fn waiter(
        &self,
        waiter: &model::Waiter,
        index: usize,
        type_name: String,
        method_name: String,
    ) -> Result<Waiter, Error> {
        let operation = &self.service.operations[index];
        let mut scope = reserved::WAIT.scope();
        let members = self.service[operation.input].members.iter();
        let acceptors = waiter.acceptors.iter().enumerate();
        let acceptors = acceptors.map(|(at, acceptor)| self.acceptor(operation, at, acceptor));
        Ok(Waiter {
            name: self.name.to_owned(),
            type_name,
            method_name,
            docs: super::docs(&waiter.description),
            operation: index,
            setters: members.map(|member| scope.claim(member.rust_name.clone())).collect(),
            delay: waiter.delay,
            max_attempts: waiter.max_attempts,
            acceptors: acceptors.collect::<Result<_, _>>()?,
        })
    }

    fn acceptor(
        &self,
        operation: &Operation,
        at: usize,
        acceptor: &model::Acceptor,
    ) -> Result<Acceptor, Error> {
        let state = match acceptor.state.as_str() {
            "success" => State::Success,
            "failure" => State::Failure,
            "retry" => State::Retry,
            other => {
                let message = format!("`{other}` is no state this generator knows");
                return Err(self.error(&format!("acceptors[{at}].state"), message));
            }
        };
        Ok(Acceptor { state, matcher: self.matcher(operation, at, acceptor)? })
    }

    fn matcher(
        &self,
        operation: &Operation,
        at: usize,
        acceptor: &model::Acceptor,
    ) -> Result<Matcher, Error> {
        let expected = &acceptor.expected;
        let unexpected = |what: &str| {
            self.error(&format!("acceptors[{at}].expected"), format!("{expected} is not {what}"))
        };
        let path = |with_input, comparison| self.path(operation, at, acceptor, with_input, comparison);
        match acceptor.matcher.as_str() {
            "path" | "output" => path(false, Comparison::Equals),
            "pathAll" => path(false, Comparison::All),
            "pathAny" => path(false, Comparison::Any),
            "inputOutput" | "inputOutputPath" => path(true, Comparison::Equals),
            "inputOutputPathAll" | "inputOutputPathList" => path(true, Comparison::All),
            "inputOutputPathAny" => path(true, Comparison::Any),
            "status" => {
                let status = expected.as_u64().and_then(|status| u16::try_from(status).ok());
                Ok(Matcher::Status(status.ok_or_else(|| unexpected("an HTTP status"))?))
            }
            "error" => match expected {
                Value::String(code) => Ok(Matcher::Error(code.clone())),
                Value::Bool(true) => Ok(Matcher::AnyError),
                Value::Bool(false) => Ok(Matcher::NoError),
                _ => Err(unexpected("an error code, true or false")),
            },
            other => {
                let message = format!("`{other}` is no matcher this generator knows");
                Err(self.error(&format!("acceptors[{at}].matcher"), message))
            }
        }
    }

    /// A matcher with an expression. `comparison` is what its name says; a comparator goes before it.
    fn path(
        &self,
        operation: &Operation,
        at: usize,
        acceptor: &model::Acceptor,
        with_input: bool,
        comparison: Comparison,
    ) -> Result<Matcher, Error> {
        let place = |part: &str| format!("acceptors[{at}].{part}");
        let Some(text) = &acceptor.argument else {
            return Err(self.error(&place("argument"), format!("`{}` needs an expression", acceptor.matcher)));
        };
        let argument = format!("waiters.{}.{}", self.name, place("argument"));
        let expression = jmespath::expression(self.file, &argument, text)?;
        let output = paths::Kind::structure(operation.output);
        let root = match with_input {
            false => output,
            true => paths::Kind::Object(vec![
                ("input".to_owned(), paths::Kind::structure(operation.input)),
                ("output".to_owned(), output),
            ]),
        };
        paths::kind(self.service, &expression, &root)
            .map_err(|message| Error::new(self.file, argument, format!("`{text}`: {message}")))?;
        let (comparison, boolean) = match acceptor.comparator.as_deref() {
            None => (comparison, false),
            Some("stringEquals") => (Comparison::Equals, false),
            Some("booleanEquals") => (Comparison::Equals, true),
            Some("allStringEquals") => (Comparison::All, false),
            Some("anyStringEquals") => (Comparison::Any, false),
            Some(other) => {
                let message = format!("`{other}` is no comparator this generator knows");
                return Err(self.error(&place("comparator"), message));
            }
        };
        let expected = match (&acceptor.expected, boolean) {
            (Value::String(word), true) => word.parse().map(Literal::Boolean).ok(),
            (Value::Bool(value), _) => Some(Literal::Boolean(*value)),
            (_, true) => None,
            (Value::String(text), false) => Some(Literal::String(text.clone())),
            (Value::Number(number), false) => match number.as_i64() {
                Some(whole) => Some(Literal::Integer(whole)),
                None => number.as_f64().map(Literal::Double),
            },
            (Value::Null | Value::Array(_) | Value::Object(_), false) => None,
        };
        let expected = expected.ok_or_else(|| {
            let what = if boolean { "a boolean" } else { "a string, a number or a boolean" };
            self.error(&place("expected"), format!("{} is not {what}", acceptor.expected))
        })?;
        Ok(Matcher::Path(PathMatcher { text: text.clone(), expression, with_input, comparison, expected }))
    }
}

#[cfg(test)]
mod tests;

//! The text of the pages of waiters: what each waits for, how long, and what answers mean.

use super::example;
use crate::ir::jmespath::Literal;
use crate::ir::{Acceptor, Comparison, Matcher, PathMatcher, Service, State, Waiter};

/// The page of the module.
pub(super) fn module(service: &Service) -> String {
    let links = service.waiters.iter().map(|waiter| {
        format!(
            "- [`{type_name}`], [`Client::{method}`](crate::Client::{method})",
            type_name = waiter.type_name,
            method = waiter.method_name
        )
    });
    let links: Vec<_> = links.collect();
    format!(
        "Waiters: each calls an operation again and again until its answer shows a state.

A waiter takes the settings of its operation, and `delay`, `backoff`, `max_attempts` and `timeout` of its own. It calls at
once, and pauses between calls. Drop its future to end the wait: nothing runs on. A wait that fails or takes too long is
an error with [`ErrorKind::Wait`](tucuxi::error::ErrorKind::Wait), and [`wait`](tucuxi::Error::wait) tells the last
answer; an error of the service that the waiter does not know ends the wait as it is.

{}",
        links.join("\n")
    )
}

/// What the client's method says: what is waited for.
pub(super) fn lead(service: &Service, waiter: &Waiter) -> String {
    let operation = &service.operations[waiter.operation];
    let Waiter { delay, max_attempts, .. } = waiter;
    let what = match waiter.docs.split("\n\n").next().unwrap_or_default() {
        "" => format!("Waits for `{}`", waiter.name),
        docs => docs.trim_end_matches('.').to_owned(),
    };
    let calls = if *max_attempts == 1 {
        "once".to_owned()
    } else {
        format!("every {delay} s, {max_attempts} times at most")
    };
    format!("{what}: calls [`{name}`](crate::operations::{name}) {calls}.", name = operation.type_name)
}

/// The page of a waiter.
pub(super) fn waiter(service: &Service, waiter: &Waiter) -> String {
    let operation = &service.operations[waiter.operation];
    let library = service.package.library();
    let code = example::wait(service, operation, waiter);
    let end = match waiter.may_end_with_error() {
        true => "The wait may end with an error that was waited for, so that it gives a [`wait::Last`].",
        false => "Gives the last output.",
    };
    let mut sections = vec![
        lead(service, waiter),
        end.to_owned(),
        format!(
            "# Example

```no_run
{imports}# async fn example(client: {library}::Client) -> Result<(), tucuxi::Error> {{
{code}
# Ok(())
# }}
```",
            imports = example::imports(&code, &library),
        ),
        "# What answers mean\n\nThe first that fits counts:".to_owned(),
    ];
    let rows: Vec<_> = waiter.acceptors.iter().map(row).collect();
    sections.push(rows.join("\n"));
    sections.push("With any other output it goes on; any other error ends it.".to_owned());
    sections.join("\n\n")
}

fn row(acceptor: &Acceptor) -> String {
    let state = match acceptor.state {
        State::Success => "success",
        State::Failure => "failure",
        State::Retry => "wait on",
    };
    let condition = match &acceptor.matcher {
        Matcher::Path(path) => self::path(path),
        Matcher::Status(status) => format!("HTTP status {status}"),
        Matcher::Error(code) => format!("error {}", quoted(code)),
        Matcher::AnyError => "any error of the service".to_owned(),
        Matcher::NoError => "any output".to_owned(),
    };
    format!("- {state}: {condition}")
}

fn path(path: &PathMatcher) -> String {
    let found = match path.comparison {
        Comparison::Equals => "",
        Comparison::All => "all of ",
        Comparison::Any => "any of ",
    };
    let of = if path.with_input { " over input and output" } else { "" };
    format!("{found}{}{of} = {}", quoted(&path.text), quoted(&text(&path.expected)))
}

fn text(literal: &Literal) -> String {
    match literal {
        Literal::Boolean(value) => value.to_string(),
        Literal::Integer(value) => value.to_string(),
        Literal::Double(value) => value.to_string(),
        Literal::String(value) => value.clone(),
        Literal::Null | Literal::List(_) | Literal::Hash(_) => "null".to_owned(),
    }
}

/// As code in Markdown, whatever backticks there are inside.
fn quoted(code: &str) -> String {
    let code = code.split_whitespace().collect::<Vec<_>>().join(" ");
    if code.contains('`') { format!("`` {code} ``") } else { format!("`{code}`") }
}

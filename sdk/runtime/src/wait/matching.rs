//! Which acceptor an answer matches.

use super::engine::Answer;
use super::schema::{Acceptor, Comparison, Matcher};
use crate::jmespath::{self, Found};
use crate::reflect::{Shape, View};

/// The first acceptor that `answer` to `input` matches.
pub(super) fn first(
    acceptors: &'static [Acceptor],
    input: &dyn Shape,
    answer: &Answer,
) -> Option<&'static Acceptor> {
    acceptors.iter().find(|acceptor| matches(&acceptor.matcher, input, answer))
}

fn matches(matcher: &'static Matcher, input: &dyn Shape, answer: &Answer) -> bool {
    match (matcher, answer) {
        (Matcher::Status(expected), answer) => answer.status() == Some(*expected),
        (Matcher::Error(code), Answer::Error(error)) => error.code() == Some(*code),
        (Matcher::AnyError, Answer::Error(_)) | (Matcher::NoError, Answer::Output(_)) => true,
        (Matcher::Path { expression, with_input, comparison, expected, .. }, Answer::Output(done)) => {
            let output = Found::View(View::Structure(&*done.output));
            let root = match with_input {
                false => output,
                true => Found::Hash(vec![("input", Found::View(View::Structure(input))), ("output", output)]),
            };
            compare(&jmespath::evaluate(expression, &root), *comparison, &jmespath::constant(expected))
        }
        _ => false,
    }
}

/// Values compare as JSON does. A comparison of items needs a list with items.
fn compare(found: &Found<'_>, comparison: Comparison, expected: &Found<'_>) -> bool {
    let items = || found.items().filter(|items| items.len() > 0);
    match comparison {
        Comparison::Equals => found == expected,
        Comparison::All => items().is_some_and(|mut items| items.all(|item| item == *expected)),
        Comparison::Any => items().is_some_and(|mut items| items.any(|item| item == *expected)),
    }
}

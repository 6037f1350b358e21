//! The functions of expressions.

use super::evaluate::boolean;
use super::{Found, Function};
use crate::reflect::View;

/// The result of `function`; nothing for arguments it has no answer for.
pub(super) fn call<'a>(function: Function, arguments: &[Found<'a>]) -> Found<'a> {
    match (function, arguments) {
        (Function::NotNull, arguments) => {
            arguments.iter().find(|argument| !argument.is_null()).cloned().unwrap_or(Found::NULL)
        }
        (Function::Length, [value]) => match value.len().map(i64::try_from) {
            Some(Ok(length)) => Found::View(View::Integer(length)),
            _ => Found::NULL,
        },
        (Function::Keys, [object]) => match object.entries() {
            Some(entries) => {
                Found::List(entries.into_iter().map(|(key, _)| Found::View(View::String(key))).collect())
            }
            None => Found::NULL,
        },
        (Function::Values, [object]) => match object.entries() {
            Some(entries) => Found::List(entries.into_iter().map(|(_, value)| value).collect()),
            None => Found::NULL,
        },
        (Function::Contains, [whole, part]) => contains(whole, part),
        (Function::StartsWith, [text, start]) => match (text.as_str(), start.as_str()) {
            (Some(text), Some(start)) => boolean(text.starts_with(start)),
            _ => Found::NULL,
        },
        (Function::EndsWith, [text, end]) => match (text.as_str(), end.as_str()) {
            (Some(text), Some(end)) => boolean(text.ends_with(end)),
            _ => Found::NULL,
        },
        (Function::Join, [separator, list]) => join(separator, list).map_or(Found::NULL, Found::String),
        (Function::Reverse, [value]) => match (value.items(), value.as_str()) {
            (Some(items), _) => Found::List(items.rev().collect()),
            (None, Some(text)) => Found::String(text.chars().rev().collect()),
            (None, None) => Found::NULL,
        },
        _ => Found::NULL,
    }
}

fn contains(whole: &Found<'_>, part: &Found<'_>) -> Found<'static> {
    if let Some(mut items) = whole.items() {
        return boolean(items.any(|item| item == *part));
    }
    match (whole.as_str(), part.as_str()) {
        (Some(text), Some(part)) => boolean(text.contains(part)),
        (Some(_), None) => boolean(false),
        _ => Found::NULL,
    }
}

fn join(separator: &Found<'_>, list: &Found<'_>) -> Option<String> {
    let mut joined = String::new();
    for (index, item) in list.items()?.enumerate() {
        if index > 0 {
            joined.push_str(separator.as_str()?);
        }
        joined.push_str(item.as_str()?);
    }
    Some(joined)
}

//! Headers and status of a response.

use crate::http::ResponseHead;
use crate::protocol::base64;
use crate::protocol::failure::Failure;
use crate::protocol::text;
use crate::reflect::{Shape, Slot, Value};
use crate::schema::{Flags, Location, Member, Type};
use http::{HeaderMap, HeaderValue};
use std::borrow::Cow;

/// Reads the members of `output` that are headers or the status.
///
/// A header that does not hold what the model says fails the call: to leave it out would be to lose it. The exception is
/// one whose text another member holds.
pub(super) fn read(head: &ResponseHead, output: &mut dyn Shape) -> Result<(), Failure> {
    for (index, member) in output.schema().members.iter().enumerate() {
        match member.location {
            Location::Status => {
                text::read(head.status.as_str(), output.get_mut(index).slot())
                    .map_err(|failure| failure.in_member(member.name))?;
            }
            Location::Header => {
                if let Some(value) = joined(&head.headers, member.wire) {
                    match header(&value, member, output.get_mut(index)) {
                        Ok(()) => {}
                        // Nothing is lost, and the rest of the response is of use.
                        Err(_) if member.is(Flags::HELD_AS_TEXT) => output.get_mut(index).clear(),
                        Err(failure) => return Err(failure.in_member(member.name)),
                    }
                }
            }
            Location::Headers => prefixed(&head.headers, member.wire, output.get_mut(index).slot()),
            Location::Body | Location::Uri | Location::Query => {}
        }
    }
    Ok(())
}

/// The value of header `name`; where it stands several times, the values joined by commas.
fn joined<'a>(headers: &'a HeaderMap, name: &str) -> Option<Cow<'a, str>> {
    let mut values = headers.get_all(name).iter();
    let first = decode(values.next()?);
    Some(values.fold(first, |joined, value| format!("{joined}, {}", decode(value)).into()))
}

/// Headers are UTF-8 if they can be, else Latin-1.
fn decode(value: &HeaderValue) -> Cow<'_, str> {
    match std::str::from_utf8(value.as_bytes()) {
        Ok(text) => text.into(),
        Err(_) => value.as_bytes().iter().copied().map(char::from).collect::<String>().into(),
    }
}

fn header(value: &str, member: &Member, output: &mut dyn Value) -> Result<(), Failure> {
    match (output.slot(), &member.ty) {
        (Slot::List(list), Type::List(ty)) => {
            list.clear();
            for (index, item) in items(value, &ty.item).into_iter().enumerate() {
                text::read(&item, list.push().slot()).map_err(|failure| failure.in_item(index))?;
            }
            Ok(())
        }
        (Slot::String(slot), _) if member.is(Flags::JSON_VALUE) => {
            *slot = String::from_utf8(base64::decode(value.as_bytes())?)
                .map_err(|_| Failure::new("this is not base64 of UTF-8"))?;
            Ok(())
        }
        (slot, _) => text::read(value, slot),
    }
}

/// The items of a list: between commas, but for those in quotes and the one after the name of a day.
fn items<'a>(value: &'a str, ty: &Type) -> Vec<Cow<'a, str>> {
    let mut items = Vec::new();
    let mut rest = value.trim();
    while !rest.is_empty() {
        let (item, after) = if rest.starts_with('"') {
            quoted(rest)
        } else {
            let end = end_of_item(rest, ty);
            (Cow::Borrowed(rest[..end].trim_end()), &rest[end..])
        };
        items.push(item);
        let after = after.trim_start();
        rest = after.strip_prefix(',').unwrap_or(after).trim_start();
    }
    items
}

/// Where the item at the start of `text` ends. In a timestamp the name of a day may be followed by a comma of its own:
/// `Sun, 06 Nov 1994 08:49:37 GMT`, but not `Sun Nov  6 08:49:37 1994`.
fn end_of_item(text: &str, ty: &Type) -> usize {
    let comma = text.find(',').unwrap_or(text.len());
    let name = text.get(..comma).unwrap_or_default();
    let day = matches!(ty, Type::Timestamp(_))
        && !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphabetic());
    match text.get(comma + 1..).filter(|_| day) {
        Some(rest) => rest.find(',').map_or(text.len(), |next| comma + 1 + next),
        None => comma,
    }
}

/// Takes an item in quotes, in which a backslash stands before a quote; gives it and what is behind it.
fn quoted(text: &str) -> (Cow<'_, str>, &str) {
    let mut item = String::new();
    let mut characters = text.char_indices().skip(1);
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return (item.into(), &text[at + 1..]),
            '\\' => item.extend(characters.next().map(|(_, escaped)| escaped)),
            _ => item.push(character),
        }
    }
    (item.into(), "")
}

/// Reads all headers whose names begin with `prefix` into a map of strings, without the prefix.
fn prefixed(headers: &HeaderMap, prefix: &str, slot: Slot<'_>) {
    let Slot::Map(map) = slot else { return };
    map.clear();
    for name in headers.keys() {
        let Some((start, key)) = name.as_str().split_at_checked(prefix.len()) else { continue };
        if let Some(value) = joined(headers, name.as_str()).filter(|_| start.eq_ignore_ascii_case(prefix))
            && let Slot::String(slot) = map.insert_default(key).slot()
        {
            *slot = value.into_owned();
        }
    }
}

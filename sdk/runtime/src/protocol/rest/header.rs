//! The headers of a request.

use super::members_at;
use crate::protocol::base64;
use crate::protocol::failure::Failure;
use crate::protocol::text;
use crate::reflect::{Shape, View};
use crate::schema::{Flags, Location, Member, Type};
use crate::types::{Timestamp, TimestampFormat};
use http::{HeaderMap, HeaderName, HeaderValue};
use std::borrow::Cow;

/// Adds the members of `input` that are headers to `headers`.
pub(super) fn write(input: &dyn Shape, headers: &mut HeaderMap) -> Result<(), Failure> {
    for (index, member) in members_at(input, Location::Header) {
        if let Some(value) = value(input.get(index).view(), member) {
            insert(headers, member.wire, &value, member.is(Flags::SENSITIVE))
                .map_err(|failure| failure.in_member(member.name))?;
        }
    }
    for (index, member) in members_at(input, Location::Headers) {
        let View::Map(map) = input.get(index).view() else { continue };
        for (key, value) in (0..map.len()).map(|index| map.entry(index)) {
            if let Some(value) = text::write(value.view(), &Type::String, TimestampFormat::Rfc822) {
                let name = format!("{}{key}", member.wire);
                insert(headers, &name, &value, member.is(Flags::SENSITIVE))
                    .map_err(|failure| failure.in_key(key).in_member(member.name))?;
            }
        }
    }
    Ok(())
}

/// The text of a header; `None` for an absent member and an empty list.
fn value<'a>(view: View<'a>, member: &Member) -> Option<Cow<'a, str>> {
    match (view, &member.ty) {
        (View::List(list), Type::List(ty)) => {
            let items = (0..list.len()).filter_map(|index| item(list.item(index).view(), &ty.item));
            let items: Vec<_> = items.collect();
            (!items.is_empty()).then(|| items.join(",").into())
        }
        (View::String(json), _) if member.is(Flags::JSON_VALUE) => {
            Some(base64::encode(json.as_bytes()).into())
        }
        (view, ty) => scalar(view, ty),
    }
}

/// The text of a scalar. Timestamps lose the fraction of their second in any format.
fn scalar<'a>(view: View<'a>, ty: &Type) -> Option<Cow<'a, str>> {
    let view = match view {
        View::Timestamp(time) => View::Timestamp(Timestamp::new(time.seconds(), 0)),
        other => other,
    };
    text::write(view, ty, TimestampFormat::Rfc822)
}

/// An item of a list, in quotes if it holds what would end it.
fn item<'a>(view: View<'a>, ty: &Type) -> Option<Cow<'a, str>> {
    match view {
        View::String(text) if text.contains([',', '"']) => {
            Some(format!("\"{}\"", text.replace('"', "\\\"")).into())
        }
        view => scalar(view, ty),
    }
}

/// A sensitive value is not shown where headers are.
fn insert(headers: &mut HeaderMap, name: &str, value: &str, sensitive: bool) -> Result<(), Failure> {
    let name = HeaderName::from_bytes(name.as_bytes())
        .map_err(|_| Failure::new(format!("`{}` cannot be the name of a header", name.escape_debug())))?;
    let mut value = HeaderValue::from_bytes(value.as_bytes())
        .map_err(|_| Failure::new("it goes into a header and holds control characters"))?;
    value.set_sensitive(sensitive);
    headers.insert(name, value);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timestamps_lose_the_fraction_of_their_second() {
        let format = Type::Timestamp(Some(TimestampFormat::Iso8601));
        let before = View::Timestamp(Timestamp::new(-1, 500_000_000));
        assert_eq!(scalar(before, &format).as_deref(), Some("1969-12-31T23:59:59Z"));
    }
}

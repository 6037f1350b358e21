//! The query string: the constants of the model, then the members.

use super::members_at;
use super::uri::encoded;
use crate::protocol::text;
use crate::reflect::{MapValue, Shape, View};
use crate::schema::{Location, OperationSchema, Type};
use crate::types::TimestampFormat;

/// Appends the query string of `operation` to `query`.
pub(super) fn write(operation: &OperationSchema, input: &dyn Shape, query: &mut String) {
    for (name, value) in operation.query {
        separate(query);
        query.push_str(name);
        if let Some(value) = value {
            query.push('=');
            query.push_str(value);
        }
    }
    for (index, member) in members_at(input, Location::Query) {
        match (input.get(index).view(), &member.ty) {
            (View::Map(map), Type::Map(ty)) => entries(input, map, &ty.value, query),
            (view, ty) => parameter(member.wire, view, ty, query),
        }
    }
}

/// Writes a map whose keys are names of parameters. A member with a name of its own goes before an entry with
/// that name.
fn entries(input: &dyn Shape, map: &dyn MapValue, ty: &Type, query: &mut String) {
    for (name, value) in (0..map.len()).map(|index| map.entry(index)) {
        let named = members_at(input, Location::Query).any(|(index, member)| {
            member.wire == name && !matches!(input.get(index).view(), View::Null | View::Map(_))
        });
        if !named {
            parameter(name, value.view(), ty, query);
        }
    }
}

/// Writes `name=value`, for a list once for each item.
fn parameter(name: &str, view: View<'_>, ty: &Type, query: &mut String) {
    if let (View::List(list), Type::List(ty)) = (view, ty) {
        for index in 0..list.len() {
            parameter(name, list.item(index).view(), &ty.item, query);
        }
    } else if let Some(value) = text::write(view, ty, TimestampFormat::Iso8601) {
        separate(query);
        query.extend(encoded(name));
        query.push('=');
        query.extend(encoded(&value));
    }
}

fn separate(query: &mut String) {
    if !query.is_empty() {
        query.push('&');
    }
}

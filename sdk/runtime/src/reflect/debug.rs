//! `Debug` by reflection, with sensitive members redacted.

use super::{Shape, View};
use crate::layout::Flags;
use std::fmt;

/// What stands where a sensitive value would.
pub(crate) const REDACTED: &str = "[redacted]";

/// Writes `shape` as `Name { member: value, .. }`: members that are there, sensitive ones redacted.
pub fn debug(shape: &dyn Shape, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let schema = shape.schema();
    let mut out = f.debug_struct(schema.name);
    for (index, member) in schema.members.iter().enumerate() {
        let view = shape.get(index).view();
        if view.is_null() {
            continue;
        }
        if member.is(Flags::SENSITIVE) {
            out.field(member.name, &format_args!("{REDACTED}"));
        } else {
            out.field(member.name, &view);
        }
    }
    if let Some(name) = shape.unknown() {
        out.field("unknown", &name);
    }
    out.finish()
}

impl fmt::Debug for View<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            View::Null => f.write_str("None"),
            View::Boolean(value) => value.fmt(f),
            View::Integer(value) => value.fmt(f),
            View::Float(value) => value.fmt(f),
            View::Double(value) => value.fmt(f),
            View::String(value) => value.fmt(f),
            View::Blob(value) => write!(f, "Blob({} bytes)", value.len()),
            View::Timestamp(value) => value.fmt(f),
            View::Document(value) => value.fmt(f),
            View::List(list) => f.debug_list().entries((0..list.len()).map(|i| list.item(i).view())).finish(),
            View::Map(map) => {
                let entries = (0..map.len()).map(|i| map.entry(i)).map(|(key, value)| (key, value.view()));
                f.debug_map().entries(entries).finish()
            }
            View::Structure(shape) => debug(*shape, f),
            View::Stream(stream) => stream.fmt(f),
            View::Events => f.write_str("EventStream"),
        }
    }
}

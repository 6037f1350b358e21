//! Copying by reflection.

use super::{Slot, View};
use crate::types::Blob;

/// Copies what `from` shows into `to`, a value of the same type. Streams are not copied.
pub(crate) fn copy(from: View<'_>, to: Slot<'_>) {
    match (from, to) {
        (View::Boolean(value), Slot::Boolean(to)) => *to = value,
        (View::Integer(value), Slot::Integer(to)) => *to = i32::try_from(value).unwrap_or_default(),
        (View::Integer(value), Slot::Long(to)) => *to = value,
        (View::Float(value), Slot::Float(to)) => *to = value,
        (View::Double(value), Slot::Double(to)) => *to = value,
        (View::String(text), Slot::String(to)) => text.clone_into(to),
        (View::String(text), Slot::Enum(to)) => to.set(text),
        (View::Blob(bytes), Slot::Blob(to)) => *to = Blob::from(bytes),
        (View::Timestamp(time), Slot::Timestamp(to)) => *to = time,
        (View::Document(document), Slot::Document(to)) => to.clone_from(document),
        (View::List(list), Slot::List(to)) => {
            to.clear();
            append(View::List(list), Slot::List(to));
        }
        (View::Map(map), Slot::Map(to)) => {
            to.clear();
            append(View::Map(map), Slot::Map(to));
        }
        (View::Structure(shape), Slot::Structure(to)) => {
            for index in 0..shape.schema().members.len() {
                let member = shape.get(index).view();
                if !member.is_null() {
                    copy(member, to.get_mut(index).slot());
                }
            }
            if let Some(name) = shape.unknown() {
                to.set_unknown(name);
            }
        }
        _ => {}
    }
}

/// Appends the items of a list or the entries of a map to one of the same type.
pub(crate) fn append(from: View<'_>, to: Slot<'_>) {
    match (from, to) {
        (View::List(list), Slot::List(to)) => {
            for index in 0..list.len() {
                match list.item(index).view() {
                    View::Null => to.push_null(),
                    item => copy(item, to.push().slot()),
                }
            }
        }
        (View::Map(map), Slot::Map(to)) => {
            to.reserve(map.len());
            for index in 0..map.len() {
                match map.entry(index) {
                    (key, value) if value.view().is_null() => to.insert_null(key),
                    (key, value) => copy(value.view(), to.insert_default(key).slot()),
                }
            }
        }
        _ => {}
    }
}

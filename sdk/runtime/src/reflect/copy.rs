//! Copying by reflection, between values of one type or of types that are alike.

use super::{Shape, Slot, View};
use crate::types::Blob;

/// Copies what `from` shows into `to`, in place of what is there. Streams are not copied. `false` if it does not fit.
pub(crate) fn copy(from: View<'_>, to: Slot<'_>) -> bool {
    match (from, to) {
        (View::Boolean(value), Slot::Boolean(to)) => *to = value,
        (View::Integer(value), Slot::Integer(to)) => match i32::try_from(value) {
            Ok(value) => *to = value,
            Err(_) => return false,
        },
        (View::Integer(value), Slot::Long(to)) => *to = value,
        (View::Float(value), Slot::Float(to)) => *to = value,
        (View::Float(value), Slot::Double(to)) => *to = f64::from(value),
        (View::Double(value), Slot::Double(to)) => *to = value,
        (View::String(text), Slot::String(to)) => text.clone_into(to),
        (View::String(text), Slot::Enum(to)) => to.set(text),
        (View::Blob(bytes), Slot::Blob(to)) => *to = Blob::from(bytes),
        (View::Timestamp(time), Slot::Timestamp(to)) => *to = time,
        (View::Document(document), Slot::Document(to)) => to.clone_from(document),
        (View::List(list), Slot::List(to)) => {
            to.clear();
            return append(View::List(list), Slot::List(to));
        }
        (View::Map(map), Slot::Map(to)) => {
            to.clear();
            return append(View::Map(map), Slot::Map(to));
        }
        (View::Structure(shape), Slot::Structure(to)) => copy_members(shape, to),
        _ => return false,
    }
    true
}

/// Copies the members of `from` into those of `to` that have the same names and fit.
pub fn copy_members(from: &dyn Shape, to: &mut dyn Shape) {
    let names = to.schema().members;
    for (index, member) in from.schema().members.iter().enumerate() {
        let view = from.get(index).view();
        if view.is_null() {
            continue;
        }
        // The two are mostly of one type or alike.
        let same = names.get(index).is_some_and(|other| other.name == member.name).then_some(index);
        let Some(place) = same.or_else(|| to.schema().member(member.name)) else { continue };
        if !copy(view, to.get_mut(place).slot()) {
            to.get_mut(place).clear();
        }
    }
    if let Some(name) = from.unknown() {
        to.set_unknown(name);
    }
}

/// Appends the items of a list or the entries of a map; anything else is copied. `false` if it does not fit.
pub(crate) fn append(from: View<'_>, to: Slot<'_>) -> bool {
    match (from, to) {
        (View::List(list), Slot::List(to)) => {
            for item in (0..list.len()).map(|index| list.item(index).view()) {
                match item.is_null() {
                    true => to.push_null(),
                    false if !copy(item, to.push().slot()) => return false,
                    false => {}
                }
            }
        }
        (View::Map(map), Slot::Map(to)) => {
            to.reserve(map.len());
            for (key, value) in (0..map.len()).map(|index| map.entry(index)) {
                match value.view() {
                    View::Null => to.insert_null(key),
                    view if !copy(view, to.insert_default(key).slot()) => return false,
                    _ => {}
                }
            }
        }
        (from, to) => return copy(from, to),
    }
    true
}

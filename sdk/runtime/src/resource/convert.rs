//! Values moved between structures of different types, by reflection.

use crate::jmespath::Found;
use crate::reflect::{Shape, Slot, Value, View};
use crate::types::Blob;
use bytes::Bytes;

/// Sets `member` to `value`, or merges it into what is there: lists are appended to, structures and maps merged,
/// anything else is replaced. So boto3 merges the parameters of chained filters.
pub fn merge<T: Shape + Default>(member: &mut Option<T>, value: T) {
    match member {
        Some(there) => merge_members(&value, there),
        None => *member = Some(value),
    }
}

pub(super) fn merge_members(source: &dyn Shape, target: &mut dyn Shape) {
    for index in 0..source.schema().members.len() {
        let view = source.get(index).view();
        if view.is_null() {
            continue;
        }
        match (view, target.get(index).view()) {
            (View::Structure(source), View::Structure(_)) => {
                if let Slot::Structure(target) = target.get_mut(index).slot() {
                    merge_members(source, target);
                }
            }
            // A list is appended to, an entry of a map replaced.
            _ => {
                copy(view, target.get_mut(index));
            }
        }
    }
}

/// Fills `target` with the members of `source` that have the same names and fit.
pub fn copy_members(source: &dyn Shape, target: &mut dyn Shape) {
    let names = target.schema().members;
    for (index, member) in source.schema().members.iter().enumerate() {
        let view = source.get(index).view();
        if view.is_null() {
            continue;
        }
        // The two are mostly of one type or alike.
        let same = names.get(index).is_some_and(|other| other.name == member.name).then_some(index);
        let Some(place) = same.or_else(|| target.schema().member(member.name)) else { continue };
        if !copy(view, target.get_mut(place)) {
            target.get_mut(place).clear();
        }
    }
    if let Some(name) = source.unknown() {
        target.set_unknown(name);
    }
}

/// Writes what was found; `false` if it does not fit.
pub(super) fn write(found: &Found<'_>, target: &mut dyn Value) -> bool {
    match found {
        Found::View(view) => copy(*view, target),
        Found::String(text) => copy(View::String(text), target),
        Found::List(items) => match target.slot() {
            Slot::List(list) => items.iter().all(|item| write(item, list.push())),
            _ => false,
        },
        Found::Hash(_) => false,
    }
}

/// Writes a copy of a value; lists are appended to. `false` if it does not fit.
pub(super) fn copy(view: View<'_>, target: &mut dyn Value) -> bool {
    match (view, target.slot()) {
        (View::Boolean(value), Slot::Boolean(target)) => *target = value,
        (View::Integer(value), Slot::Long(target)) => *target = value,
        (View::Integer(value), Slot::Integer(target)) => match i32::try_from(value) {
            Ok(value) => *target = value,
            Err(_) => return false,
        },
        (View::Float(value), Slot::Float(target)) => *target = value,
        (View::Float(value), Slot::Double(target)) => *target = f64::from(value),
        (View::Double(value), Slot::Double(target)) => *target = value,
        (View::String(value), Slot::String(target)) => value.clone_into(target),
        (View::String(value), Slot::Enum(target)) => target.set(value),
        (View::Blob(value), Slot::Blob(target)) => *target = Blob::from(Bytes::copy_from_slice(value)),
        (View::Timestamp(value), Slot::Timestamp(target)) => *target = value,
        (View::Document(value), Slot::Document(target)) => *target = value.clone(),
        (View::Structure(source), Slot::Structure(target)) => copy_members(source, target),
        (View::List(source), Slot::List(target)) => {
            for item in (0..source.len()).map(|index| source.item(index).view()) {
                match item.is_null() {
                    true => target.push_null(),
                    false if !copy(item, target.push()) => return false,
                    false => {}
                }
            }
        }
        (View::Map(source), Slot::Map(target)) => {
            for (key, value) in (0..source.len()).map(|index| source.entry(index)) {
                match value.view() {
                    View::Null => target.insert_null(key),
                    view if !copy(view, target.insert_default(key)) => return false,
                    _ => {}
                }
            }
        }
        _ => return false,
    }
    true
}

/// Writes an identifier or a constant, parsed where the place wants no string; `false` if it does not fit.
pub(super) fn write_text(text: &str, target: &mut dyn Value) -> bool {
    fn parsed<T: std::str::FromStr>(text: &str, target: &mut T) -> bool {
        text.parse().map(|value| *target = value).is_ok()
    }
    match target.slot() {
        Slot::String(target) => text.clone_into(target),
        Slot::Enum(target) => target.set(text),
        Slot::Integer(target) => return parsed(text, target),
        Slot::Long(target) => return parsed(text, target),
        Slot::Float(target) => return parsed(text, target),
        Slot::Double(target) => return parsed(text, target),
        Slot::Boolean(target) => return parsed(text, target),
        _ => return false,
    }
    true
}

/// What was found as an identifier; `None` for what is no scalar.
pub(super) fn text(found: Found<'_>) -> Option<String> {
    match found {
        Found::View(View::Integer(value)) => Some(value.to_string()),
        Found::View(View::Boolean(value)) => Some(value.to_string()),
        other => other.into_text().map(|text| text.into_owned()),
    }
}

//! Values moved between structures of different types, by reflection.

use crate::jmespath::Found;
use crate::reflect::{Shape, Slot, Value, View, append};

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
    append(view, target.slot())
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

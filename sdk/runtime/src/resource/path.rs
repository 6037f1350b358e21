//! Plain paths to structures: to move them out of an answer, or to copy them from where they stay.

use super::schema::{DataType, Path, PathStep};
use crate::reflect::{List, Shape, Slot, Value, View};

/// Moves the first structure at `path` out. Nothing if there is none, or the type has no data.
pub(super) fn take_first(
    output: &mut dyn Shape,
    path: Path,
    data: Option<DataType>,
) -> Option<Box<dyn Shape>> {
    take(output, path, data).into_iter().next()
}

/// Moves the structures at `path` out.
pub(super) fn take(output: &mut dyn Shape, path: Path, data: Option<DataType>) -> Vec<Box<dyn Shape>> {
    let mut taken = Vec::new();
    if let Some(data) = data {
        in_shape(output, path, &mut |shape| taken.push(move_or_copy(shape, data)));
    }
    taken
}

/// Copies the structures at `path`.
pub(super) fn copy(shape: &dyn Shape, path: Path, data: Option<DataType>) -> Vec<Box<dyn Shape>> {
    let mut copies = Vec::new();
    if let Some(data) = data {
        look_in_shape(shape, path, &mut |shape| copies.push(converted(shape, data)));
    }
    copies
}

fn move_or_copy(shape: &mut dyn Shape, data: DataType) -> Box<dyn Shape> {
    (data.take)(shape).unwrap_or_else(|| converted(shape, data))
}

fn converted(shape: &dyn Shape, data: DataType) -> Box<dyn Shape> {
    let mut copy = (data.empty)();
    crate::reflect::copy_members(shape, &mut *copy);
    copy
}

fn in_shape(shape: &mut dyn Shape, path: Path, found: &mut dyn FnMut(&mut dyn Shape)) {
    match path {
        [] => found(shape),
        [PathStep::Member(index), rest @ ..] if !shape.get(*index).view().is_null() => {
            in_value(shape.get_mut(*index), rest, found);
        }
        [PathStep::ItemsOf(members), rest @ ..] => {
            for index in *members {
                if !shape.get(*index).view().is_null() {
                    in_value(shape.get_mut(*index), ITEMS, &mut |item| in_shape(item, rest, found));
                }
            }
        }
        _ => {}
    }
}

const ITEMS: Path = &[PathStep::Items];

fn in_value(value: &mut dyn Value, path: Path, found: &mut dyn FnMut(&mut dyn Shape)) {
    match (value.slot(), path) {
        (Slot::Structure(shape), path) => in_shape(shape, path, found),
        (Slot::List(list), [PathStep::Items, rest @ ..]) => {
            for index in 0..list.len() {
                in_item(list, index, rest, found);
            }
        }
        (Slot::List(list), [PathStep::At(index), rest @ ..]) => in_item(list, *index, rest, found),
        _ => {}
    }
}

/// An absent item of a sparse list is passed over, rather than made by asking for its slot.
fn in_item(list: &mut dyn List, index: usize, path: Path, found: &mut dyn FnMut(&mut dyn Shape)) {
    if !list.item(index).view().is_null() {
        in_value(list.item_mut(index), path, found);
    }
}

fn look_in_shape(shape: &dyn Shape, path: Path, found: &mut dyn FnMut(&dyn Shape)) {
    match path {
        [] => found(shape),
        [PathStep::Member(index), rest @ ..] => look_in(shape.get(*index).view(), rest, found),
        [PathStep::ItemsOf(members), rest @ ..] => {
            for index in *members {
                look_in(shape.get(*index).view(), ITEMS, &mut |item| look_in_shape(item, rest, found));
            }
        }
        _ => {}
    }
}

fn look_in(view: View<'_>, path: Path, found: &mut dyn FnMut(&dyn Shape)) {
    match (view, path) {
        (View::Structure(shape), path) => look_in_shape(shape, path, found),
        (View::List(list), [PathStep::Items, rest @ ..]) => {
            for index in 0..list.len() {
                look_in(list.item(index).view(), rest, found);
            }
        }
        (View::List(list), [PathStep::At(index), rest @ ..]) => {
            look_in(list.item(*index).view(), rest, found)
        }
        _ => {}
    }
}

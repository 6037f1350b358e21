//! Values on paths through a page: how many items they are, and cutting them.

use super::schema::Path;
use crate::reflect::{Shape, Slot, View};
use std::ops::Range;

/// What is at `path`.
pub(super) fn view<'a>(shape: &'a dyn Shape, path: Path) -> View<'a> {
    let mut view = View::Structure(shape);
    for index in path {
        let View::Structure(shape) = view else { return View::Null };
        view = shape.get(*index).view();
    }
    view
}

/// Where to write what is at `path`. Whatever was absent on the way is there then.
pub(super) fn slot<'a>(shape: &'a mut dyn Shape, path: Path) -> Slot<'a> {
    let mut slot = Slot::Structure(shape);
    for index in path {
        let Slot::Structure(shape) = slot else { return Slot::None };
        slot = shape.get_mut(*index).slot();
    }
    slot
}

/// Makes what is at `path` absent.
fn clear(shape: &mut dyn Shape, path: Path) {
    let Some((last, way)) = path.split_last() else { return };
    if let View::Structure(_) = view(shape, way)
        && let Slot::Structure(shape) = slot(shape, way)
    {
        shape.get_mut(*last).clear();
    }
}

/// How many items are at `path`: those of a list or map, the characters of a string, one of anything else.
pub(super) fn count(shape: &dyn Shape, path: Path) -> usize {
    match view(shape, path) {
        View::Null => 0,
        View::List(list) => list.len(),
        View::Map(map) => map.len(),
        View::String(text) => text.chars().count(),
        _ => 1,
    }
}

/// Keeps the items in `range` alone.
pub(super) fn keep(shape: &mut dyn Shape, path: Path, range: Range<usize>) {
    if view(shape, path).is_null() {
        return;
    }
    match slot(shape, path) {
        Slot::List(list) => list.keep(range),
        Slot::Map(map) => map.keep(range),
        Slot::String(text) => {
            let count = range.end.saturating_sub(range.start);
            *text = text.chars().skip(range.start).take(count).collect();
        }
        _ if range.contains(&0) => {}
        _ => clear(shape, path),
    }
}

/// Empties what is at `path`; a number stays.
pub(super) fn empty(shape: &mut dyn Shape, path: Path) {
    match view(shape, path) {
        View::Null | View::Integer(_) | View::Float(_) | View::Double(_) => {}
        View::List(_) | View::Map(_) | View::String(_) => keep(shape, path, 0..0),
        _ => clear(shape, path),
    }
}

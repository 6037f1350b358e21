//! Inputs filled from what a resource knows.

use super::convert;
use super::entity::Entity;
use super::load;
use super::schema::{Param, Source, Step};
use crate::error::Error;
use crate::jmespath;
use crate::reflect::{List, NO_VALUE, Shape, Slot, Value, View};
use std::sync::Arc;

/// Fills in what is known without any request: identifiers and constants. `position` is the index of the resource in
/// its batch.
pub(super) fn fill_known(
    params: &'static [Param],
    entity: &Entity,
    input: &mut dyn Shape,
    position: usize,
) -> Result<(), Error> {
    for param in params {
        let written = match param.source {
            Source::Identifier(index) => {
                let text = entity.identifier(index);
                at_target(input, param.target, position, &mut |place| convert::write_text(text, place))
            }
            Source::Text(text) => {
                at_target(input, param.target, position, &mut |place| convert::write_text(text, place))
            }
            Source::Integer(value) => at_target(input, param.target, position, &mut |place| {
                convert::copy(View::Integer(value), place)
            }),
            Source::Boolean(value) => at_target(input, param.target, position, &mut |place| {
                convert::copy(View::Boolean(value), place)
            }),
            Source::Data(_) => continue,
        };
        if !written {
            return Err(misfit(param, entity, input));
        }
    }
    Ok(())
}

/// Fills in what comes from the data of the resource, which is loaded if need be, where nothing stands yet.
pub(super) async fn fill_data(
    params: &'static [Param],
    entity: &Arc<Entity>,
    input: &mut dyn Shape,
    position: usize,
) -> Result<(), Error> {
    for param in params {
        let Source::Data(expression) = param.source else { continue };
        if is_filled(input, param.target, position) {
            continue;
        }
        let data = load::data(entity).await?;
        let found = jmespath::search(expression, &*data);
        // What is not there is left out: if the operation needs it, its validation says so.
        if found.is_null() {
            continue;
        }
        if !at_target(input, param.target, position, &mut |place| convert::write(&found, place)) {
            return Err(misfit(param, entity, input));
        }
    }
    Ok(())
}

/// Takes the members that `given` has over into `input`, in place of what is there: a caller's arguments.
pub(super) fn replace(input: &mut dyn Shape, given: &dyn Shape) {
    for index in 0..given.schema().members.len() {
        let view = given.get(index).view();
        if !view.is_null() {
            input.get_mut(index).clear();
            convert::copy(view, input.get_mut(index));
        }
    }
}

fn at_target(
    input: &mut dyn Shape,
    target: &'static [Step],
    position: usize,
    write: &mut dyn FnMut(&mut dyn Value) -> bool,
) -> bool {
    match target {
        [Step::Member(index), rest @ ..] => in_value(input.get_mut(*index), rest, position, write),
        _ => false,
    }
}

fn in_value(
    value: &mut dyn Value,
    steps: &'static [Step],
    position: usize,
    write: &mut dyn FnMut(&mut dyn Value) -> bool,
) -> bool {
    let Some((step, rest)) = steps.split_first() else { return write(value) };
    match (value.slot(), step) {
        (Slot::Structure(shape), Step::Member(index)) => {
            in_value(shape.get_mut(*index), rest, position, write)
        }
        (Slot::List(list), Step::At(index)) => in_value(grown(list, *index), rest, position, write),
        (Slot::List(list), Step::Each) => in_value(grown(list, position), rest, position, write),
        (Slot::List(list), Step::Append) => in_value(list.push(), rest, position, write),
        _ => false,
    }
}

/// Item `index` of a list that is made long enough.
fn grown(list: &mut dyn List, index: usize) -> &mut dyn Value {
    while list.len() <= index {
        list.push();
    }
    list.item_mut(index)
}

/// Whether something stands at the target.
fn is_filled(input: &dyn Shape, target: &'static [Step], position: usize) -> bool {
    let [Step::Member(index), rest @ ..] = target else { return false };
    let mut value = input.get(*index);
    for step in rest {
        value = match (value.view(), step) {
            (View::Structure(shape), Step::Member(index)) => shape.get(*index),
            (View::List(list), Step::At(index)) => list.item(*index),
            (View::List(list), Step::Each) => list.item(position),
            _ => NO_VALUE,
        };
    }
    !value.view().is_null()
}

fn misfit(param: &Param, entity: &Entity, input: &dyn Shape) -> Error {
    let member = match param.target {
        [Step::Member(index), ..] => input.schema().members.get(*index).map_or("", |member| member.name),
        _ => "",
    };
    Error::validation(format!("{entity:?} does not fit `{member}`"))
}

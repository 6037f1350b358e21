//! Reading elements into shapes.

use super::element::Element;
use super::order::{self, Orders};
use super::reader::XmlReader;
use crate::protocol::failure::Failure;
use crate::protocol::read::{Members, same};
use crate::protocol::text;
use crate::reflect::{List, MapValue, Shape, Slot, Value, View};
use crate::schema::{Flags, MapType, Member, ShapeKind, Type};

/// What is done with an element that no member of the outermost structure is for; it is not left yet.
type Other<'f> = &'f mut dyn FnMut(&Element<'_>, &mut XmlReader<'_>) -> Result<(), Failure>;

/// Reads an event whose root element holds the members of `shape`.
pub(in crate::protocol) fn read_root(
    body: &[u8],
    shape: &mut dyn Shape,
    members: Members,
) -> Result<(), Failure> {
    let (mut reader, root) = XmlReader::open(body)?;
    read_structure(&mut reader, &root, shape, members)?;
    reader.finish()
}

/// Reads the content of an element into `shape`.
pub(in crate::protocol) fn read_structure(
    reader: &mut XmlReader<'_>,
    element: &Element<'_>,
    shape: &mut dyn Shape,
    members: Members,
) -> Result<(), Failure> {
    read_members(reader, element, shape, members, &mut |_, reader| reader.skip()).map(drop)
}

/// As [`read_structure`], with `other` taking the elements that are for no member. Whether there were elements of any
/// member.
pub(in crate::protocol) fn read_members(
    reader: &mut XmlReader<'_>,
    element: &Element<'_>,
    shape: &mut dyn Shape,
    members: Members,
    other: Other<'_>,
) -> Result<bool, Failure> {
    let schema = shape.schema();
    let union = schema.kind == ShapeKind::Union;
    // the members a union has been seen to hold; a flattened list comes in several elements
    let (mut held, mut present) = (None, 0);
    if !element.attributes.is_empty() {
        read_attributes(element, shape)?;
    }
    let slot = reader.orders.slot(schema);
    let mut last = None;
    while let Some(child) = reader.next_child()? {
        match find(schema.members, child.name(), slot, &mut last, &mut reader.orders) {
            Some((index, member)) if members == Members::All || member.location.is_in_response_body() => {
                if held != Some(index) {
                    (held, present) = (Some(index), present + 1);
                }
                read_member(reader, &child, member, shape.get_mut(index))
                    .map_err(|failure| failure.in_member(member.name))?;
            }
            _ => {
                if union {
                    shape.set_unknown(child.name());
                    present += 1;
                }
                other(&child, reader)?;
            }
        }
    }
    if union && present != 1 {
        return Err(reader.failure(format!("a `{}` must have one member, it has {present}", schema.name)));
    }
    Ok(held.is_some())
}

fn read_attributes(element: &Element<'_>, shape: &mut dyn Shape) -> Result<(), Failure> {
    for (index, member) in shape.schema().members.iter().enumerate() {
        if member.is(Flags::XML_ATTRIBUTE)
            && let Some(value) = element.attribute(member.wire)?
        {
            text::read(&value, shape.get_mut(index).slot())
                .map_err(|failure| failure.in_member(member.name))?;
        }
    }
    Ok(())
}

/// The name of the elements of `member`: a flattened list goes by the name of its items, if they have one.
#[inline]
fn element_name(member: &Member) -> &'static str {
    match member.ty {
        Type::List(list) if list.flattened && !list.item_wire.is_empty() => list.item_wire,
        _ => member.wire,
    }
}

/// The member whose elements are called `name`, most likely the one that came behind `last` before.
#[inline]
fn find(
    members: &'static [Member],
    name: &str,
    slot: order::Slot,
    last: &mut Option<usize>,
    orders: &mut Orders,
) -> Option<(usize, &'static Member)> {
    let is = |member: &Member| same(element_name(member), name) && !member.is(Flags::XML_ATTRIBUTE);
    let guess = orders.guess(slot, *last);
    let index = match members.get(guess) {
        Some(member) if is(member) => guess,
        _ => {
            // Behind the last one, or that one again: services send most in the order of the model.
            let (before, after) = members.split_at_checked(last.unwrap_or(0))?;
            let ahead = after.iter().position(is).map(|at| before.len() + at);
            let index = ahead.or_else(|| before.iter().position(is))?;
            orders.learn(slot, *last, index);
            index
        }
    };
    *last = Some(index);
    Some((index, members.get(index)?))
}

fn read_member(
    reader: &mut XmlReader<'_>,
    element: &Element<'_>,
    member: &Member,
    value: &mut dyn Value,
) -> Result<(), Failure> {
    match (&member.ty, value.slot()) {
        (Type::List(ty), Slot::List(list)) if ty.flattened => {
            let index = list.len();
            fill(reader, element, list.push(), &ty.item).map_err(|failure| failure.in_item(index))
        }
        (Type::Map(ty), Slot::Map(map)) if ty.flattened => read_entry(reader, map, ty),
        _ => fill(reader, element, value, &member.ty),
    }
}

/// Reads the content of `element` into `value`.
///
/// A number or timestamp of which nothing is said (`<Size/>`) is absent, where botocore fails: services write such
/// elements for what they do not know. Where nothing can be absent, in a list or map that is not sparse, it is an error.
pub(super) fn fill(
    reader: &mut XmlReader<'_>,
    element: &Element<'_>,
    value: &mut dyn Value,
    ty: &Type,
) -> Result<(), Failure> {
    match (value.slot(), ty) {
        (Slot::Structure(shape), _) => read_structure(reader, element, shape, Members::All),
        (Slot::List(list), Type::List(ty)) => read_list(reader, list, &ty.item),
        (Slot::Map(map), Type::Map(ty)) => {
            while reader.next_child()?.is_some() {
                read_entry(reader, map, ty)?;
            }
            Ok(())
        }
        (Slot::String(slot), _) => {
            *slot = reader.text()?.into_owned();
            Ok(())
        }
        (Slot::Enum(slot), _) => {
            slot.set(&reader.text()?);
            Ok(())
        }
        (Slot::None | Slot::Stream(_) | Slot::Events(_), _) => reader.skip(),
        (Slot::Boolean(slot), _) => {
            // Stricter than elsewhere, as botocore is: `<Flag>True</Flag>` is false.
            *slot = reader.text()? == "true";
            Ok(())
        }
        (slot, _) => {
            let content = reader.text()?;
            if !content.trim().is_empty() || matches!(slot, Slot::Blob(_)) {
                return text::read(&content, slot).map_err(|failure| reader.located(failure));
            }
            value.clear();
            match value.view() {
                View::Null => Ok(()),
                _ => Err(reader.failure("expected a value, found nothing")),
            }
        }
    }
}

/// Reads items; their elements may have any name.
fn read_list(reader: &mut XmlReader<'_>, list: &mut dyn List, item: &Type) -> Result<(), Failure> {
    while let Some(element) = reader.next_child()? {
        let index = list.len();
        fill(reader, &element, list.push(), item).map_err(|failure| failure.in_item(index))?;
    }
    Ok(())
}

/// Reads the key and the value of a map's entry, in either order.
fn read_entry(reader: &mut XmlReader<'_>, map: &mut dyn MapValue, ty: &MapType) -> Result<(), Failure> {
    let (key_wire, value_wire) = (ty.key_name(), ty.value_name());
    let (mut key, mut early) = (None, None);
    while let Some(element) = reader.next_child()? {
        if element.name() == key_wire {
            key = Some(reader.text()?);
        } else if element.name() == value_wire {
            match key.take() {
                Some(key) => read_value_at(&key, reader, &element, map, ty)?,
                None => {
                    early = Some((element, reader.mark()));
                    reader.skip()?;
                }
            }
        } else {
            reader.skip()?;
        }
    }
    match (key, early) {
        (Some(key), Some((element, mark))) => {
            reader.revisit(mark, |reader| read_value_at(&key, reader, &element, map, ty))
        }
        (None, Some(_)) => Err(reader.failure(format!("a `{value_wire}` without a `{key_wire}`"))),
        (_, None) => Ok(()),
    }
}

fn read_value_at(
    key: &str,
    reader: &mut XmlReader<'_>,
    element: &Element<'_>,
    map: &mut dyn MapValue,
    ty: &MapType,
) -> Result<(), Failure> {
    fill(reader, element, map.insert_default(key), &ty.value).map_err(|failure| failure.in_key(key))
}

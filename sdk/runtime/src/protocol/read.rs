//! Reading a body of JSON or CBOR into shapes, straight from the bytes: the walk that both have in common.

use super::failure::Failure;
use crate::reflect::{List, MapValue, Shape, Slot, Value};
use crate::schema::{Member, ShapeKind};
use crate::types::{Blob, Document, Timestamp};
use std::borrow::Cow;

/// How deep a body may nest. Shapes of real services stay below 50; each level takes a few hundred bytes of stack.
pub(super) const MAX_DEPTH: usize = 250;

/// How many keys of a map are expected in the one behind it.
const MAX_EXPECTED: usize = 64;

/// How often a list of maps is asked for their keys: where they differ again and again, no more are expected.
const MAX_LEARNED: u8 = 4;

/// A body, read value by value. Failures carry the offset.
///
/// A method that reads a scalar takes what its format has for it: a number also from the text of one, since some
/// services send that.
pub(super) trait ValueReader<'a> {
    /// What is known of a map or list that is being read.
    type Open;

    /// Takes the next key if it can be told at once that it is `expected`, which needs no escapes in any format.
    fn take_key(&mut self, _open: &mut Self::Open, _expected: &str) -> bool {
        false
    }
    /// Takes a null, if it comes next.
    fn take_null(&mut self) -> Result<bool, Failure>;
    /// Enters a map.
    fn open_map(&mut self) -> Result<Self::Open, Failure>;
    /// The next key; at the end of the map leaves it.
    fn next_key(&mut self, open: &mut Self::Open) -> Result<Option<Cow<'a, str>>, Failure>;
    /// Enters a list.
    fn open_list(&mut self) -> Result<Self::Open, Failure>;
    /// Whether there is another item; at the end of the list leaves it.
    fn next_item(&mut self, open: &mut Self::Open) -> Result<bool, Failure>;
    fn boolean(&mut self) -> Result<bool, Failure>;
    fn integer(&mut self) -> Result<i64, Failure>;
    fn float(&mut self) -> Result<f32, Failure>;
    fn double(&mut self) -> Result<f64, Failure>;
    fn string(&mut self) -> Result<Cow<'a, str>, Failure>;
    fn blob(&mut self) -> Result<Blob, Failure>;
    fn timestamp(&mut self) -> Result<Timestamp, Failure>;
    fn document(&mut self) -> Result<Document, Failure>;
    /// Leaves out a value of any kind.
    fn skip(&mut self) -> Result<(), Failure>;
    /// A failure at this place.
    fn failure(&self, message: impl Into<Cow<'static, str>>) -> Failure;
}

/// Which members of a structure the body holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Members {
    /// All: nested structures and protocols without bindings.
    All,
    /// Those that are nowhere else in the message.
    Body,
}

/// Reads what comes next, which is not null, into `value`.
pub(super) fn value<'a, S: ValueReader<'a>>(source: &mut S, value: &mut dyn Value) -> Result<(), Failure> {
    fill(source, value.slot())
}

fn fill<'a, S: ValueReader<'a>>(source: &mut S, slot: Slot<'_>) -> Result<(), Failure> {
    match slot {
        Slot::String(slot) => *slot = source.string()?.into_owned(),
        Slot::Structure(shape) => structure(source, shape, Members::All)?,
        Slot::List(slot) => list(source, slot)?,
        Slot::Map(slot) => map(source, slot)?,
        Slot::Enum(slot) => slot.set(&source.string()?),
        Slot::Boolean(slot) => *slot = source.boolean()?,
        Slot::Integer(slot) => *slot = source.integer()?,
        Slot::Float(slot) => *slot = source.float()?,
        Slot::Double(slot) => *slot = source.double()?,
        Slot::Blob(slot) => *slot = source.blob()?,
        Slot::Timestamp(slot) => *slot = source.timestamp()?,
        Slot::Document(slot) => *slot = source.document()?,
        Slot::None | Slot::Stream(_) | Slot::Events(_) => source.skip()?,
    }
    Ok(())
}

/// Reads a map into the members of `shape`. Unknown members and nulls are left out; a union must hold exactly one
/// member.
pub(super) fn structure<'a, S: ValueReader<'a>>(
    source: &mut S,
    shape: &mut dyn Shape,
    read: Members,
) -> Result<(), Failure> {
    let schema = shape.schema();
    let mut open = source.open_map()?;
    let mut guess = 0;
    let mut present = 0;
    while let Some(key) = source.next_key(&mut open)? {
        if source.take_null()? {
            continue;
        }
        match find(schema.members, &key, &mut guess) {
            Some((index, member)) if read == Members::All || member.location.is_in_response_body() => {
                value(source, shape.get_mut(index)).map_err(|failure| failure.in_member(member.name))?;
                present += 1;
            }
            _ => {
                source.skip()?;
                if key != "__type" {
                    shape.set_unknown(&key);
                    present += 1;
                }
            }
        }
    }
    if schema.kind == ShapeKind::Union && present != 1 {
        return Err(source.failure(format!("a `{}` must have one member, it has {present}", schema.name)));
    }
    Ok(())
}

/// The member called `key` on the wire. Services send members in the order of the model or nearly so, therefore the
/// search begins behind the last one found.
fn find(members: &'static [Member], key: &str, guess: &mut usize) -> Option<(usize, &'static Member)> {
    if let Some(member) = members.get(*guess).filter(|member| same(member.wire, key)) {
        *guess += 1;
        return Some((*guess - 1, member));
    }
    let (before, after) = members.split_at_checked(*guess)?;
    let index = match after.iter().position(|member| same(member.wire, key)) {
        Some(at) => before.len() + at,
        None => before.iter().position(|member| same(member.wire, key))?,
    };
    *guess = index + 1;
    Some((index, members.get(index)?))
}

/// Whether two names are the same. Most that are not differ in their first byte, which costs no call.
#[inline(always)]
pub(super) fn same(one: &str, other: &str) -> bool {
    one.len() == other.len() && one.as_bytes().first() == other.as_bytes().first() && one == other
}

fn list<'a, S: ValueReader<'a>>(source: &mut S, list: &mut dyn List) -> Result<(), Failure> {
    list.clear();
    let mut open = source.open_list()?;
    let mut index = 0;
    let mut keys = Keys::default();
    while source.next_item(&mut open)? {
        if source.take_null()? {
            list.push_null();
        } else {
            let read = match list.push().slot() {
                Slot::Map(slot) => alike(source, slot, &mut keys),
                slot => fill(source, slot),
            };
            read.map_err(|failure| failure.in_item(index))?;
        }
        index += 1;
    }
    Ok(())
}

fn map<'a, S: ValueReader<'a>>(source: &mut S, map: &mut dyn MapValue) -> Result<(), Failure> {
    map.clear();
    let mut open = source.open_map()?;
    rest_of_map(source, map, &mut open, Seen::default())
}

/// Reads a map that most likely has the keys of the one before it, in the same order.
fn alike<'a, S: ValueReader<'a>>(
    source: &mut S,
    map: &mut dyn MapValue,
    keys: &mut Keys,
) -> Result<(), Failure> {
    map.clear();
    map.reserve(keys.expected.len());
    let mut open = source.open_map()?;
    let mut taken = 0;
    while let Some(key) = keys.expected.get(taken).filter(|key| source.take_key(&mut open, key)) {
        taken += 1;
        match source.take_null()? {
            true => map.insert_null(key),
            // All before it are keys of one map, and it is another of them.
            false => value(source, map.push_default(key)).map_err(|failure| failure.in_key(key))?,
        }
    }
    let mut seen = Seen::default();
    for key in keys.expected.iter().take(taken) {
        seen.is_new(key);
    }
    rest_of_map(source, map, &mut open, seen)?;
    if taken < map.len() && keys.learned < MAX_LEARNED {
        keys.learn(map);
    }
    Ok(())
}

/// Reads the entries of a map that are still to come.
fn rest_of_map<'a, S: ValueReader<'a>>(
    source: &mut S,
    map: &mut dyn MapValue,
    open: &mut S::Open,
    mut seen: Seen,
) -> Result<(), Failure> {
    while let Some(key) = source.next_key(open)? {
        let new = seen.is_new(&key);
        if source.take_null()? {
            map.insert_null(&key);
            continue;
        }
        let item = if new { map.push_default(&key) } else { map.insert_default(&key) };
        value(source, item).map_err(|failure| failure.in_key(&key))?;
    }
    Ok(())
}

/// The keys of a map in a list. Maps in a list tend to be alike: the items of a table.
#[derive(Default)]
struct Keys {
    expected: Vec<String>,
    learned: u8,
}

impl Keys {
    /// Takes those of `map`; of a long one some, and up to the first that would not stand in a body as it is.
    fn learn(&mut self, map: &dyn MapValue) {
        let plain = |key: &&str| !key.bytes().any(|byte| matches!(byte, b'"' | b'\\' | 0..0x20));
        let keys = (0..map.len().min(MAX_EXPECTED)).map(|index| map.entry(index).0);
        self.expected.clear();
        self.expected.extend(keys.take_while(plain).map(str::to_owned));
        self.learned += 1;
    }
}

/// What keys of a map have come: one of 256 bits for each, so that hardly any is looked for among those before it.
#[derive(Default)]
struct Seen([u64; 4]);

impl Seen {
    /// Whether `key` has surely not come before.
    #[inline]
    fn is_new(&mut self, key: &str) -> bool {
        let bytes = key.as_bytes();
        let word = |chunk: Option<&[u8; 8]>| chunk.map(|chunk| u64::from_le_bytes(*chunk));
        let (first, last) = match (word(bytes.first_chunk()), word(bytes.last_chunk())) {
            (Some(first), Some(last)) => (first, last),
            _ => (bytes.iter().fold(0, |word, byte| word << 8 | u64::from(*byte)), 0),
        };
        // the fractional part of the golden ratio: it spreads over all bits what differs in some
        let spread = (first ^ last.rotate_left(29) ^ bytes.len() as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let bit = 1 << (spread >> 58);
        let Some(word) = self.0.get_mut((spread >> 56 & 3) as usize) else { return false };
        let new = *word & bit == 0;
        *word |= bit;
        new
    }
}

//! Copying by reflection, between values of one type or of types that are alike.

use super::{Shape, Slot, Value, View};

/// A copy of a structure: how generated structures are cloned. The clone of a stream that can be read only once holds no
/// bytes, that of an event stream no events: to read one, or to send it, is an error.
///
/// A derived clone would be a body with a call for each member, in every structure of every service crate.
pub fn clone<T: Shape + Default>(from: &T) -> T {
    let mut to = T::default();
    copy_members(from, &mut to);
    to
}

/// Copies what `from` shows into `to`, in place of what is there. `false` if it does not fit.
pub(crate) fn copy(from: View<'_>, to: Slot<'_>) -> bool {
    match (from, to) {
        (View::Boolean(value), Slot::Boolean(to)) => *to = value,
        (View::Integer(value), Slot::Integer(to)) => *to = value,
        (View::Float(value), Slot::Float(to)) => *to = value,
        (View::Float(value), Slot::Double(to)) => *to = f64::from(value),
        (View::Double(value), Slot::Double(to)) => *to = value,
        (View::String(text), Slot::String(to)) => text.clone_into(to),
        (View::String(text), Slot::Enum(to)) => to.set(text),
        (View::Blob(bytes), Slot::Blob(to)) => to.clone_from(bytes),
        (View::Timestamp(time), Slot::Timestamp(to)) => *to = time,
        (View::Document(document), Slot::Document(to)) => to.clone_from(document),
        (View::Stream(stream), Slot::Stream(to)) => to.clone_from(stream),
        (View::Events, Slot::Events(to)) => to.bind_clone(),
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
        if view.is_null() || matches!(view, View::Stream(stream) if stream.is_absent()) {
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

/// Appends the items of a list or the entries of a map; anything else is copied. What is at a key already and has parts
/// gets those of the new value, as where dictionaries are merged. `false` if it does not fit.
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
                    view => {
                        let fits = match to.find_mut(key) {
                            Some(there) => merge(view, there),
                            None => copy(view, to.push_default(key).slot()),
                        };
                        if !fits {
                            return false;
                        }
                    }
                }
            }
        }
        (from, to) => return copy(from, to),
    }
    true
}

/// Adds the parts of a structure, list or map to those that are there; anything else is replaced.
fn merge(from: View<'_>, to: &mut dyn Value) -> bool {
    match (from, to.view()) {
        (View::Structure(from), View::Structure(_)) => match to.slot() {
            Slot::Structure(to) => {
                merge_members(from, to);
                true
            }
            _ => false,
        },
        _ => append(from, to.slot()),
    }
}

/// Merges the members of `from` into those of a structure of the same type.
fn merge_members(from: &dyn Shape, to: &mut dyn Shape) {
    for index in 0..from.schema().members.len() {
        let view = from.get(index).view();
        if !view.is_null() {
            merge(view, to.get_mut(index));
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use crate::reflect::Value;
    use crate::testing::{Choice, Everything, StreamPayload};
    use crate::types::{Blob, Boxed, ByteStream, Map};
    use bytes::Bytes;

    #[test]
    fn what_is_there_but_empty_is_there_in_a_clone() {
        let original = Everything {
            text: Some(String::new()),
            strings: Some(Vec::new()),
            sparse: Some(vec![None]),
            nested_list: Some(vec![Vec::new()]),
            map: Some(Map::new()),
            child: Some(Boxed::new(Everything::default())),
            choice: Some(Choice::Unknown(String::new())),
            ..Everything::default()
        };
        let clone = original.clone();
        assert_eq!(clone, original);
        assert!(clone.strings.is_some() && clone.map.is_some() && clone.child.is_some());
        assert_eq!(clone.sparse, Some(vec![None]));
        assert_eq!((clone.flag, clone.document), (None, None));
    }

    #[test]
    fn what_is_at_a_key_gets_the_parts_of_the_new_value() {
        let entry = |text: Option<&str>, flag, strings: &[&str]| Everything {
            text: text.map(str::to_owned),
            flag,
            strings: Some(strings.iter().map(|text| (*text).to_owned()).collect()),
            ..Everything::default()
        };
        let mut to = Map::from([("a", entry(Some("old"), Some(true), &["x"]))]);
        let from = Map::from([("a", entry(Some("new"), None, &["y"])), ("b", entry(None, None, &[]))]);
        assert!(super::append(from.view(), to.slot()));
        assert_eq!(to["a"], entry(Some("new"), Some(true), &["x", "y"]));
        assert_eq!(to["b"], entry(None, None, &[]));
    }

    #[test]
    fn clones_share_blobs() {
        let bytes = Bytes::from(vec![1, 2, 3]);
        let original = Everything { blob: Some(Blob::from(bytes.clone())), ..Everything::default() };
        let clone = original.clone().blob.unwrap().into_bytes();
        assert_eq!(clone.as_ptr(), bytes.as_ptr());
    }

    #[test]
    fn streams_are_cloned_if_they_can_be_read_again() {
        let original = StreamPayload { body: ByteStream::from("text") };
        assert_eq!(original.clone().body.as_bytes().unwrap(), "text");
        assert!(StreamPayload::default().clone().body.is_absent());
    }

    #[tokio::test]
    async fn the_clone_of_a_stream_that_is_read_once_says_so() {
        let once = ByteStream::from_stream(ByteStream::from("text"), None);
        let original = StreamPayload { body: once };
        let clone = original.clone().clone();
        assert!(!clone.body.is_absent());
        assert!(format!("{clone:?}").contains("clone of a stream"), "{clone:?}");
        let error = clone.body.collect().await.unwrap_err();
        assert!(error.to_string().contains("a clone of a stream"), "{error}");
        assert_eq!(original.body.collect().await.unwrap(), "text");
    }
}

//! [`Value`]: one member of a shape, seen as a [`View`] or written through a [`Slot`].

use super::{EnumValue, Shape};
use super::{EventStream, EventStreamSlot};
use crate::data::{Blob, Boxed, ByteStream, Document, Map, Timestamp};
use std::any::Any;
use std::ops::Range;

/// Any value a member can hold.
pub trait Value: Any + Send + Sync {
    /// What is there, to read.
    fn view(&self) -> View<'_>;
    /// Where to write. An absent optional value is filled with its default first, so ask only when there is
    /// something to write.
    fn slot(&mut self) -> Slot<'_>;
    /// Makes the value absent where it can be.
    fn clear(&mut self) {}
    /// Whether a list or map of this type can hold an absent item (`sparse` lists: `Vec<Option<T>>`).
    fn nullable() -> bool
    where
        Self: Sized,
    {
        false
    }
}

/// A value, borrowed to read. Enums show as [`View::String`].
#[derive(Clone, Copy)]
pub enum View<'a> {
    /// Absent.
    Null,
    /// A boolean.
    Boolean(bool),
    /// `integer` and `long`.
    Integer(i64),
    /// A 32-bit float.
    Float(f32),
    /// A 64-bit float.
    Double(f64),
    /// A string or an enum.
    String(&'a str),
    /// Bytes.
    Blob(&'a Blob),
    /// An instant.
    Timestamp(Timestamp),
    /// Free JSON.
    Document(&'a Document),
    /// A list.
    List(&'a dyn List),
    /// A map with string keys.
    Map(&'a dyn MapValue),
    /// A structure or union.
    Structure(&'a dyn Shape),
    /// A streaming body.
    Stream(&'a ByteStream),
    /// An output event stream: read by its own methods only.
    Events,
}

impl View<'_> {
    /// Whether nothing is there.
    pub fn is_null(&self) -> bool {
        matches!(self, View::Null)
    }
}

/// A value, borrowed to write.
pub enum Slot<'a> {
    /// Nothing to write to.
    None,
    /// A boolean.
    Boolean(&'a mut bool),
    /// `integer` and `long`.
    Integer(&'a mut i64),
    /// A 32-bit float.
    Float(&'a mut f32),
    /// A 64-bit float.
    Double(&'a mut f64),
    /// A string.
    String(&'a mut String),
    /// An enum.
    Enum(&'a mut dyn EnumValue),
    /// Bytes.
    Blob(&'a mut Blob),
    /// An instant.
    Timestamp(&'a mut Timestamp),
    /// Free JSON.
    Document(&'a mut Document),
    /// A list.
    List(&'a mut dyn List),
    /// A map with string keys.
    Map(&'a mut dyn MapValue),
    /// A structure or union.
    Structure(&'a mut dyn Shape),
    /// A streaming body.
    Stream(&'a mut ByteStream),
    /// An output event stream, to be bound to a response body.
    Events(&'a mut dyn EventStreamSlot),
}

/// A list of values of one type.
pub trait List: Send + Sync {
    /// How many items there are.
    fn len(&self) -> usize;
    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// Item `index`, or [`NO_VALUE`] past the end.
    fn item(&self, index: usize) -> &dyn Value;
    /// Item `index`, to change; past the end a value that ignores what is written.
    fn item_mut(&mut self, index: usize) -> &mut dyn Value;
    /// Appends a default item and hands it out to be written.
    fn push(&mut self) -> &mut dyn Value;
    /// Appends an absent item; a list that is not sparse has no room for it and leaves it out.
    fn push_null(&mut self);
    /// Keeps the items in `range` alone.
    fn keep(&mut self, range: Range<usize>);
    /// Drops the items.
    fn clear(&mut self);
}

/// A map from strings to values of one type, in insertion order.
pub trait MapValue: Send + Sync {
    /// How many entries there are.
    fn len(&self) -> usize;
    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// Entry `index` in insertion order; past the end an empty key with [`NO_VALUE`].
    fn entry(&self, index: usize) -> (&str, &dyn Value);
    /// The value at `key`.
    fn find(&self, key: &str) -> Option<&dyn Value>;
    /// The value at `key`, to change.
    fn find_mut(&mut self, key: &str) -> Option<&mut dyn Value>;
    /// Makes room for `additional` entries: a hint.
    fn reserve(&mut self, additional: usize);
    /// Inserts a default value at `key` (replacing what was there) and hands it out to be written.
    fn insert_default(&mut self, key: &str) -> &mut dyn Value;
    /// As [`insert_default`](Self::insert_default), where the caller knows that `key` is not there yet.
    fn push_default(&mut self, key: &str) -> &mut dyn Value;
    /// Inserts an absent value at `key`; a map that is not sparse leaves it out.
    fn insert_null(&mut self, key: &str);
    /// Keeps the entries in `range` alone.
    fn keep(&mut self, range: Range<usize>);
    /// Drops the entries.
    fn clear(&mut self);
}

/// The value that is never there: what an index past the end shows.
pub const NO_VALUE: &dyn Value = &();

/// A place to write to where there is none: what a structure without members lends.
pub fn no_value_mut() -> &'static mut dyn Value {
    // `()` has no size, so that this allocates nothing
    Box::leak(Box::new(()))
}

impl Value for () {
    fn view(&self) -> View<'_> {
        View::Null
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::None
    }
}

/// Scalars: the view is a copy, the slot is the value itself.
macro_rules! scalar {
    ($($type:ty: |$value:ident| $view:expr, $slot:ident;)*) => {$(
        impl Value for $type {
            #[inline]
            fn view(&self) -> View<'_> {
                let $value = self;
                $view
            }
            #[inline]
            fn slot(&mut self) -> Slot<'_> {
                Slot::$slot(self)
            }
        }
    )*};
}

scalar! {
    bool: |value| View::Boolean(*value), Boolean;
    i64: |value| View::Integer(*value), Integer;
    f32: |value| View::Float(*value), Float;
    f64: |value| View::Double(*value), Double;
    String: |value| View::String(value), String;
    Blob: |value| View::Blob(value), Blob;
    Timestamp: |value| View::Timestamp(*value), Timestamp;
    Document: |value| View::Document(value), Document;
    ByteStream: |value| View::Stream(value), Stream;
}

impl<T: Shape> Value for T {
    #[inline]
    fn view(&self) -> View<'_> {
        View::Structure(self)
    }
    #[inline]
    fn slot(&mut self) -> Slot<'_> {
        Slot::Structure(self)
    }
}

impl<T: Shape> Value for Boxed<T> {
    #[inline]
    fn view(&self) -> View<'_> {
        View::Structure(&**self)
    }
    #[inline]
    fn slot(&mut self) -> Slot<'_> {
        Slot::Structure(&mut **self)
    }
}

impl<T: Shape> Value for EventStream<T> {
    fn view(&self) -> View<'_> {
        if self.is_bound() { View::Events } else { View::Null }
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::Events(self)
    }
}

impl<T: Value + Default> Value for Option<T> {
    #[inline]
    fn view(&self) -> View<'_> {
        match self {
            Some(value) => value.view(),
            None => View::Null,
        }
    }
    #[inline]
    fn slot(&mut self) -> Slot<'_> {
        self.get_or_insert_default().slot()
    }
    #[inline]
    fn clear(&mut self) {
        *self = None;
    }
    fn nullable() -> bool {
        true
    }
}

impl<T: Value + Default> Value for Vec<T> {
    #[inline]
    fn view(&self) -> View<'_> {
        View::List(self)
    }
    #[inline]
    fn slot(&mut self) -> Slot<'_> {
        Slot::List(self)
    }
}

impl<T: Value + Default> List for Vec<T> {
    #[inline]
    fn len(&self) -> usize {
        Vec::len(self)
    }
    #[inline]
    fn item(&self, index: usize) -> &dyn Value {
        match <[T]>::get(self, index) {
            Some(item) => item,
            None => NO_VALUE,
        }
    }
    #[inline]
    fn item_mut(&mut self, index: usize) -> &mut dyn Value {
        match <[T]>::get_mut(self, index) {
            Some(item) => item,
            // A value without size: nothing is allocated, so nothing leaks.
            None => Box::leak(Box::new(())),
        }
    }
    #[inline]
    fn push(&mut self) -> &mut dyn Value {
        let at = self.len();
        Vec::push(self, T::default());
        &mut self[at]
    }
    #[inline]
    fn push_null(&mut self) {
        if T::nullable() {
            Vec::push(self, T::default());
        }
    }
    fn keep(&mut self, range: Range<usize>) {
        self.truncate(range.end);
        self.drain(..range.start.min(self.len()));
    }
    #[inline]
    fn clear(&mut self) {
        Vec::clear(self);
    }
}

impl<T: Value + Default> Value for Map<T> {
    #[inline]
    fn view(&self) -> View<'_> {
        View::Map(self)
    }
    #[inline]
    fn slot(&mut self) -> Slot<'_> {
        Slot::Map(self)
    }
}

impl<T: Value + Default> MapValue for Map<T> {
    #[inline]
    fn len(&self) -> usize {
        Map::len(self)
    }
    #[inline]
    fn entry(&self, index: usize) -> (&str, &dyn Value) {
        match self.get_index(index) {
            Some((key, value)) => (key, value),
            None => ("", NO_VALUE),
        }
    }
    #[inline]
    fn find(&self, key: &str) -> Option<&dyn Value> {
        self.get(key).map(|value| value as &dyn Value)
    }
    #[inline]
    fn find_mut(&mut self, key: &str) -> Option<&mut dyn Value> {
        self.get_mut(key).map(|value| value as &mut dyn Value)
    }
    #[inline]
    fn reserve(&mut self, additional: usize) {
        Map::reserve(self, additional);
    }
    #[inline]
    fn insert_default(&mut self, key: &str) -> &mut dyn Value {
        self.insert_mut(key, T::default())
    }
    #[inline]
    fn push_default(&mut self, key: &str) -> &mut dyn Value {
        self.push_mut(key, T::default())
    }
    #[inline]
    fn insert_null(&mut self, key: &str) {
        if T::nullable() {
            self.insert_mut(key, T::default());
        }
    }
    fn keep(&mut self, range: Range<usize>) {
        Map::keep(self, range);
    }
    #[inline]
    fn clear(&mut self) {
        Map::clear(self);
    }
}

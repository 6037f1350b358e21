//! Lists, sets and maps, element by element.

use super::Value;
use super::key::KeyDeserializer;
use crate::error::Failure;
use crate::source::{Bytes, Source};
use serde::de::value::SeqDeserializer;
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

/// The elements of a list or of a set.
pub(super) struct Elements<I> {
    iter: I,
    read: usize,
}

impl<I> Elements<I> {
    /// Hands the elements to `visitor`, which has to take all.
    pub(super) fn visit<'de, V>(iter: I, visitor: V) -> Result<V::Value, Failure>
    where
        I: ExactSizeIterator<Item: Deserializer<'de, Error = Failure>>,
        V: Visitor<'de>,
    {
        let mut elements = Elements { iter, read: 0 };
        let value = visitor.visit_seq(&mut elements)?;
        match elements.iter.len() {
            0 => Ok(value),
            more => {
                let read = elements.read;
                Err(Failure::new(format!("expected {read} elements, found {}", read + more)))
            }
        }
    }
}

impl<'de, I> SeqAccess<'de> for &mut Elements<I>
where
    I: ExactSizeIterator<Item: Deserializer<'de, Error = Failure>>,
{
    type Error = Failure;

    #[inline]
    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Failure> {
        let Some(element) = self.iter.next() else { return Ok(None) };
        let index = self.read;
        self.read += 1;
        match seed.deserialize(element) {
            Ok(value) => Ok(Some(value)),
            Err(failure) => Err(failure.at_index(index)),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.iter.len())
    }
}

/// Bytes in a set of such: a `Vec<u8>`, which asks for a list, gets them as well.
pub(super) struct InBinarySet<B>(pub(super) B);

impl<'de, B: Bytes<'de>> Deserializer<'de> for InBinarySet<B> {
    type Error = Failure;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.0.visit(visitor)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_seq(SeqDeserializer::new(self.0.as_ref().iter().copied()))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Failure> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_newtype_struct<V>(self, _: &'static str, visitor: V) -> Result<V::Value, Failure>
    where
        V: Visitor<'de>,
    {
        visitor.visit_newtype_struct(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
        unit_struct tuple_struct map struct enum identifier ignored_any
    }
}

/// The entries of a map.
pub(super) struct Fields<'de, S: Source<'de>> {
    entries: S::Entries,
    /// The entry whose key was read.
    entry: Option<(S::Key, S)>,
}

impl<'de, S: Source<'de>> Fields<'de, S> {
    /// Hands the entries to `visitor`.
    #[inline]
    pub(super) fn visit<V: Visitor<'de>>(entries: S::Entries, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_map(Self { entries, entry: None })
    }
}

impl<'de, S: Source<'de>> MapAccess<'de> for Fields<'de, S> {
    type Error = Failure;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Failure> {
        self.entry = self.entries.next();
        match &self.entry {
            Some((key, _)) => seed.deserialize(KeyDeserializer(key)).map(Some),
            None => Ok(None),
        }
    }

    #[inline]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Failure> {
        let Some((key, value)) = self.entry.take() else {
            return Err(Failure::new("a value of a map was asked for before its key"));
        };
        match seed.deserialize(Value::<S>(value.open())) {
            Ok(value) => Ok(value),
            Err(failure) => Err(failure.at_key(key.as_ref())),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.entries.len())
    }
}

//! Lists, maps and structures, element by element.

use super::{key::KeySerializer, single, write};
use crate::attribute::{Attribute, Parts};
use crate::error::Failure;
use serde::ser::{
    Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant,
};
use tucuxi::types::Map;

/// The most elements that memory is taken for before they come.
const MOST_FORESEEN: usize = 4_096;

/// A list to be.
pub(crate) struct List<A>(Vec<A>);

impl<A: Attribute> List<A> {
    pub(super) fn new(length: usize) -> Self {
        Self(Vec::with_capacity(length.min(MOST_FORESEEN)))
    }

    #[inline]
    fn push<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Failure> {
        match write(value) {
            Ok(value) => self.0.push(value),
            Err(failure) => return Err(failure.at_index(self.0.len())),
        }
        Ok(())
    }

    fn finish(self) -> A {
        A::from_parts(Parts::L(self.0))
    }
}

/// A map to be.
pub(crate) struct Entries<A> {
    map: Map<A>,
    /// The key whose value comes next.
    key: Option<String>,
}

impl<A: Attribute> Entries<A> {
    #[inline]
    pub(super) fn new(length: usize) -> Self {
        Self { map: Map::with_capacity(length.min(MOST_FORESEEN)), key: None }
    }

    #[inline]
    fn put<T: Serialize + ?Sized>(&mut self, key: &str, value: &T) -> Result<(), Failure> {
        match write(value) {
            Ok(value) => self.map.insert_mut(key, value),
            Err(failure) => return Err(failure.at_key(key)),
        };
        Ok(())
    }

    #[inline]
    fn finish(self) -> A {
        A::from_parts(Parts::M(self.map))
    }
}

/// A list or a map under the name of a variant.
pub(crate) struct InVariant<Inner> {
    pub(super) variant: &'static str,
    pub(super) inner: Inner,
}

impl<A: Attribute> SerializeSeq for List<A> {
    type Ok = A;
    type Error = Failure;
    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Failure> {
        self.push(value)
    }
    fn end(self) -> Result<A, Failure> {
        Ok(self.finish())
    }
}

impl<A: Attribute> SerializeTuple for List<A> {
    type Ok = A;
    type Error = Failure;
    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Failure> {
        self.push(value)
    }
    fn end(self) -> Result<A, Failure> {
        Ok(self.finish())
    }
}

impl<A: Attribute> SerializeTupleStruct for List<A> {
    type Ok = A;
    type Error = Failure;
    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Failure> {
        self.push(value)
    }
    fn end(self) -> Result<A, Failure> {
        Ok(self.finish())
    }
}

impl<A: Attribute> SerializeTupleVariant for InVariant<List<A>> {
    type Ok = A;
    type Error = Failure;
    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Failure> {
        self.inner.push(value).map_err(|failure| failure.at_key(self.variant))
    }
    fn end(self) -> Result<A, Failure> {
        Ok(single(self.variant, self.inner.finish()))
    }
}

impl<A: Attribute> SerializeMap for Entries<A> {
    type Ok = A;
    type Error = Failure;
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Failure> {
        self.key = Some(key.serialize(KeySerializer)?);
        Ok(())
    }
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Failure> {
        match self.key.take() {
            Some(key) => self.put(&key, value),
            None => Err(Failure::new("a value of a map came before its key")),
        }
    }
    fn end(self) -> Result<A, Failure> {
        Ok(self.finish())
    }
}

impl<A: Attribute> SerializeStruct for Entries<A> {
    type Ok = A;
    type Error = Failure;
    #[inline]
    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), Failure> {
        self.put(key, value)
    }
    #[inline]
    fn end(self) -> Result<A, Failure> {
        Ok(self.finish())
    }
}

impl<A: Attribute> SerializeStructVariant for InVariant<Entries<A>> {
    type Ok = A;
    type Error = Failure;
    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), Failure> {
        self.inner.put(key, value).map_err(|failure| failure.at_key(self.variant))
    }
    fn end(self) -> Result<A, Failure> {
        Ok(single(self.variant, self.inner.finish()))
    }
}

//! [`ValueSerializer`]: a value of any type into an attribute value, without anything in between.

mod compound;
mod key;
mod set;

use crate::attribute::{Attribute, Parts};
use crate::decimal::{checked, float_text};
use crate::error::Failure;
use crate::tokens;
use compound::{Entries, InVariant, List};
use serde::ser::{Serialize, Serializer};
use std::marker::PhantomData;
use tucuxi::types::Map;

/// Writes one value.
pub(crate) struct ValueSerializer<A>(PhantomData<A>);

impl<A> ValueSerializer<A> {
    #[inline]
    pub(crate) fn new() -> Self {
        Self(PhantomData)
    }
}

/// The attribute value of `value`.
#[inline]
pub(crate) fn write<A: Attribute, T: Serialize + ?Sized>(value: &T) -> Result<A, Failure> {
    value.serialize(ValueSerializer::new())
}

#[inline]
fn number<A: Attribute>(text: impl ToString) -> Result<A, Failure> {
    Ok(A::from_parts(Parts::N(text.to_string())))
}

/// A number that may have too many digits.
fn wide_number<A: Attribute>(text: String) -> Result<A, Failure> {
    checked(&text).map_err(Failure::new)?;
    Ok(A::from_parts(Parts::N(text)))
}

/// `{name: value}`
fn single<A: Attribute>(name: &str, value: A) -> A {
    let mut map = Map::with_capacity(1);
    map.insert_mut(name, value);
    A::from_parts(Parts::M(map))
}

macro_rules! numbers {
    ($($method:ident $integer:ident)*) => {$(
        #[inline]
        fn $method(self, value: $integer) -> Result<A, Failure> {
            number(value)
        }
    )*};
}

impl<A: Attribute> Serializer for ValueSerializer<A> {
    type Ok = A;
    type Error = Failure;
    type SerializeSeq = List<A>;
    type SerializeTuple = List<A>;
    type SerializeTupleStruct = List<A>;
    type SerializeTupleVariant = InVariant<List<A>>;
    type SerializeMap = Entries<A>;
    type SerializeStruct = Entries<A>;
    type SerializeStructVariant = InVariant<Entries<A>>;

    numbers!(
        serialize_i8 i8
        serialize_i16 i16
        serialize_i32 i32
        serialize_i64 i64
        serialize_u8 u8
        serialize_u16 u16
        serialize_u32 u32
        serialize_u64 u64
    );

    #[inline]
    fn serialize_bool(self, value: bool) -> Result<A, Failure> {
        Ok(A::from_parts(Parts::Bool(value)))
    }

    fn serialize_i128(self, value: i128) -> Result<A, Failure> {
        wide_number(value.to_string())
    }

    fn serialize_u128(self, value: u128) -> Result<A, Failure> {
        wide_number(value.to_string())
    }

    fn serialize_f32(self, value: f32) -> Result<A, Failure> {
        Ok(A::from_parts(Parts::N(float_text(value).map_err(Failure::new)?)))
    }

    fn serialize_f64(self, value: f64) -> Result<A, Failure> {
        Ok(A::from_parts(Parts::N(float_text(value).map_err(Failure::new)?)))
    }

    fn serialize_char(self, value: char) -> Result<A, Failure> {
        Ok(A::from_parts(Parts::S(value.to_string())))
    }

    #[inline]
    fn serialize_str(self, value: &str) -> Result<A, Failure> {
        Ok(A::from_parts(Parts::S(value.to_owned())))
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<A, Failure> {
        Ok(A::from_parts(Parts::B(value.into())))
    }

    fn serialize_none(self) -> Result<A, Failure> {
        Ok(A::from_parts(Parts::Null))
    }

    #[inline]
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<A, Failure> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<A, Failure> {
        Ok(A::from_parts(Parts::Null))
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<A, Failure> {
        Ok(A::from_parts(Parts::Null))
    }

    #[inline]
    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<A, Failure> {
        self.serialize_str(variant)
    }

    #[inline]
    fn serialize_newtype_struct<T>(self, name: &'static str, value: &T) -> Result<A, Failure>
    where
        T: Serialize + ?Sized,
    {
        let written: A = value.serialize(self)?;
        match name {
            tokens::NUMBER => match written.into_parts() {
                Parts::S(text) => wide_number(text),
                other => Ok(A::from_parts(other)),
            },
            tokens::STRING_SET | tokens::NUMBER_SET | tokens::BINARY_SET => set::of(name, written),
            _ => Ok(written),
        }
    }

    fn serialize_newtype_variant<T>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<A, Failure>
    where
        T: Serialize + ?Sized,
    {
        match value.serialize(self) {
            Ok(value) => Ok(single(variant, value)),
            Err(failure) => Err(failure.at_key(variant)),
        }
    }

    fn serialize_seq(self, length: Option<usize>) -> Result<List<A>, Failure> {
        Ok(List::new(length.unwrap_or(0)))
    }

    fn serialize_tuple(self, length: usize) -> Result<List<A>, Failure> {
        Ok(List::new(length))
    }

    fn serialize_tuple_struct(self, _: &'static str, length: usize) -> Result<List<A>, Failure> {
        Ok(List::new(length))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        length: usize,
    ) -> Result<InVariant<List<A>>, Failure> {
        Ok(InVariant { variant, inner: List::new(length) })
    }

    fn serialize_map(self, length: Option<usize>) -> Result<Entries<A>, Failure> {
        Ok(Entries::new(length.unwrap_or(0)))
    }

    #[inline]
    fn serialize_struct(self, _: &'static str, length: usize) -> Result<Entries<A>, Failure> {
        Ok(Entries::new(length))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        length: usize,
    ) -> Result<InVariant<Entries<A>>, Failure> {
        Ok(InVariant { variant, inner: Entries::new(length) })
    }
}

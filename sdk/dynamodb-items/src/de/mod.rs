//! [`Value`]: an attribute value into a value of any type.

mod access;
mod key;
mod numbers;
mod variant;

use crate::attribute::Parts;
use crate::error::Failure;
use crate::source::{Bytes as _, Open, Source, Text as _};
use crate::tokens;
use access::{Elements, Fields};
use numbers::{any_number, float, whole};
use serde::de::{Deserialize, Deserializer, Visitor};
use variant::{Exact, Variant};

/// Reads one value.
pub(crate) struct Value<'de, S: Source<'de>>(pub(crate) Open<'de, S>);

/// The `T` that stands in `parts`.
#[inline]
pub(crate) fn read<'de, S: Source<'de>, T: Deserialize<'de>>(parts: Open<'de, S>) -> Result<T, Failure> {
    T::deserialize(Value::<S>(parts))
}

impl<'de, S: Source<'de>> Value<'de, S> {
    /// That something else was expected.
    #[cold]
    fn mismatch<T>(self, expected: &str) -> Result<T, Failure> {
        Err(Failure::mismatch(expected, self.0.type_name()))
    }

    /// The elements of a list or of a set.
    fn elements<V: Visitor<'de>>(self, visitor: V, expected: &str) -> Result<V::Value, Failure> {
        match self.0 {
            Parts::L(list) => Elements::visit(list.map(|item| Value::<S>(item.open())), visitor),
            Parts::Ss(texts) => Elements::visit(texts.map(|text| Value::<S>(Parts::S(text))), visitor),
            Parts::Ns(texts) => Elements::visit(texts.map(|text| Value::<S>(Parts::N(text))), visitor),
            Parts::Bs(blobs) => Elements::visit(blobs.map(access::InBinarySet), visitor),
            other @ Parts::B(_) => Err(Failure::new(format!(
                "expected {expected}, found {}; for bytes, use `Blob` or `serde_bytes`",
                other.type_name()
            ))),
            other => Self(other).mismatch(expected),
        }
    }
}

macro_rules! numbers {
    ($($method:ident $visit:ident $ty:ident $read:ident)*) => {$(
        #[inline]
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
            match self.0 {
                Parts::N(text) => visitor.$visit($read::<$ty>(text.as_ref(), stringify!($ty))?),
                other => Self(other).mismatch("a number"),
            }
        }
    )*};
}

impl<'de, S: Source<'de>> Deserializer<'de> for Value<'de, S> {
    type Error = Failure;

    numbers!(
        deserialize_i8 visit_i8 i8 whole
        deserialize_i16 visit_i16 i16 whole
        deserialize_i32 visit_i32 i32 whole
        deserialize_i64 visit_i64 i64 whole
        deserialize_i128 visit_i128 i128 whole
        deserialize_u8 visit_u8 u8 whole
        deserialize_u16 visit_u16 u16 whole
        deserialize_u32 visit_u32 u32 whole
        deserialize_u64 visit_u64 u64 whole
        deserialize_u128 visit_u128 u128 whole
        deserialize_f32 visit_f32 f32 float
        deserialize_f64 visit_f64 f64 float
    );

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self.0 {
            Parts::S(text) => text.visit(visitor),
            Parts::N(text) => any_number(text, visitor),
            Parts::B(bytes) => bytes.visit(visitor),
            Parts::M(entries) => Fields::<S>::visit(entries, visitor),
            Parts::Null => visitor.visit_unit(),
            Parts::Bool(value) => visitor.visit_bool(value),
            Parts::Unknown(name) => Err(unknown(name.as_ref())),
            sequence => Self(sequence).elements(visitor, "a value"),
        }
    }

    #[inline]
    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self.0 {
            Parts::Bool(value) => visitor.visit_bool(value),
            other => Self(other).mismatch("a bool"),
        }
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.deserialize_str(visitor)
    }

    #[inline]
    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self.0 {
            Parts::S(text) => text.visit(visitor),
            other => Self(other).mismatch("a string"),
        }
    }

    #[inline]
    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.deserialize_str(visitor)
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self.0 {
            Parts::B(bytes) => bytes.visit(visitor),
            other => Self(other).mismatch("bytes"),
        }
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.deserialize_bytes(visitor)
    }

    #[inline]
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self.0 {
            Parts::Null => visitor.visit_none(),
            other => visitor.visit_some(Self(other)),
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self.0 {
            Parts::Null => visitor.visit_unit(),
            other => Self(other).mismatch("NULL"),
        }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Failure> {
        self.deserialize_unit(visitor)
    }

    #[inline]
    fn deserialize_newtype_struct<V>(self, name: &'static str, visitor: V) -> Result<V::Value, Failure>
    where
        V: Visitor<'de>,
    {
        match (name, self.0) {
            (tokens::NUMBER, Parts::N(text)) => text.visit(visitor),
            (tokens::NUMBER, other) => Self(other).mismatch("a number"),
            (tokens::VALUE, parts) => visitor.visit_enum(Exact::<S>(parts)),
            (_, parts) => visitor.visit_newtype_struct(Self(parts)),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.elements(visitor, "a list")
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Failure> {
        self.elements(visitor, &format!("a list of {length}"))
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Failure> {
        self.deserialize_tuple(length, visitor)
    }

    #[inline]
    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self.0 {
            Parts::M(entries) => Fields::<S>::visit(entries, visitor),
            other => Self(other).mismatch("a map"),
        }
    }

    #[inline]
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failure> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failure> {
        Variant::<S>::visit(self.0, visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.deserialize_str(visitor)
    }

    #[inline]
    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_unit()
    }
}

/// The failure of a value whose type is newer than this version.
pub(crate) fn unknown(name: &str) -> Failure {
    match name {
        "" => Failure::new("the attribute value has no type"),
        name => Failure::new(format!("the type `{name}` of attribute values is not known to this version")),
    }
}

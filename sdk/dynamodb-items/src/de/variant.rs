//! Enums: [`Variant`] reads those of programs, [`Exact`] reads attribute values themselves.

use super::{Value, unknown};
use crate::attribute::Parts;
use crate::error::Failure;
use crate::source::{Open, Source};
use serde::de::value::StrDeserializer;
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, EnumAccess, IgnoredAny, IntoDeserializer as _, VariantAccess,
    Visitor,
};

/// The data of a variant; none if the value was a string.
pub(super) struct Variant<'de, S: Source<'de>>(Option<(S::Key, Open<'de, S>)>);

/// What an enum is read from.
const EXPECTED: &str = "a string or a map with one entry";

impl<'de, S: Source<'de>> Variant<'de, S> {
    /// Hands a string, or the one entry of a map, to `visitor`.
    pub(super) fn visit<V: Visitor<'de>>(parts: Open<'de, S>, visitor: V) -> Result<V::Value, Failure> {
        match parts {
            Parts::S(text) => visitor.visit_enum(Name::<S>(text)),
            Parts::M(mut entries) => match (entries.next(), entries.len()) {
                (Some((key, value)), 0) => visitor.visit_enum(Entry::<S>(key, value)),
                (first, more) => {
                    let found = more + usize::from(first.is_some());
                    Err(Failure::new(format!("expected {EXPECTED}, found M with {found} entries")))
                }
            },
            other => Err(Failure::mismatch(EXPECTED, other.type_name())),
        }
    }

    /// What `read` makes of the data.
    fn data<T>(self, read: impl FnOnce(Value<'de, S>) -> Result<T, Failure>) -> Result<T, Failure> {
        match self.0 {
            Some((key, parts)) => read(Value(parts)).map_err(|failure| failure.at_key(key.as_ref())),
            None => Err(Failure::new("expected a map, which has the data of the variant, found S")),
        }
    }
}

/// The entry of a variant with data.
struct Entry<'de, S: Source<'de>>(S::Key, S);

/// The name of a variant without data.
struct Name<'de, S: Source<'de>>(S::Text);

impl<'de, S: Source<'de>> EnumAccess<'de> for Name<'de, S> {
    type Error = Failure;
    type Variant = Variant<'de, S>;
    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self::Variant), Failure> {
        let name: StrDeserializer<'_, Failure> = self.0.as_ref().into_deserializer();
        Ok((seed.deserialize(name)?, Variant(None)))
    }
}

impl<'de, S: Source<'de>> EnumAccess<'de> for Entry<'de, S> {
    type Error = Failure;
    type Variant = Variant<'de, S>;
    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self::Variant), Failure> {
        let name: StrDeserializer<'_, Failure> = self.0.as_ref().into_deserializer();
        let variant = seed.deserialize(name)?;
        Ok((variant, Variant(Some((self.0, self.1.open())))))
    }
}

impl<'de, S: Source<'de>> VariantAccess<'de> for Variant<'de, S> {
    type Error = Failure;

    fn unit_variant(self) -> Result<(), Failure> {
        match self.0 {
            None => Ok(()),
            data => Self(data).data(<()>::deserialize),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Failure> {
        self.data(|value| seed.deserialize(value))
    }

    fn tuple_variant<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Failure> {
        self.data(|value| value.deserialize_tuple(length, visitor))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failure> {
        self.data(|value| value.deserialize_map(visitor))
    }
}

/// An attribute value, as an enum whose variants are the types of DynamoDB.
pub(super) struct Exact<'de, S: Source<'de>>(pub(super) Open<'de, S>);

impl<'de, S: Source<'de>> EnumAccess<'de> for Exact<'de, S> {
    type Error = Failure;
    type Variant = Self;
    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Failure> {
        if let Parts::Unknown(name) = &self.0 {
            return Err(unknown(name.as_ref()));
        }
        let name: StrDeserializer<'_, Failure> = self.0.type_name().into_deserializer();
        Ok((seed.deserialize(name)?, self))
    }
}

impl<'de, S: Source<'de>> VariantAccess<'de> for Exact<'de, S> {
    type Error = Failure;

    fn unit_variant(self) -> Result<(), Failure> {
        IgnoredAny::deserialize(Value::<S>(self.0)).map(|_| ())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Failure> {
        let parts = match self.0 {
            // a text, for whoever knows already that it is a number
            Parts::N(text) => Parts::S(text),
            Parts::Ns(texts) => Parts::Ss(texts),
            other => other,
        };
        seed.deserialize(Value::<S>(parts))
    }

    fn tuple_variant<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Failure> {
        Value::<S>(self.0).deserialize_tuple(length, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failure> {
        Value::<S>(self.0).deserialize_map(visitor)
    }
}

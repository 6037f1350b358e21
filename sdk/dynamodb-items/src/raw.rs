//! [`serialize_attribute`] and [`deserialize_attribute`]: serde's traits for attribute values themselves.

use crate::attribute::{Attribute, Parts};
use crate::{Number, binary_set, number_set, string_set, tokens};
use serde::de::{
    self, Deserialize, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess as _, Visitor,
};
use serde::ser::{Error as _, Serialize, Serializer};
use std::fmt;
use std::marker::PhantomData;
use tucuxi::types::{Blob, Map};

/// What `Serialize` of an attribute value does. In an item the value stays as it is; in other formats it becomes what is
/// nearest to it there.
pub fn serialize_attribute<A: Attribute + Serialize, S: Serializer>(
    value: &A,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match value.parts() {
        Parts::S(text) => serializer.serialize_str(text),
        Parts::N(text) => serializer.serialize_newtype_struct(tokens::NUMBER, text),
        Parts::B(bytes) => serializer.serialize_bytes(bytes),
        Parts::Ss(texts) => string_set::serialize(texts, serializer),
        Parts::Ns(texts) => number_set::serialize(&Numbers(texts), serializer),
        Parts::Bs(blobs) => binary_set::serialize(blobs, serializer),
        Parts::M(map) => map.serialize(serializer),
        Parts::L(list) => list.serialize(serializer),
        Parts::Null => serializer.serialize_unit(),
        Parts::Bool(value) => serializer.serialize_bool(value),
        Parts::Unknown(name) => Err(S::Error::custom(crate::de::unknown(name))),
    }
}

/// Texts that are numbers.
struct Numbers<'a>(&'a [String]);

struct NumberText<'a>(&'a str);

impl Serialize for Numbers<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|text| NumberText(text)))
    }
}

impl Serialize for NumberText<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_newtype_struct(tokens::NUMBER, self.0)
    }
}

/// What `Deserialize` of an attribute value does. From an item the value comes as it is. From other formats, and from
/// serde's own memory, which has neither sets nor long numbers, it becomes what is nearest.
pub fn deserialize_attribute<'de, A: Attribute + Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<A, D::Error> {
    deserializer.deserialize_newtype_struct(tokens::VALUE, Any(PhantomData))
}

struct Any<A>(PhantomData<A>);

impl<'de, A: Attribute + Deserialize<'de>> Visitor<'de> for Any<A> {
    type Value = A;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an attribute value")
    }

    /// The value as it is.
    fn visit_enum<E: EnumAccess<'de>>(self, access: E) -> Result<A, E::Error> {
        let (name, data) = access.variant::<String>()?;
        Ok(A::from_parts(match name.as_str() {
            "S" => Parts::S(data.newtype_variant()?),
            "N" => Parts::N(data.newtype_variant()?),
            "B" => Parts::B(data.newtype_variant()?),
            "SS" => Parts::Ss(data.newtype_variant()?),
            "NS" => Parts::Ns(data.newtype_variant()?),
            "BS" => Parts::Bs(data.newtype_variant()?),
            "M" => Parts::M(data.newtype_variant()?),
            "L" => Parts::L(data.newtype_variant()?),
            "BOOL" => Parts::Bool(data.newtype_variant()?),
            _ => {
                data.unit_variant()?;
                Parts::Null
            }
        }))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<A, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<A, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<A, E> {
        Ok(A::from_parts(Parts::S(text.to_owned())))
    }

    fn visit_string<E: de::Error>(self, text: String) -> Result<A, E> {
        Ok(A::from_parts(Parts::S(text)))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<A, E> {
        Ok(A::from_parts(Parts::N(value.to_string())))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<A, E> {
        Ok(A::from_parts(Parts::N(value.to_string())))
    }

    fn visit_i128<E: de::Error>(self, value: i128) -> Result<A, E> {
        Ok(A::from_parts(Parts::N(Number::try_from(value).map_err(E::custom)?.into_string())))
    }

    fn visit_u128<E: de::Error>(self, value: u128) -> Result<A, E> {
        Ok(A::from_parts(Parts::N(Number::try_from(value).map_err(E::custom)?.into_string())))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<A, E> {
        Ok(A::from_parts(Parts::N(Number::try_from(value).map_err(E::custom)?.into_string())))
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<A, E> {
        Ok(A::from_parts(Parts::Bool(value)))
    }

    fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<A, E> {
        Ok(A::from_parts(Parts::B(bytes.into())))
    }

    fn visit_byte_buf<E: de::Error>(self, bytes: Vec<u8>) -> Result<A, E> {
        Ok(A::from_parts(Parts::B(Blob::from(bytes))))
    }

    fn visit_unit<E: de::Error>(self) -> Result<A, E> {
        Ok(A::from_parts(Parts::Null))
    }

    fn visit_none<E: de::Error>(self) -> Result<A, E> {
        Ok(A::from_parts(Parts::Null))
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut access: S) -> Result<A, S::Error> {
        let mut list = Vec::new();
        while let Some(element) = access.next_element()? {
            list.push(element);
        }
        Ok(A::from_parts(Parts::L(list)))
    }

    fn visit_map<M: MapAccess<'de>>(self, mut access: M) -> Result<A, M::Error> {
        let mut map = Map::new();
        while let Some((key, value)) = access.next_entry::<String, A>()? {
            map.insert_mut(&key, value);
        }
        Ok(A::from_parts(Parts::M(map)))
    }
}

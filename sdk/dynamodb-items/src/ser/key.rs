//! [`KeySerializer`]: the key of a map, which has to have a text.

use crate::error::Failure;
use serde::ser::{Impossible, Serialize, Serializer};

/// Writes the text of a key.
pub(super) struct KeySerializer;

type No = Impossible<String, Failure>;

fn refused() -> Failure {
    Failure::new("a key of a map has to be a string, a number, a bool, or a variant without data")
}

macro_rules! texts {
    ($($method:ident $ty:ty)*) => {$(
        fn $method(self, value: $ty) -> Result<String, Failure> {
            Ok(value.to_string())
        }
    )*};
}

impl Serializer for KeySerializer {
    type Ok = String;
    type Error = Failure;
    type SerializeSeq = No;
    type SerializeTuple = No;
    type SerializeTupleStruct = No;
    type SerializeTupleVariant = No;
    type SerializeMap = No;
    type SerializeStruct = No;
    type SerializeStructVariant = No;

    texts!(
        serialize_bool bool
        serialize_i8 i8
        serialize_i16 i16
        serialize_i32 i32
        serialize_i64 i64
        serialize_i128 i128
        serialize_u8 u8
        serialize_u16 u16
        serialize_u32 u32
        serialize_u64 u64
        serialize_u128 u128
        serialize_char char
        serialize_str &str
    );

    fn serialize_f32(self, _: f32) -> Result<String, Failure> {
        Err(refused())
    }

    fn serialize_f64(self, _: f64) -> Result<String, Failure> {
        Err(refused())
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<String, Failure> {
        Err(refused())
    }

    fn serialize_none(self) -> Result<String, Failure> {
        Err(refused())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<String, Failure> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<String, Failure> {
        Err(refused())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<String, Failure> {
        Err(refused())
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<String, Failure> {
        Ok(variant.to_owned())
    }

    fn serialize_newtype_struct<T>(self, _: &'static str, value: &T) -> Result<String, Failure>
    where
        T: Serialize + ?Sized,
    {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<String, Failure>
    where
        T: Serialize + ?Sized,
    {
        Err(refused())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<No, Failure> {
        Err(refused())
    }

    fn serialize_tuple(self, _: usize) -> Result<No, Failure> {
        Err(refused())
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<No, Failure> {
        Err(refused())
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<No, Failure> {
        Err(refused())
    }

    fn serialize_map(self, _: Option<usize>) -> Result<No, Failure> {
        Err(refused())
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<No, Failure> {
        Err(refused())
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<No, Failure> {
        Err(refused())
    }
}

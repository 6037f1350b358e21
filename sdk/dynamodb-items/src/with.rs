//! The modules for `#[serde(with = "…")]`.

macro_rules! set {
    ($name:ident, $token:ident, $type:literal, $elements:literal, $example:literal) => {
        #[doc = concat!("For `#[serde(with = \"…\")]`: writes a collection as `", $type, "`, a set of ", $elements, ".")]
        ///
        /// The member may be of any type that is a sequence for serde, such as `Vec`, `BTreeSet` and `HashSet`, or an `Option`
        /// of one. DynamoDB has no empty sets: to write one is an error. For a set that may be empty, leave the attribute out
        /// with `#[serde(default, skip_serializing_if = "…", with = "…")]`.
        ///
        /// Nothing removes elements that a `Vec` has twice; DynamoDB refuses those. Reading takes a list as well, and a set is
        /// read without this module too. A member of type `Option` also needs `#[serde(default)]` if the attribute may be absent.
        ///
        /// ```
        /// # use std::collections::BTreeSet;
        /// # use serde::{Deserialize, Serialize};
        #[doc = $example]
        /// ```
        pub mod $name {
            use serde::de::{Deserialize, Deserializer};
            use serde::ser::{Serialize, Serializer};

            /// Writes a set.
            pub fn serialize<T: Serialize + ?Sized, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_newtype_struct(crate::tokens::$token, value)
            }

            /// Reads a set or a list.
            pub fn deserialize<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
                T::deserialize(deserializer)
            }
        }
    };
}

set!(
    string_set,
    STRING_SET,
    "SS",
    "strings",
    "#[derive(Serialize, Deserialize)]
struct Song {
    #[serde(with = \"tucuxi_dynamodb_items::string_set\")]
    genres: BTreeSet<String>,
}"
);
set!(
    number_set,
    NUMBER_SET,
    "NS",
    "numbers",
    "#[derive(Serialize, Deserialize)]
struct Draw {
    #[serde(with = \"tucuxi_dynamodb_items::number_set\")]
    numbers: BTreeSet<u8>,
}"
);
set!(
    binary_set,
    BINARY_SET,
    "BS",
    "bytes, each a `Blob`, a `ByteBuf` or a `Vec<u8>`",
    "#[derive(Serialize, Deserialize)]
struct Upload {
    #[serde(with = \"tucuxi_dynamodb_items::binary_set\")]
    digests: BTreeSet<Vec<u8>>,
}"
);

/// For `#[serde(with = "…")]`: writes a type as `N` by its text, and reads it from `N`.
///
/// It is for the decimal types of other crates, such as `rust_decimal::Decimal` and `bigdecimal::BigDecimal`: any type with
/// `Display` and `FromStr`. Without it such a type is written as serde has it, most often as a string. All digits are kept;
/// a text that is not a number of DynamoDB is an error. [`option`](number_text::option) is the same for an `Option`.
///
/// ```
/// # use serde::{Deserialize, Serialize};
/// # type Decimal = f64;
/// #[derive(Serialize, Deserialize)]
/// struct Order {
///     #[serde(with = "tucuxi_dynamodb_items::number_text")]
///     price: Decimal,
///     #[serde(default, with = "tucuxi_dynamodb_items::number_text::option")]
///     discount: Option<Decimal>,
/// }
/// ```
pub mod number_text {
    use crate::{Number, tokens};
    use serde::de::{Deserialize, Deserializer};
    use serde::ser::Serializer;
    use std::fmt::Display;
    use std::str::FromStr;

    /// Writes the text of `value` as a number.
    pub fn serialize<T: Display, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_newtype_struct(tokens::NUMBER, &value.to_string())
    }

    /// Reads a number by its text.
    pub fn deserialize<'de, T, D>(deserializer: D) -> Result<T, D::Error>
    where
        T: FromStr<Err: Display>,
        D: Deserializer<'de>,
    {
        parsed(Number::deserialize(deserializer)?)
    }

    fn parsed<T: FromStr<Err: Display>, E: serde::de::Error>(number: Number) -> Result<T, E> {
        number.as_str().parse().map_err(|error| E::custom(format_args!("{number}: {error}")))
    }

    /// As [`number_text`](super::number_text), for an `Option`. None is written as `NULL`.
    pub mod option {
        use super::*;

        /// Writes the text of a value as a number, and `NULL` for none.
        pub fn serialize<T: Display, S: Serializer>(
            value: &Option<T>,
            serializer: S,
        ) -> Result<S::Ok, S::Error> {
            match value {
                Some(value) => super::serialize(value, serializer),
                None => serializer.serialize_none(),
            }
        }

        /// Reads a number by its text.
        pub fn deserialize<'de, T, D>(deserializer: D) -> Result<Option<T>, D::Error>
        where
            T: FromStr<Err: Display>,
            D: Deserializer<'de>,
        {
            Option::<Number>::deserialize(deserializer)?.map(parsed).transpose()
        }
    }
}

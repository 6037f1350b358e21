//! [`Attribute`]: what a type of attribute values implements, so that serde can read and write it.

use tucuxi::types::{Blob, Map};

/// An attribute value, taken apart: the types of DynamoDB, and what holds the data of each.
#[derive(Clone, Debug, PartialEq)]
pub enum Parts<Text, Bytes, Texts, Blobs, Entries, List> {
    /// `S`: a string.
    S(Text),
    /// `N`: a number, as text.
    N(Text),
    /// `B`: bytes.
    B(Bytes),
    /// `SS`: a set of strings.
    Ss(Texts),
    /// `NS`: a set of numbers, as texts.
    Ns(Texts),
    /// `BS`: a set of bytes.
    Bs(Blobs),
    /// `M`: a map.
    M(Entries),
    /// `L`: a list.
    L(List),
    /// `NULL`.
    Null,
    /// `BOOL`.
    Bool(bool),
    /// A type that this version does not know, by its name.
    Unknown(Text),
}

/// The parts of an attribute value `A` that is given away.
pub type Owned<A> = Parts<String, Blob, Vec<String>, Vec<Blob>, Map<A>, Vec<A>>;

/// The parts of an attribute value `A` that is lent.
pub type Lent<'a, A> = Parts<&'a str, &'a [u8], &'a [String], &'a [Blob], &'a Map<A>, &'a [A]>;

/// An attribute value: the union `AttributeValue` of a service crate.
pub trait Attribute: Sized {
    /// The value of these parts.
    fn from_parts(parts: Owned<Self>) -> Self;
    /// The parts of the value. Copies nothing.
    fn into_parts(self) -> Owned<Self>;
    /// The parts of the value, lent.
    fn parts(&self) -> Lent<'_, Self>;
}

/// The methods of [`Attribute`] for a union `AttributeValue`, whose variants are those of [`Parts`]: the unions of the two crates are
/// types of their own.
#[macro_export]
macro_rules! attribute_methods {
    () => {
        #[inline]
        fn from_parts(parts: $crate::Owned<Self>) -> Self {
            match parts {
                $crate::Parts::S(value) => Self::S(value),
                $crate::Parts::N(value) => Self::N(value),
                $crate::Parts::B(value) => Self::B(value),
                $crate::Parts::Ss(value) => Self::Ss(value),
                $crate::Parts::Ns(value) => Self::Ns(value),
                $crate::Parts::Bs(value) => Self::Bs(value),
                $crate::Parts::M(value) => Self::M(value),
                $crate::Parts::L(value) => Self::L(value),
                $crate::Parts::Null => Self::Null(true),
                $crate::Parts::Bool(value) => Self::Bool(value),
                $crate::Parts::Unknown(name) => Self::Unknown(name),
            }
        }

        #[inline]
        fn into_parts(self) -> $crate::Owned<Self> {
            match self {
                Self::S(value) => $crate::Parts::S(value),
                Self::N(value) => $crate::Parts::N(value),
                Self::B(value) => $crate::Parts::B(value),
                Self::Ss(value) => $crate::Parts::Ss(value),
                Self::Ns(value) => $crate::Parts::Ns(value),
                Self::Bs(value) => $crate::Parts::Bs(value),
                Self::M(value) => $crate::Parts::M(value),
                Self::L(value) => $crate::Parts::L(value),
                Self::Null(_) => $crate::Parts::Null,
                Self::Bool(value) => $crate::Parts::Bool(value),
                Self::Unknown(name) => $crate::Parts::Unknown(name),
            }
        }

        #[inline]
        fn parts(&self) -> $crate::Lent<'_, Self> {
            match self {
                Self::S(value) => $crate::Parts::S(value),
                Self::N(value) => $crate::Parts::N(value),
                Self::B(value) => $crate::Parts::B(value),
                Self::Ss(value) => $crate::Parts::Ss(value),
                Self::Ns(value) => $crate::Parts::Ns(value),
                Self::Bs(value) => $crate::Parts::Bs(value),
                Self::M(value) => $crate::Parts::M(value),
                Self::L(value) => $crate::Parts::L(value),
                Self::Null(_) => $crate::Parts::Null,
                Self::Bool(value) => $crate::Parts::Bool(*value),
                Self::Unknown(name) => $crate::Parts::Unknown(name),
            }
        }
    };
}

impl<Text, Bytes, Texts, Blobs, Entries, List> Parts<Text, Bytes, Texts, Blobs, Entries, List> {
    /// The name that DynamoDB has for the type.
    pub(crate) fn type_name(&self) -> &'static str {
        match self {
            Parts::S(_) => "S",
            Parts::N(_) => "N",
            Parts::B(_) => "B",
            Parts::Ss(_) => "SS",
            Parts::Ns(_) => "NS",
            Parts::Bs(_) => "BS",
            Parts::M(_) => "M",
            Parts::L(_) => "L",
            Parts::Null => "NULL",
            Parts::Bool(_) => "BOOL",
            Parts::Unknown(_) => "a type that this version does not know",
        }
    }
}

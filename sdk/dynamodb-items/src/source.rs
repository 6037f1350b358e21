//! [`Source`]: where a value is read from, so that one deserializer reads given and lent ones.

use crate::attribute::{Attribute, Parts};
use crate::error::Failure;
use serde::de::Visitor;
use std::{slice, vec};
use tucuxi::types::Blob;
use tucuxi::types::map::{self, Key};

/// An attribute value that is read: given away (`Given<A>`) or lent (`&A`).
pub(crate) trait Source<'de>: Sized {
    type Text: Text<'de>;
    type Bytes: Bytes<'de>;
    type Texts: ExactSizeIterator<Item = Self::Text>;
    type Blobs: ExactSizeIterator<Item = Self::Bytes>;
    type Key: Text<'de>;
    type Entries: ExactSizeIterator<Item = (Self::Key, Self)>;
    type List: ExactSizeIterator<Item = Self>;

    fn open(self) -> Open<'de, Self>;
}

/// The parts of a source.
pub(crate) type Open<'de, S> = Parts<
    <S as Source<'de>>::Text,
    <S as Source<'de>>::Bytes,
    <S as Source<'de>>::Texts,
    <S as Source<'de>>::Blobs,
    <S as Source<'de>>::Entries,
    <S as Source<'de>>::List,
>;

/// A text that a visitor gets without a copy, if that is possible.
pub(crate) trait Text<'de>: AsRef<str> {
    fn visit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure>;

    /// Shows the text without giving it away.
    #[inline]
    fn show<V: Visitor<'de>>(&self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_str(self.as_ref())
    }
}

/// Bytes that a visitor gets without a copy, if that is possible.
pub(crate) trait Bytes<'de>: AsRef<[u8]> {
    fn visit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure>;
}

impl<'de> Text<'de> for &'de str {
    #[inline]
    fn visit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_borrowed_str(self)
    }
    #[inline]
    fn show<V: Visitor<'de>>(&self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_borrowed_str(self)
    }
}

impl<'de> Text<'de> for String {
    #[inline]
    fn visit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_string(self)
    }
}

impl<'de> Text<'de> for Key {
    #[inline]
    fn visit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_str(self.as_str())
    }
}

impl<'de> Bytes<'de> for &'de [u8] {
    #[inline]
    fn visit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_borrowed_bytes(self)
    }
}

impl<'de> Bytes<'de> for Blob {
    #[inline]
    fn visit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_byte_buf(self.into_bytes().into())
    }
}

/// A value that is given away.
pub(crate) struct Given<A>(pub(crate) A);

/// The elements of a list that is given away.
pub(crate) struct GivenList<A>(vec::IntoIter<A>);

/// The entries of a map that is given away.
pub(crate) struct GivenEntries<A>(pub(crate) map::IntoEntries<A>);

impl<A> Iterator for GivenList<A> {
    type Item = Given<A>;
    #[inline]
    fn next(&mut self) -> Option<Given<A>> {
        self.0.next().map(Given)
    }
    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl<A> ExactSizeIterator for GivenList<A> {}

impl<A> Iterator for GivenEntries<A> {
    type Item = (Key, Given<A>);
    #[inline]
    fn next(&mut self) -> Option<(Key, Given<A>)> {
        self.0.next().map(|(key, value)| (key, Given(value)))
    }
    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl<A> ExactSizeIterator for GivenEntries<A> {}

impl<'de, A: Attribute> Source<'de> for Given<A> {
    type Text = String;
    type Bytes = Blob;
    type Texts = vec::IntoIter<String>;
    type Blobs = vec::IntoIter<Blob>;
    type Key = Key;
    type Entries = GivenEntries<A>;
    type List = GivenList<A>;

    #[inline]
    fn open(self) -> Open<'de, Self> {
        match self.0.into_parts() {
            Parts::S(text) => Parts::S(text),
            Parts::N(text) => Parts::N(text),
            Parts::B(bytes) => Parts::B(bytes),
            Parts::Ss(texts) => Parts::Ss(texts.into_iter()),
            Parts::Ns(texts) => Parts::Ns(texts.into_iter()),
            Parts::Bs(blobs) => Parts::Bs(blobs.into_iter()),
            Parts::M(map) => Parts::M(GivenEntries(map.into_entries())),
            Parts::L(list) => Parts::L(GivenList(list.into_iter())),
            Parts::Null => Parts::Null,
            Parts::Bool(value) => Parts::Bool(value),
            Parts::Unknown(name) => Parts::Unknown(name),
        }
    }
}

/// The texts of a set that is lent.
pub(crate) struct LentTexts<'de>(slice::Iter<'de, String>);

impl<'de> Iterator for LentTexts<'de> {
    type Item = &'de str;
    #[inline]
    fn next(&mut self) -> Option<&'de str> {
        self.0.next().map(String::as_str)
    }
    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl ExactSizeIterator for LentTexts<'_> {}

/// The bytes of a set that is lent.
pub(crate) struct LentBlobs<'de>(slice::Iter<'de, Blob>);

impl<'de> Iterator for LentBlobs<'de> {
    type Item = &'de [u8];
    #[inline]
    fn next(&mut self) -> Option<&'de [u8]> {
        self.0.next().map(|blob| &**blob)
    }
    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl ExactSizeIterator for LentBlobs<'_> {}

impl<'de, A: Attribute> Source<'de> for &'de A {
    type Text = &'de str;
    type Bytes = &'de [u8];
    type Texts = LentTexts<'de>;
    type Blobs = LentBlobs<'de>;
    type Key = &'de str;
    type Entries = map::Iter<'de, A>;
    type List = slice::Iter<'de, A>;

    #[inline]
    fn open(self) -> Open<'de, Self> {
        match self.parts() {
            Parts::S(text) => Parts::S(text),
            Parts::N(text) => Parts::N(text),
            Parts::B(bytes) => Parts::B(bytes),
            Parts::Ss(texts) => Parts::Ss(LentTexts(texts.iter())),
            Parts::Ns(texts) => Parts::Ns(LentTexts(texts.iter())),
            Parts::Bs(blobs) => Parts::Bs(LentBlobs(blobs.iter())),
            Parts::M(map) => Parts::M(map.iter()),
            Parts::L(list) => Parts::L(list.iter()),
            Parts::Null => Parts::Null,
            Parts::Bool(value) => Parts::Bool(value),
            Parts::Unknown(name) => Parts::Unknown(name),
        }
    }
}

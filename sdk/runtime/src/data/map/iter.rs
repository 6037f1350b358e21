//! Iterators over the entries of a [`Map`].

use super::{Key, Map};
use std::{slice, vec};

/// The entries of a [`Map`] in insertion order.
#[derive(Clone)]
pub struct Iter<'a, V>(pub(super) slice::Iter<'a, (Key, V)>);

/// The entries of a [`Map`] in insertion order, with values to change.
pub struct IterMut<'a, V>(pub(super) slice::IterMut<'a, (Key, V)>);

/// The entries of a [`Map`] in insertion order, taken out of it.
pub struct IntoIter<V>(vec::IntoIter<(Key, V)>);

/// The entries of a [`Map`] in insertion order, taken out of it, with keys as it held them.
pub type IntoEntries<V> = vec::IntoIter<(Key, V)>;

macro_rules! iterator {
    ($name:ident<$($lifetime:lifetime,)? V>, $item:ty, |$key:ident, $value:ident| $entry:expr) => {
        impl<$($lifetime,)? V> Iterator for $name<$($lifetime,)? V> {
            type Item = $item;
            #[inline]
            fn next(&mut self) -> Option<$item> {
                self.0.next().map(|($key, $value)| $entry)
            }
            #[inline]
            fn size_hint(&self) -> (usize, Option<usize>) {
                self.0.size_hint()
            }
        }

        impl<$($lifetime,)? V> DoubleEndedIterator for $name<$($lifetime,)? V> {
            #[inline]
            fn next_back(&mut self) -> Option<$item> {
                self.0.next_back().map(|($key, $value)| $entry)
            }
        }

        impl<$($lifetime,)? V> ExactSizeIterator for $name<$($lifetime,)? V> {}
    };
}

iterator!(Iter<'a, V>, (&'a str, &'a V), |key, value| (key.as_str(), value));
iterator!(IterMut<'a, V>, (&'a str, &'a mut V), |key, value| (key.as_str(), value));
iterator!(IntoIter<V>, (String, V), |key, value| (key.into(), value));

impl<V> IntoIterator for Map<V> {
    type Item = (String, V);
    type IntoIter = IntoIter<V>;
    fn into_iter(self) -> IntoIter<V> {
        IntoIter(self.entries.into_iter())
    }
}

impl<'a, V> IntoIterator for &'a Map<V> {
    type Item = (&'a str, &'a V);
    type IntoIter = Iter<'a, V>;
    #[inline]
    fn into_iter(self) -> Iter<'a, V> {
        self.iter()
    }
}

impl<'a, V> IntoIterator for &'a mut Map<V> {
    type Item = (&'a str, &'a mut V);
    type IntoIter = IterMut<'a, V>;
    #[inline]
    fn into_iter(self) -> IterMut<'a, V> {
        self.iter_mut()
    }
}

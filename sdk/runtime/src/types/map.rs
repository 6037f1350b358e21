//! [`Map`]: a map of the service model.

use indexmap::IndexMap;
use std::fmt;
use std::ops::Deref;

type Inner<V> = IndexMap<String, V, foldhash::fast::RandomState>;

/// A map from strings to `V` that keeps insertion order, as a boto3 dictionary does.
///
/// Reads go through [`IndexMap`], whose interface is that of `HashMap`; keys that the model lists as an enum are
/// strings here as well (`map.get(Name::X.as_str())`).
#[derive(Clone)]
pub struct Map<V>(Inner<V>);

impl<V> Map<V> {
    /// An empty map.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets `key`, and gives back what was there.
    pub fn insert(&mut self, key: impl Into<String>, value: V) -> Option<V> {
        self.0.insert(key.into(), value)
    }

    /// Sets `key` and lends the new value.
    pub(crate) fn insert_mut(&mut self, key: String, value: V) -> &mut V {
        let at = self.0.insert_full(key, value).0;
        &mut self.0[at]
    }

    /// Makes room for `additional` entries.
    pub(crate) fn reserve(&mut self, additional: usize) {
        self.0.reserve(additional);
    }

    /// Takes `key` out, keeping the order of the rest.
    pub fn remove(&mut self, key: &str) -> Option<V> {
        self.0.shift_remove(key)
    }

    /// The value at `key`, to change.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut V> {
        self.0.get_mut(key)
    }

    /// Drops all entries.
    pub fn clear(&mut self) {
        self.0.clear();
    }
}

impl<V> Default for Map<V> {
    fn default() -> Self {
        Self(Inner::default())
    }
}

impl<V> Deref for Map<V> {
    type Target = Inner<V>;
    #[inline]
    fn deref(&self) -> &Inner<V> {
        &self.0
    }
}

impl<V: PartialEq> PartialEq for Map<V> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<V: fmt::Debug> fmt::Debug for Map<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<K: Into<String>, V> FromIterator<(K, V)> for Map<V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        Self(entries.into_iter().map(|(key, value)| (key.into(), value)).collect())
    }
}

impl<K: Into<String>, V, const N: usize> From<[(K, V); N]> for Map<V> {
    fn from(entries: [(K, V); N]) -> Self {
        entries.into_iter().collect()
    }
}

impl<V> IntoIterator for Map<V> {
    type Item = (String, V);
    type IntoIter = indexmap::map::IntoIter<String, V>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a, V> IntoIterator for &'a Map<V> {
    type Item = (&'a String, &'a V);
    type IntoIter = indexmap::map::Iter<'a, String, V>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

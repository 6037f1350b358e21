//! [`Map`]: a map of the service model.

mod index;
mod iter;
mod key;
mod serde;

pub use iter::{IntoEntries, IntoIter, Iter, IterMut};
pub use key::Key;

use index::Index;
use std::fmt;
use std::ops::Range;

/// How many entries are looked through one by one; maps with more have an index.
const LOOKED_THROUGH: usize = 32;

/// A map from strings to `V` that keeps insertion order, as a boto3 dictionary does.
///
/// Its interface is that of `HashMap<String, V>`, with `&str` wherever a key is lent; keys that the model lists as an enum
/// are strings here as well (`map.get(Name::X.as_str())`).
///
/// It is of our own making because most maps that services send are short and many, the items of a table: without a
/// hash table for each, and with short keys in place, reading them takes little more than making their values does.
#[derive(Clone)]
pub struct Map<V> {
    entries: Vec<(Key, V)>,
    /// There from [`LOOKED_THROUGH`] entries on.
    index: Option<Box<Index>>,
}

impl<V> Map<V> {
    /// An empty map.
    #[inline]
    pub const fn new() -> Self {
        Self { entries: Vec::new(), index: None }
    }

    /// An empty map with room for `capacity` entries.
    #[inline]
    pub fn with_capacity(capacity: usize) -> Self {
        Self { entries: Vec::with_capacity(capacity), index: None }
    }

    /// How many entries there are.
    #[inline]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The value at `key`.
    #[inline]
    pub fn get(&self, key: &str) -> Option<&V> {
        self.get_index(self.position(key)?).map(|(_, value)| value)
    }

    /// The value at `key`, to change.
    #[inline]
    pub fn get_mut(&mut self, key: &str) -> Option<&mut V> {
        let at = self.position(key)?;
        self.entries.get_mut(at).map(|(_, value)| value)
    }

    /// Whether there is an entry at `key`.
    #[inline]
    pub fn contains_key(&self, key: &str) -> bool {
        self.position(key).is_some()
    }

    /// Entry `index` in insertion order.
    #[inline]
    pub fn get_index(&self, index: usize) -> Option<(&str, &V)> {
        self.entries.get(index).map(|(key, value)| (key.as_str(), value))
    }

    /// The entries in insertion order.
    #[inline]
    pub fn iter(&self) -> Iter<'_, V> {
        Iter(self.entries.iter())
    }

    /// The entries in insertion order, with values to change.
    #[inline]
    pub fn iter_mut(&mut self) -> IterMut<'_, V> {
        IterMut(self.entries.iter_mut())
    }

    /// The keys in insertion order.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &str> + ExactSizeIterator {
        self.entries.iter().map(|(key, _)| key.as_str())
    }

    /// The values in insertion order.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &V> + ExactSizeIterator {
        self.entries.iter().map(|(_, value)| value)
    }

    /// The values in insertion order, to change.
    pub fn values_mut(&mut self) -> impl DoubleEndedIterator<Item = &mut V> + ExactSizeIterator {
        self.entries.iter_mut().map(|(_, value)| value)
    }

    /// Sets `key`, and gives back what was there.
    pub fn insert(&mut self, key: impl Into<String>, value: V) -> Option<V> {
        let key = key.into();
        match self.get_mut(&key) {
            Some(slot) => Some(std::mem::replace(slot, value)),
            None => {
                self.push_new(Key::from(key), value);
                None
            }
        }
    }

    /// Sets `key` and lends the new value. A short key, of up to 22 bytes, is copied into the map without an allocation.
    pub fn insert_mut(&mut self, key: &str, value: V) -> &mut V {
        match self.position(key) {
            Some(at) => {
                let slot = &mut self.entries[at].1;
                *slot = value;
                slot
            }
            None => self.push_new(Key::from(key), value),
        }
    }

    /// As [`insert_mut`](Self::insert_mut), for a `key` that is not there yet.
    ///
    /// The key is written where it stays: moved there from the stack, it would be read in larger pieces than it was written
    /// in just before, which a processor waits for.
    #[inline]
    pub(crate) fn push_mut(&mut self, key: &str, value: V) -> &mut V {
        let at = self.entries.len();
        self.entries.push((Key::EMPTY, value));
        if let Some((place, _)) = self.entries.get_mut(at) {
            place.set(key);
        }
        if at >= LOOKED_THROUGH {
            self.add_to_index(at);
        }
        &mut self.entries[at].1
    }

    #[inline]
    fn push_new(&mut self, key: Key, value: V) -> &mut V {
        let at = self.entries.len();
        self.entries.push((key, value));
        if at >= LOOKED_THROUGH {
            self.add_to_index(at);
        }
        &mut self.entries[at].1
    }

    #[cold]
    fn add_to_index(&mut self, at: usize) {
        match &mut self.index {
            Some(index) if index.has_room() => {
                if let Some((key, _)) = self.entries.get(at) {
                    index.add(key.as_bytes(), at);
                }
            }
            _ => self.make_index(),
        }
    }

    fn make_index(&mut self) {
        let keys = self.entries.iter().map(|(key, _)| key.as_bytes());
        self.index = (keys.len() > LOOKED_THROUGH).then(|| Box::new(Index::of(keys)));
    }

    /// Where the entry at `key` stands.
    fn position(&self, key: &str) -> Option<usize> {
        let is = |(found, _): &(Key, V)| found.as_bytes() == key.as_bytes();
        match &self.index {
            None => self.entries.iter().position(is),
            Some(index) => index.find(key.as_bytes(), |at| self.entries.get(at).is_some_and(is)),
        }
    }

    /// Makes room for `additional` entries.
    pub fn reserve(&mut self, additional: usize) {
        self.entries.reserve(additional);
    }

    /// Takes `key` out, keeping the order of the rest.
    pub fn remove(&mut self, key: &str) -> Option<V> {
        let at = self.position(key)?;
        let (_, value) = self.entries.remove(at);
        self.make_index();
        Some(value)
    }

    /// Keeps the entries in `range` alone.
    pub(crate) fn keep(&mut self, range: Range<usize>) {
        self.entries.truncate(range.end);
        self.entries.drain(..range.start.min(self.entries.len()));
        self.make_index();
    }

    /// The entries in insertion order, with keys as the map holds them: nothing is allocated for short ones.
    #[inline]
    pub fn into_entries(self) -> IntoEntries<V> {
        self.entries.into_iter()
    }

    /// Drops all entries.
    pub fn clear(&mut self) {
        self.entries.clear();
        self.index = None;
    }
}

impl<V> Default for Map<V> {
    #[inline]
    fn default() -> Self {
        Self::new()
    }
}

impl<V> std::ops::Index<&str> for Map<V> {
    type Output = V;

    /// The value at `key`.
    ///
    /// # Panics
    ///
    /// If there is none, as with other maps.
    fn index(&self, key: &str) -> &V {
        self.get(key).unwrap_or_else(|| panic!("the map has no `{key}`"))
    }
}

/// Equal are maps with equal entries in any order.
impl<V: PartialEq> PartialEq for Map<V> {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().all(|(key, value)| other.get(key) == Some(value))
    }
}

impl<V: fmt::Debug> fmt::Debug for Map<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self).finish()
    }
}

impl<K: Into<String>, V> Extend<(K, V)> for Map<V> {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, entries: I) {
        for (key, value) in entries {
            self.insert(key, value);
        }
    }
}

impl<K: Into<String>, V> FromIterator<(K, V)> for Map<V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let mut map = Self::new();
        map.extend(entries);
        map
    }
}

impl<K: Into<String>, V, const N: usize> From<[(K, V); N]> for Map<V> {
    fn from(entries: [(K, V); N]) -> Self {
        entries.into_iter().collect()
    }
}

#[cfg(test)]
mod tests;

//! What setters of generated structures make their lists and maps with.

use super::Map;

/// A list of what `items` can become.
#[inline]
pub fn list<T>(items: impl IntoIterator<Item = impl Into<T>>) -> Vec<T> {
    items.into_iter().map(Into::into).collect()
}

/// A map of what `entries` can become.
#[inline]
pub fn map<T>(entries: impl IntoIterator<Item = (impl Into<String>, impl Into<T>)>) -> Map<T> {
    entries.into_iter().map(|(key, value)| (key, value.into())).collect()
}

//! What setters of generated structures make their lists and maps with.

use super::Map;

/// A list of what `items` can become.
#[inline]
pub fn list<T>(items: impl IntoIterator<Item = impl Into<T>>) -> Vec<T> {
    items.into_iter().map(Into::into).collect()
}

/// Adds what `items` can become to a list, which is there from then on.
#[inline]
pub fn append<T>(list: &mut Option<Vec<T>>, items: impl IntoIterator<Item = impl Into<T>>) {
    list.get_or_insert_default().extend(items.into_iter().map(Into::into));
}

/// Adds what `entries` can become to a map, which is there from then on; an entry goes before an older one of its key.
#[inline]
pub fn insert<T>(
    map: &mut Option<Map<T>>,
    entries: impl IntoIterator<Item = (impl Into<String>, impl Into<T>)>,
) {
    map.get_or_insert_default().extend(entries.into_iter().map(|(key, value)| (key, value.into())));
}

/// The entries of a map; none if it is absent.
#[inline]
pub fn entries<T>(map: &Option<Map<T>>) -> &Map<T> {
    map.as_ref().unwrap_or(const { &Map::new() })
}

/// A map of what `entries` can become.
#[inline]
pub fn map<T>(entries: impl IntoIterator<Item = (impl Into<String>, impl Into<T>)>) -> Map<T> {
    entries.into_iter().map(|(key, value)| (key, value.into())).collect()
}

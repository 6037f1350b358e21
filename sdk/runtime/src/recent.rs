//! [`Recent`]: something kept for each of the last keys used.

use std::borrow::Borrow;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How many keys are kept.
const CAPACITY: usize = 100;

/// Keeps a value for each of the last 100 keys used. They are few in practice, so that keys are compared one by one.
#[derive(Debug)]
pub(crate) struct Recent<K, V>(Mutex<Vec<(K, Arc<V>)>>);

impl<K, V> Default for Recent<K, V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K, V> Recent<K, V> {
    /// The value of `key`: the one kept, or else what `make` gives. The key not used for longest makes room for a new
    /// one; whoever has its value may go on with it.
    pub(crate) fn at<Q>(&self, key: &Q, make: impl FnOnce() -> V) -> Arc<V>
    where
        K: Borrow<Q>,
        Q: ToOwned<Owned = K> + PartialEq + ?Sized,
    {
        let mut entries = self.entries();
        // The last one is the one used last.
        match entries.iter().rposition(|(known, _)| known.borrow() == key) {
            Some(at) => {
                let value = Arc::clone(&entries[at].1);
                entries[at..].rotate_left(1);
                value
            }
            None => {
                if entries.len() >= CAPACITY {
                    entries.remove(0);
                }
                let value = Arc::new(make());
                entries.push((key.to_owned(), Arc::clone(&value)));
                value
            }
        }
    }

    fn entries(&self) -> MutexGuard<'_, Vec<(K, Arc<V>)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_key_has_its_own_value_and_the_last_hundred_are_kept() {
        let recent = Recent::<String, usize>::default();
        for number in 0..100 {
            assert_eq!(*recent.at(number.to_string().as_str(), || number), number);
        }
        assert_eq!(*recent.at("0", || 1000), 0);
        assert_eq!(*recent.at("new", || 1000), 1000);
        assert_eq!(*recent.at("0", || 2000), 0);
        assert_eq!(*recent.at("1", || 3000), 3000, "the one not used for longest");
        assert_eq!(recent.entries().len(), CAPACITY);
    }
}

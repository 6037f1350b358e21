//! [`Index`]: where the keys of a long map stand.

use foldhash::fast::RandomState;
use std::hash::BuildHasher;

/// A hash table with linear probing that holds positions and asks its owner about their keys.
#[derive(Clone)]
pub(super) struct Index {
    /// Random for each map, so that nobody can choose keys that collide.
    hasher: RandomState,
    /// Positions plus one, zero where there is none; a power of two in number, at least a quarter of them free.
    slots: Vec<usize>,
    used: usize,
}

impl Index {
    /// An index of `keys`, all different, with room for as many more.
    pub(super) fn of<'k>(keys: impl ExactSizeIterator<Item = &'k [u8]>) -> Self {
        let slots = vec![0; (keys.len() * 3).next_power_of_two()];
        let mut index = Self { hasher: RandomState::default(), slots, used: 0 };
        for (at, key) in keys.enumerate() {
            index.add(key, at);
        }
        index
    }

    /// Whether another key can be added.
    pub(super) fn has_room(&self) -> bool {
        self.used < self.slots.len() / 4 * 3
    }

    /// Adds `key`, which is not there yet and stands at `at`.
    pub(super) fn add(&mut self, key: &[u8], at: usize) {
        let place = self.probe(key).find(|place| self.slots.get(*place) == Some(&0));
        if let Some(slot) = place.and_then(|place| self.slots.get_mut(place)) {
            *slot = at + 1;
            self.used += 1;
        }
    }

    /// The position of `key`, where `is` says whether it stands at one.
    pub(super) fn find(&self, key: &[u8], is: impl Fn(usize) -> bool) -> Option<usize> {
        let found = self.probe(key).map_while(|place| self.slots.get(place)?.checked_sub(1));
        found.into_iter().find(|at| is(*at))
    }

    /// The slots where `key` may be, the likeliest first.
    fn probe(&self, key: &[u8]) -> impl Iterator<Item = usize> + use<> {
        let mask = self.slots.len() - 1;
        let start = self.hasher.hash_one(key) as usize;
        (0..self.slots.len()).map(move |step| start.wrapping_add(step) & mask)
    }
}

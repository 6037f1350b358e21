//! [`Orders`]: in which order the members of structures come.
//!
//! A service sends the members of each item of a list in the same order, seldom that of the model. So what came behind a
//! member last time is looked at first, and a structure of sixty members is not looked through for each of its elements.

use crate::schema::StructSchema;

/// How many schemas are kept apart; two that meet in one slot take turns.
const SLOTS: usize = 64;

/// What came behind what, by schema. These are guesses: whoever takes one compares names.
#[derive(Clone, Default)]
pub(super) struct Orders(Vec<Order>);

#[derive(Clone, Default)]
struct Order {
    schema: Option<&'static StructSchema>,
    /// The member that followed: at 0 the first one, at `n + 1` the one behind member `n`.
    next: Vec<usize>,
}

/// Where the order of a schema is kept.
#[derive(Clone, Copy)]
pub(super) struct Slot(usize);

impl Orders {
    /// The slot of `schema`.
    #[inline]
    pub(super) fn slot(&mut self, schema: &'static StructSchema) -> Slot {
        let address = std::ptr::from_ref(schema).addr() as u64;
        let at = (address.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 58) as usize;
        match self.0.get(at) {
            Some(Order { schema: Some(kept), .. }) if std::ptr::eq(*kept, schema) => {}
            _ => self.begin(at, schema),
        }
        Slot(at)
    }

    #[cold]
    fn begin(&mut self, at: usize, schema: &'static StructSchema) {
        self.0.resize(SLOTS, Order::default());
        if let Some(order) = self.0.get_mut(at) {
            order.schema = Some(schema);
            order.next.clear();
            order.next.extend(0..=schema.members.len());
        }
    }

    /// The member that came behind `last` (`None`: at first); else the one behind it in the model.
    #[inline]
    pub(super) fn guess(&self, slot: Slot, last: Option<usize>) -> usize {
        let place = last.map_or(0, |last| last + 1);
        self.0.get(slot.0).and_then(|order| order.next.get(place)).copied().unwrap_or(place)
    }

    /// Keeps that `member` came behind `last`.
    #[inline]
    pub(super) fn learn(&mut self, slot: Slot, last: Option<usize>, member: usize) {
        let place = last.map_or(0, |last| last + 1);
        if let Some(next) = self.0.get_mut(slot.0).and_then(|order| order.next.get_mut(place)) {
            *next = member;
        }
    }
}

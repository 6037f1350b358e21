//! Safe reflection over generated types: the one interface every protocol is written against.
//!
//! A generated structure is plain data. Its [`Shape`] implementation hands out its members by index, as
//! [`Value`]s, and names its [`StructSchema`]. A `Value` shows itself as a [`View`] (to read) or a [`Slot`] (to
//! write). Everything that walks a structure - the protocols, `Debug`, equality, validation, JSON in and out,
//! JMESPath - is one ordinary, non-generic function over these two enums, compiled once in this crate, instead of
//! one function per type compiled in every service crate.

pub(crate) mod compare;
pub(crate) mod copy;
pub(crate) mod debug;
pub(crate) mod enums;
mod events;
pub(crate) mod validate;
pub(crate) mod value;
mod with;

pub(crate) use copy::copy_members;
pub(crate) use copy::{append, copy};
pub(crate) use debug::{REDACTED, debug};
pub use enums::EnumValue;
pub(crate) use events::ReadEvents;
pub use events::{EventSource, EventStream, EventStreamSlot};
pub use value::{List, MapValue, Slot, Value, View};
pub(crate) use value::{NO_VALUE, no_value_mut};
pub use with::With;

use crate::layout::StructSchema;
use std::any::Any;

/// A structure, union or exception of a service model.
///
/// Members are numbered in the order of [`StructSchema::members`]. An index past the end is a bug of the caller;
/// implementations answer it with the last member rather than panic.
pub trait Shape: Any + Send + Sync {
    /// What the service model says of this shape.
    fn schema(&self) -> &'static StructSchema;

    /// Member `index`, to read. A union shows [`NO_VALUE`] for every member but the one it holds.
    fn get(&self, index: usize) -> &dyn Value;

    /// Member `index`, to write. A union switches to that member first.
    fn get_mut(&mut self, index: usize) -> &mut dyn Value;

    /// Tells a union that the service sent a member this model does not know. Structures ignore it.
    fn set_unknown(&mut self, _name: &str) {}

    /// The name of the unknown member a union holds, if it does.
    fn unknown(&self) -> Option<&str> {
        None
    }
}

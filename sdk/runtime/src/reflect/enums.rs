//! [`EnumValue`]: strings with known values.

use super::{Value, View};
use std::ops::Deref;

/// A string with a closed list of known values in the model and room for new ones: anything that is made from a
/// string and shows itself as one.
pub trait EnumValue: Send + Sync {
    /// The value as it stands on the wire.
    fn as_str(&self) -> &str;
    /// Takes a value from the wire; one the model does not know becomes `Unknown`.
    fn set(&mut self, value: &str);
}

impl<T: Value + for<'a> From<&'a str>> EnumValue for T {
    #[inline]
    fn as_str(&self) -> &str {
        match self.view() {
            View::String(text) => text,
            _ => "",
        }
    }
    #[inline]
    fn set(&mut self, value: &str) {
        *self = T::from(value);
    }
}

/// Finds `value` in the known values of an enum, which are sorted by their text: how generated enums parse, without a
/// match of a thousand arms.
pub fn find_enum<T: Clone + Deref<Target = str>>(values: &[T], value: &str) -> Option<T> {
    let at = values.binary_search_by(|known| (**known).cmp(value)).ok()?;
    Some(values[at].clone())
}

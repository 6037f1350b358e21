//! [`Boxed`]: the indirection in a recursive structure.

use std::fmt;
use std::ops::{Deref, DerefMut};

/// A `Box` for a member whose type contains itself.
///
/// It is a type of this crate because `Box<T>` could implement [`Shape`](crate::reflect::Shape) elsewhere, and the
/// one blanket implementation of `Value` for shapes must know that it does not.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Boxed<T>(Box<T>);

impl<T> Boxed<T> {
    /// Moves `value` to the heap.
    pub fn new(value: T) -> Self {
        Self(Box::new(value))
    }

    /// The value itself.
    pub fn into_inner(self) -> T {
        *self.0
    }
}

impl<T> Deref for Boxed<T> {
    type Target = T;
    #[inline]
    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for Boxed<T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T> From<T> for Boxed<T> {
    #[inline]
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

impl<T: fmt::Debug> fmt::Debug for Boxed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

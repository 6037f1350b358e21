//! [`With`]: structures built field by field.

use super::Shape;

/// Builds any structure in one expression, outputs too, which have no setters.
///
/// A trait rather than a method of each structure: one in each would make a check of EC2 an eighth dearer.
///
/// ```
/// use tucuxi::types::With as _;
/// # #[derive(Default)] struct Tag { key: Option<String> }
/// # impl tucuxi::reflect::Shape for Tag {
/// #     fn schema(&self) -> &'static tucuxi::internal::schema::StructSchema { unimplemented!() }
/// #     fn get(&self, _: usize) -> &dyn tucuxi::reflect::Value { &self.key }
/// #     fn get_mut(&mut self, _: usize) -> &mut dyn tucuxi::reflect::Value { &mut self.key }
/// # }
/// let tag = Tag::default().with(|it| it.key = Some("env".into()));
/// assert_eq!(tag.key.as_deref(), Some("env"));
/// ```
pub trait With: Shape + Sized {
    /// The structure with its fields changed by `change`.
    #[inline]
    #[must_use]
    fn with(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }
}

impl<T: Shape> With for T {}

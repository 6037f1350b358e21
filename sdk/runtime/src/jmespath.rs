//! JMESPath expressions, parsed by the generator and evaluated over [reflection](crate::reflect).

/// A parsed expression, as constant data.
#[derive(Debug)]
pub enum Expression {
    /// The input itself: `@`.
    Current,
    /// A member by its model name.
    Field(&'static str),
}

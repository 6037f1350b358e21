//! JMESPath expressions, parsed by the generator and evaluated over [reflection](crate::reflect).
//!
//! Models use them to find endpoint parameters in an input, tokens and results in the pages of a listing, and the
//! state a waiter waits for. Data is only borrowed: a result points into the structure it was found in.

mod evaluate;
mod found;
mod functions;

pub(crate) use evaluate::constant;
pub use evaluate::{evaluate, search};
pub use found::Found;

/// A parsed expression, as constant data.
#[derive(Clone, Copy, Debug)]
pub enum Expression {
    /// The value the expression is applied to: `@`.
    Current,
    /// A member by its model name, or an entry of a map.
    Field(&'static str),
    /// An item of a list: `[2]`; negative from the end.
    Index(i32),
    /// Part of a list: `[1:5:2]`.
    Slice {
        /// The first item.
        start: Option<i32>,
        /// The first item after it.
        stop: Option<i32>,
        /// How far to go each time; never zero.
        step: i32,
    },
    /// The second expression on the result of the first: `a.b`, `a | b`.
    Then(&'static Expression, &'static Expression),
    /// The second expression on each item of the list that the first one gives; what gives nothing is left out:
    /// `a[*].b`.
    Projection(&'static Expression, &'static Expression),
    /// The items of a list, with lists among them opened: `a[]`.
    Flatten(&'static Expression),
    /// The values of an object, as a list: `a.*`.
    Values(&'static Expression),
    /// The second expression, if the first one holds, else nothing: what stands in a filter `[?…]`.
    If(&'static Expression, &'static Expression),
    /// `a == b`
    Compare(Comparator, &'static Expression, &'static Expression),
    /// `a && b`
    And(&'static Expression, &'static Expression),
    /// `a || b`
    Or(&'static Expression, &'static Expression),
    /// `!a`
    Not(&'static Expression),
    /// `[a, b]`
    List(&'static [Expression]),
    /// `{x: a, y: b}`
    Hash(&'static [(&'static str, Expression)]),
    /// `length(a)`
    Call(Function, &'static [Expression]),
    /// A constant.
    Literal(Literal),
}

/// A constant of an expression.
#[derive(Clone, Copy, Debug)]
pub enum Literal {
    /// `null`
    Null,
    /// A boolean.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Double(f64),
    /// A string.
    String(&'static str),
    /// A list.
    List(&'static [Literal]),
    /// An object.
    Hash(&'static [(&'static str, Literal)]),
}

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparator {
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`, of numbers.
    Less,
    /// `<=`, of numbers.
    LessOrEqual,
    /// `>`, of numbers.
    Greater,
    /// `>=`, of numbers.
    GreaterOrEqual,
}

/// A function. Given what it has no answer for, it gives nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    /// `length` of a string in characters, of a list or of an object.
    Length,
    /// `keys` of an object.
    Keys,
    /// `values` of an object.
    Values,
    /// `contains`: a list an item, a string another one.
    Contains,
    /// `starts_with`
    StartsWith,
    /// `ends_with`
    EndsWith,
    /// `join`: a separator, and a list of strings.
    Join,
    /// `reverse` of a list or a string.
    Reverse,
    /// `not_null`: the first argument that is something.
    NotNull,
}

#[cfg(test)]
mod tests;

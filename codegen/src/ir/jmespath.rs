//! Parsed JMESPath expressions. They are written down as constants of `tucuxi::internal::jmespath`, whose types these
//! mirror.

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    /// `@`
    Current,
    /// `name`
    Field(String),
    /// `[2]`
    Index(i32),
    /// `[1:5:2]`
    Slice {
        /// The first item.
        start: Option<i32>,
        /// The first item after it.
        stop: Option<i32>,
        /// How far to go each time; never zero.
        step: i32,
    },
    /// `a.b`, `a | b`
    Then(Box<Expression>, Box<Expression>),
    /// `a[*].b`
    Projection(Box<Expression>, Box<Expression>),
    /// `a[]`
    Flatten(Box<Expression>),
    /// `a.*`
    Values(Box<Expression>),
    /// What stands in a filter: the condition, and what follows.
    If(Box<Expression>, Box<Expression>),
    /// A comparison.
    Compare(Comparator, Box<Expression>, Box<Expression>),
    /// `a && b`
    And(Box<Expression>, Box<Expression>),
    /// `a || b`
    Or(Box<Expression>, Box<Expression>),
    /// `!a`
    Not(Box<Expression>),
    /// `[a, b]`
    List(Vec<Expression>),
    /// `{x: a, y: b}`
    Hash(Vec<(String, Expression)>),
    /// A function with its arguments.
    Call(Function, Vec<Expression>),
    /// A constant.
    Literal(Literal),
}

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparator {
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

/// A function. How many arguments it takes is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    /// `length`
    Length,
    /// `keys`
    Keys,
    /// `values`
    Values,
    /// `contains`
    Contains,
    /// `starts_with`
    StartsWith,
    /// `ends_with`
    EndsWith,
    /// `join`
    Join,
    /// `reverse`
    Reverse,
    /// `not_null`
    NotNull,
}

/// A constant.
#[derive(Clone, Debug, PartialEq)]
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
    String(String),
    /// A list.
    List(Vec<Literal>),
    /// An object.
    Hash(Vec<(String, Literal)>),
}

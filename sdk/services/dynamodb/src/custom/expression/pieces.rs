//! [`Pieces`]: an expression before its placeholders are known; [`Placeholders`], which gives them.

use super::path::{Path, Step};
use crate::custom::items::to_value;
use crate::types::AttributeValue;
use std::collections::VecDeque;
use std::fmt;
use tucuxi::Error;
use tucuxi::external::serde::Serialize;
use tucuxi::types::Map;

/// An expression as a flat list, in the order it is written: however deep conditions nest, nothing recurses, and a long chain of them
/// is not copied with each link.
#[derive(Clone, Default)]
pub struct Pieces {
    list: VecDeque<Piece>,
    /// The first value that could not be converted.
    error: Option<Error>,
}

#[derive(Clone)]
pub enum Piece {
    Text(&'static str),
    Path(Path),
    Value(AttributeValue),
}

impl Pieces {
    pub fn path(path: impl Into<Path>) -> Self {
        Self { list: [Piece::Path(path.into())].into(), error: None }
    }

    /// A value, or the error that it cannot be one.
    pub fn value<T: Serialize + ?Sized>(value: &T) -> Self {
        Self::converted(to_value(value))
    }

    pub fn converted(value: Result<AttributeValue, Error>) -> Self {
        match value {
            Ok(value) => Self { list: [Piece::Value(value)].into(), error: None },
            Err(error) => Self::failed(error),
        }
    }

    pub fn failed(error: Error) -> Self {
        Self { list: VecDeque::new(), error: Some(error) }
    }

    pub fn text(mut self, text: &'static str) -> Self {
        self.list.push_back(Piece::Text(text));
        self
    }

    /// With `text` before all.
    pub fn after(mut self, text: &'static str) -> Self {
        self.list.push_front(Piece::Text(text));
        self
    }

    pub fn then(self, other: Self) -> Self {
        let (mut list, mut behind) = (self.list, other.list);
        if list.len() < behind.len() {
            list.drain(..).rev().for_each(|piece| behind.push_front(piece));
            list = behind;
        } else {
            list.append(&mut behind);
        }
        Self { list, error: self.error.or(other.error) }
    }

    /// `name(self, others…)`.
    pub fn call(self, name: &'static str, others: impl IntoIterator<Item = Self>) -> Self {
        let first = self.after("(").after(name);
        others.into_iter().fold(first, |call, other| call.text(", ").then(other)).text(")")
    }

    /// All of them, with `between` in between.
    pub fn join(all: impl IntoIterator<Item = Self>, between: &'static str) -> Self {
        let joined = all.into_iter().reduce(|joined, next| joined.text(between).then(next));
        joined.unwrap_or_default()
    }

    pub fn list(&self) -> &VecDeque<Piece> {
        &self.list
    }

    pub fn is_empty(&self) -> bool {
        self.list.is_empty() && self.error.is_none()
    }

    /// # Errors
    /// That of the first value that could not be converted.
    pub fn check(&self) -> Result<(), Error> {
        self.error.clone().map_or(Ok(()), Err)
    }
}

/// Names as they are, and no values: those may be secret.
impl fmt::Debug for Pieces {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for piece in &self.list {
            match piece {
                Piece::Text(text) => f.write_str(text)?,
                Piece::Path(path) => write!(f, "{path}")?,
                Piece::Value(_) => f.write_str("?")?,
            }
        }
        self.error.iter().try_for_each(|error| write!(f, " [{error}]"))
    }
}

/// The placeholders of one request, which all its expressions share: names of attributes by `#n0`, `#n1`, values by `:v0`, `:v1`.
///
/// Calls and resources use it by themselves. By hand it builds several expressions for one request:
///
/// ```
/// use tucuxi_dynamodb::expression::{Attr, Key, Placeholders};
///
/// let mut placeholders = Placeholders::default();
/// let key = placeholders.write(Key("id").eq(1))?;
/// let filter = placeholders.write(Attr("status").eq("open"))?;
/// assert_eq!((key.as_str(), filter.as_str()), ("#n0 = :v0", "#n1 = :v1"));
/// assert_eq!(placeholders.names()["#n1"], "status");
/// # Ok::<(), tucuxi::Error>(())
/// ```
#[derive(Clone, Default)]
pub struct Placeholders {
    names: Map<String>,
    values: Map<AttributeValue>,
}

/// An expression that [`Placeholders::write`] takes: a condition, a key condition, an update, a projection.
pub trait Expression: sealed::Sealed {}

pub(super) mod sealed {
    use super::{Error, Pieces};

    pub trait Sealed {
        /// # Errors
        /// When the expression cannot be what it is meant for.
        #[doc(hidden)]
        fn into_pieces(self) -> Result<Pieces, Error>;
    }
}

impl Placeholders {
    /// Placeholders beside those that these maps have.
    pub fn beside(names: Map<String>, values: Map<AttributeValue>) -> Self {
        Self { names, values }
    }

    /// The text of `expression`; its names and values get placeholders that are still free.
    ///
    /// # Errors
    /// When a value cannot be serialised, a path is malformed, or a key condition is not one.
    pub fn write(&mut self, expression: impl Expression) -> Result<String, Error> {
        self.write_pieces(expression.into_pieces()?)
    }

    /// For `ExpressionAttributeNames`.
    pub fn names(&self) -> &Map<String> {
        &self.names
    }

    /// For `ExpressionAttributeValues`.
    pub fn values(&self) -> &Map<AttributeValue> {
        &self.values
    }

    /// Names and values.
    pub fn into_parts(self) -> (Map<String>, Map<AttributeValue>) {
        (self.names, self.values)
    }

    pub(super) fn write_pieces(&mut self, pieces: Pieces) -> Result<String, Error> {
        pieces.check()?;
        let mut text = String::new();
        for piece in pieces.list {
            match piece {
                Piece::Text(piece) => text.push_str(piece),
                Piece::Path(path) => self.write_path(&path, &mut text)?,
                Piece::Value(value) => {
                    let placeholder = free(":v", &self.values);
                    text.push_str(&placeholder);
                    self.values.insert(placeholder, value);
                }
            }
        }
        Ok(text)
    }

    fn write_path(&mut self, path: &Path, text: &mut String) -> Result<(), Error> {
        for (position, step) in path.steps()?.iter().enumerate() {
            match step {
                Step::Index(index) => text.push_str(&format!("[{index}]")),
                Step::Name(name) => {
                    if position > 0 {
                        text.push('.');
                    }
                    let placeholder = free("#n", &self.names);
                    text.push_str(&placeholder);
                    self.names.insert(placeholder, name.clone());
                }
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Placeholders {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Placeholders")
            .field("names", &self.names)
            .field("values", &format_args!("{} values", self.values.len()))
            .finish()
    }
}

/// The next placeholder that a map does not have: boto3's number, unless the program gave that itself.
fn free<V>(prefix: &str, taken: &Map<V>) -> String {
    let mut number = taken.len();
    loop {
        let placeholder = format!("{prefix}{number}");
        if !taken.contains_key(&placeholder) {
            return placeholder;
        }
        number += 1;
    }
}

/// An expression with its placeholders.
#[derive(Clone, Debug)]
pub struct Built {
    expression: String,
    placeholders: Placeholders,
}

impl Built {
    pub(super) fn of(expression: impl Expression) -> Result<Self, Error> {
        let mut placeholders = Placeholders::default();
        Ok(Self { expression: placeholders.write(expression)?, placeholders })
    }

    /// The text, with placeholders for all names and values.
    pub fn expression(&self) -> &str {
        &self.expression
    }

    /// For `ExpressionAttributeNames`: the names by their placeholders.
    pub fn names(&self) -> &Map<String> {
        self.placeholders.names()
    }

    /// For `ExpressionAttributeValues`: the values by their placeholders.
    pub fn values(&self) -> &Map<AttributeValue> {
        self.placeholders.values()
    }
}

/// What all expressions have: `build`, and that [`Placeholders`] take them.
macro_rules! expression {
    ($name:ty, $into_pieces:expr) => {
        impl $name {
            /// The expression alone, with its placeholders.
            ///
            /// # Errors
            /// When a value cannot be serialised, a path is malformed, or the expression cannot be what it is meant for.
            pub fn build(self) -> Result<$crate::custom::expression::Built, tucuxi::Error> {
                $crate::custom::expression::pieces::Built::of(self)
            }
        }

        impl $crate::custom::expression::Expression for $name {}

        impl $crate::custom::expression::pieces::sealed::Sealed for $name {
            fn into_pieces(self) -> Result<$crate::custom::expression::pieces::Pieces, tucuxi::Error> {
                let into_pieces: fn($name) -> _ = $into_pieces;
                into_pieces(self)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match $crate::custom::expression::pieces::sealed::Sealed::into_pieces(self.clone()) {
                    Ok(pieces) => pieces.fmt(f),
                    Err(error) => write!(f, "[{error}]"),
                }
            }
        }
    };
}
pub(super) use expression;

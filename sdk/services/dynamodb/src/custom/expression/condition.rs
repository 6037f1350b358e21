//! [`Condition`] and [`KeyCondition`], and how they are combined.

use super::path::Path;
use super::pieces::{Piece, Pieces, expression};
use crate::types::AttributeValue;
use std::ops::{BitAnd, BitOr, Not};
use tucuxi::Error;

/// A condition on an item: a filter, or what must hold for a write. [`Attr`](super::Attr) makes one; `&`, `|` and `!` combine them.
///
/// ```
/// use tucuxi_dynamodb::{Attr, Key};
///
/// let condition = Key("id").eq(1) & Attr("address.zip").begins_with("80") | !Attr("old").exists();
/// let built = condition.build()?;
/// assert_eq!(
///     built.expression(),
///     "((#n0 = :v0 AND begins_with(#n1.#n2, :v1)) OR (NOT attribute_exists(#n3)))",
/// );
/// assert_eq!(built.names()["#n2"], "zip");
/// # Ok::<(), tucuxi::Error>(())
/// ```
///
/// Its `Debug` shows names and no values, which may be secret.
#[derive(Clone)]
pub struct Condition(pub(super) Pieces);

/// A condition on the key of a table or an index: what [`Key`](super::Key) makes, combined by `&`. It is a [`Condition`] too.
#[derive(Clone)]
pub struct KeyCondition(pub(super) Pieces);

expression!(Condition, |condition| Ok(condition.0));
expression!(KeyCondition, |condition| condition.checked().map(|checked| checked.0));

impl KeyCondition {
    /// # Errors
    /// When it is not a condition on a key: an attribute is not at the top of the item, or none has to be equal to a value.
    fn checked(self) -> Result<Self, Error> {
        let Self(pieces) = &self;
        pieces.check()?;
        for piece in pieces.list() {
            if let Piece::Path(path) = piece {
                path.steps()?;
                path.top().ok_or_else(|| nested(path))?;
            }
        }
        if self.equalities().next().is_none() {
            return Err(Error::validation(format!(
                "`{pieces:?}` does not say which value the partition key has"
            ))
            .with_hint("begin with `Key(\"…\").eq(..)` and add the sort key by `&`"));
        }
        Ok(self)
    }

    /// The key of one item, where the condition says no more than what each attribute is equal to.
    ///
    /// # Errors
    /// When it says anything else, or a value could not be serialised.
    pub(in crate::custom) fn into_key(self) -> Result<Vec<(String, AttributeValue)>, Error> {
        let checked = self.checked()?;
        let paths = checked.0.list().iter().filter(|piece| matches!(piece, Piece::Path(_))).count();
        let equal = checked.equalities().map(|(path, value)| Some((path.top()?.to_owned(), value.clone())));
        let key: Vec<_> = equal.flatten().collect();
        if key.len() < paths {
            return Err(Error::validation(format!("`{checked:?}` is not the key of one item"))
                .with_hint("say by `eq` what each attribute of the key is equal to"));
        }
        Ok(key)
    }

    /// The attributes that have to be equal to a value.
    fn equalities(&self) -> impl Iterator<Item = (&Path, &AttributeValue)> {
        let pieces = self.0.list();
        let threes = pieces.iter().zip(pieces.iter().skip(1)).zip(pieces.iter().skip(2));
        threes.filter_map(|pieces| match pieces {
            ((Piece::Path(path), Piece::Text(EQUAL)), Piece::Value(value)) => Some((path, value)),
            _ => None,
        })
    }
}

/// Between an attribute and what it is equal to.
pub(super) const EQUAL: &str = " = ";

fn nested(path: &Path) -> Error {
    Error::validation(format!("`{path}` is not an attribute of a key: those are at the top of the item"))
        .with_hint("use `Key::name(..)` for a name that contains dots or brackets itself")
}

impl From<KeyCondition> for Condition {
    fn from(condition: KeyCondition) -> Self {
        Self(condition.0)
    }
}

fn both(left: Pieces, operator: &'static str, right: Pieces) -> Pieces {
    left.after("(").text(operator).then(right).text(")")
}

impl<C: Into<Condition>> BitAnd<C> for Condition {
    type Output = Condition;

    /// Both hold.
    fn bitand(self, other: C) -> Condition {
        Condition(both(self.0, " AND ", other.into().0))
    }
}

impl BitAnd<Condition> for KeyCondition {
    type Output = Condition;

    /// Both hold.
    fn bitand(self, other: Condition) -> Condition {
        Condition::from(self) & other
    }
}

impl BitAnd for KeyCondition {
    type Output = KeyCondition;

    /// Both hold.
    fn bitand(self, other: Self) -> Self {
        Self(both(self.0, " AND ", other.0))
    }
}

impl<C: Into<Condition>> BitOr<C> for Condition {
    type Output = Condition;

    /// One of them holds, or both.
    fn bitor(self, other: C) -> Condition {
        Condition(both(self.0, " OR ", other.into().0))
    }
}

impl<C: Into<Condition>> BitOr<C> for KeyCondition {
    type Output = Condition;

    /// One of them holds, or both. This is not a condition on keys any more.
    fn bitor(self, other: C) -> Condition {
        Condition::from(self) | other
    }
}

impl Not for Condition {
    type Output = Condition;

    /// It does not hold.
    fn not(self) -> Condition {
        Condition(self.0.after("(NOT ").text(")"))
    }
}

impl Not for KeyCondition {
    type Output = Condition;

    /// It does not hold. This is not a condition on keys any more.
    fn not(self) -> Condition {
        !Condition::from(self)
    }
}

//! Optimistic locking: which version an item must have, and [`VersionConflict`], when it has another.

use super::transaction::CancelledTransaction;
use crate::custom::expression::{Attr, Condition, Path};
use crate::custom::items::Item;
use crate::errors::ConditionalCheckFailedException;
use crate::types::{AttributeValue, ReturnValuesOnConditionCheckFailure};
use tucuxi::Error;
use tucuxi::internal::error::{attach, attached};

/// A write came too late: the item in the table has not the version that was read. See
/// [`TypedTable::versioned`](super::TypedTable::versioned).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct VersionConflict {
    /// The version that the program had read; `None` for an item that was to be a new one.
    pub expected: Option<i64>,
    /// The version of the item in the table, if there is an item that has one, and the service says so.
    pub found: Option<i64>,
}

impl VersionConflict {
    /// The conflict that `error` is, if it is one; of a transaction the first.
    pub fn of(error: &Error) -> Option<&Self> {
        let in_transaction =
            || CancelledTransaction::of(error)?.reasons().iter().find_map(|reason| reason.conflict.as_ref());
        attached(error).or_else(in_transaction)
    }
}

/// The version that an item must have for a write.
#[derive(Clone, Debug)]
pub(super) struct Expected {
    attribute: String,
    /// `None`: the item is a new one.
    version: Option<i64>,
    /// Whether nothing but the version can make the condition fail.
    alone: bool,
}

/// Where an error leaves the items that made a condition fail.
pub(super) const WITH_ITEM: ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure::AllOld;

impl Expected {
    /// The version in an item as it was read. `condition` is the program's own, if there is one.
    ///
    /// # Errors
    /// When the attribute is there and is not a version.
    pub fn of(
        attribute: &str,
        value: Option<&AttributeValue>,
        condition: Option<&String>,
    ) -> Result<Self, Error> {
        let version = match value {
            None | Some(AttributeValue::Null(_)) => None,
            Some(AttributeValue::N(number)) => {
                Some(number.parse::<i64>().map_err(|_| wrong(attribute, number))?)
            }
            Some(_) => return Err(wrong(attribute, "something that is not a number")),
        };
        Ok(Self {
            attribute: attribute.to_owned(),
            version: version.filter(|version| *version != 0),
            alone: condition.is_none(),
        })
    }

    /// The version that the write leaves.
    ///
    /// # Errors
    /// When versions are used up.
    pub fn next(&self) -> Result<i64, Error> {
        let next = self.version.unwrap_or(0).checked_add(1);
        next.ok_or_else(|| wrong(&self.attribute, &i64::MAX.to_string()))
    }

    /// What must hold for the write.
    pub fn condition(&self) -> Condition {
        let attribute = || Attr(Path::name(&self.attribute));
        match self.version {
            Some(version) => attribute().eq(version),
            None => attribute().not_exists() | attribute().eq(0),
        }
    }

    /// The error with a [`VersionConflict`], if it is one.
    pub fn explain(&self, error: Error) -> Error {
        let Some(failed) = error.exception::<ConditionalCheckFailedException>() else {
            return error;
        };
        let Some(conflict) = self.conflict(failed.item.as_ref()) else { return error };
        let hint = match error.attempts() {
            0 | 1 => "the item was written since it was read: read it again",
            // The response to the first can have been lost.
            _ => {
                "the item was written since it was read, perhaps by an earlier attempt of this request: read it again"
            }
        };
        attach(error.with_hint(hint), conflict)
    }

    /// The conflict, if the condition failed because of the version. `item` is the one in the table, if the service gave it.
    pub fn conflict(&self, item: Option<&Item>) -> Option<VersionConflict> {
        let found = match item.and_then(|item| item.get(&self.attribute)) {
            Some(AttributeValue::N(number)) => number.parse().ok(),
            _ => None,
        };
        let differs = found.filter(|version| *version != 0) != self.version;
        (self.alone || differs).then_some(VersionConflict { expected: self.version, found })
    }
}

fn wrong(attribute: &str, what: &str) -> Error {
    Error::validation(format!(
        "the version `{attribute}` of an item is {what}: it must be an integer of 64 bits"
    ))
}

//! [`CancelledTransaction`]: why a transaction was cancelled, part by part.

use super::super::version::{Expected, VersionConflict};
use crate::custom::items::{Item, from_item};
use crate::errors::TransactionCanceledException;
use tucuxi::Error;
use tucuxi::external::serde::de::DeserializeOwned;
use tucuxi::internal::error::{attach, attached};

/// Why a transaction was cancelled: a reason for each part that is to blame.
///
/// ```no_run
/// # async fn example(transaction: tucuxi_dynamodb::table::WriteTransaction) {
/// use tucuxi_dynamodb::table::CancelledTransaction;
///
/// if let Err(error) = transaction.await {
///     for reason in CancelledTransaction::of(&error).into_iter().flat_map(|cancelled| cancelled.reasons()) {
///         println!("part {} on {}: {}", reason.part, reason.table, reason.code);
///     }
/// }
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct CancelledTransaction {
    reasons: Vec<Reason>,
}

/// Why a part of a transaction could not be carried out.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Reason {
    /// Which part it is, from 0, in the order they were added.
    pub part: usize,
    /// The table of the part.
    pub table: String,
    /// What the service calls it: `ConditionalCheckFailed`, `TransactionConflict`, `ThrottlingError` and others.
    pub code: String,
    /// What the service says of it.
    pub message: Option<String>,
    /// The item that made the condition fail, where `returning_on_failure` asked for it.
    pub item: Option<Item>,
    /// The conflict, if the version of the item was not the expected one.
    pub conflict: Option<VersionConflict>,
}

impl CancelledTransaction {
    /// The reasons that `error` has, if it is that of a transaction which the service cancelled.
    pub fn of(error: &Error) -> Option<&Self> {
        attached(error)
    }

    /// The parts that are to blame, in order.
    pub fn reasons(&self) -> &[Reason] {
        &self.reasons
    }

    /// The reason of this part, from 0, if it is to blame.
    pub fn reason(&self, part: usize) -> Option<&Reason> {
        self.reasons.iter().find(|reason| reason.part == part)
    }
}

impl Reason {
    /// The item that made the condition fail, where it was asked for.
    ///
    /// # Errors
    /// When it does not fit the type.
    pub fn item<T: DeserializeOwned>(&self) -> Result<Option<T>, Error> {
        self.item.clone().map(from_item).transpose()
    }
}

/// What a part is, for its reason.
pub(super) struct Part {
    pub table: String,
    pub expected: Option<Expected>,
}

/// The error with the reasons of its parts, if it has them.
pub(super) fn explain(error: Error, parts: Vec<Part>) -> Error {
    let Some(exception) = error.exception::<TransactionCanceledException>() else {
        return error;
    };
    let given = exception.cancellation_reasons.unwrap_or_default();
    let mut reasons = Vec::new();
    for (position, (reason, part)) in given.into_iter().zip(parts).enumerate() {
        let Some(code) = reason.code.filter(|code| code != "None") else {
            continue;
        };
        let expected = part.expected.filter(|_| code == "ConditionalCheckFailed");
        let conflict = expected.and_then(|expected| expected.conflict(reason.item.as_ref()));
        let (table, message, item) = (part.table, reason.message, reason.item);
        reasons.push(Reason { part: position, table, code, message, item, conflict });
    }
    match reasons.is_empty() {
        true => error,
        false => attach(error, CancelledTransaction { reasons }),
    }
}

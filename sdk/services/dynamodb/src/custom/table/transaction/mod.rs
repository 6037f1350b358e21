//! Transactions: [`WriteTransaction`] and [`ReadTransaction`], and why one was cancelled.

mod cancelled;
mod read;
mod write;

pub use cancelled::{CancelledTransaction, Reason};
pub use read::{ReadTransaction, TransactionItems};
pub use write::{Check, WriteTransaction};

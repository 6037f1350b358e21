//! Typed tables: items as values of a program's own types. [`Client::items`](crate::Client::items) makes a [`TypedTable`].

mod batch;
mod entry;
mod handle;
mod key;
mod listing;
mod paged;
mod parallel;
mod read;
mod request;
mod rows;
mod statement;
mod transaction;
mod version;
mod write;

pub use batch::{BatchGet, BatchWriter, BatchWritten};
pub use handle::TypedTable;
pub use key::IntoKey;
pub use listing::{Query, Scan};
pub use read::Get;
pub use rows::Rows;
pub use statement::Statement;
pub use transaction::{
    CancelledTransaction, Check, ReadTransaction, Reason, TransactionItems, WriteTransaction,
};
pub use version::VersionConflict;
pub use write::{Delete, Put, Update, Written};

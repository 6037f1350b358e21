//! Transfers: whole objects to and from files and streams, and between buckets, in parts side by side. They do what boto3's
//! `upload_file`, `download_file` and `copy` do.

mod bandwidth;
mod cancel;
mod config;
mod copy;
mod delete;
mod download;
mod entry;
mod handle;
mod members;
mod meter;
mod multipart;
mod parallel;
mod progress;
mod settings;
mod settled;
mod sync;
mod trouble;
mod upload;

pub use config::TransferConfig;
pub use copy::ObjectCopy;
pub use delete::DeleteKeys;
pub use download::Download;
pub use handle::Transfer;
pub use progress::Progress;
pub use sync::{DirectorySync, SyncAction, SyncFailure, SyncKind, SyncOutcome, SyncPlace, SyncProgress};
pub use upload::{UnfinishedUpload, Upload};

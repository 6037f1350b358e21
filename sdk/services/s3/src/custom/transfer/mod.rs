//! Transfers: whole objects to and from files and streams, and between buckets, in parts side by side. They do what boto3's
//! `upload_file`, `download_file` and `copy` do.

mod bandwidth;
mod cancel;
mod config;
mod copy;
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
mod trouble;
mod upload;

pub use config::TransferConfig;
pub use copy::ObjectCopy;
pub use download::Download;
pub use handle::Transfer;
pub use progress::Progress;
pub use upload::{UnfinishedUpload, Upload};

//! What S3 does differently from its model.
#![allow(unexpected_cfgs, reason = "a crate that lacks operations lacks the features that call them")]

mod bucket;
mod listing;
mod object;
mod post;
mod presigned;
mod region;
mod resources;
mod session;
#[cfg(feature = "transfer")]
mod transfer;

pub(crate) use bucket::Buckets;
pub(crate) use listing::Listing;
pub(crate) use object::Objects;
pub use object::copy_source;
pub use post::{PostCondition, PresignPost, PresignedPost};
pub(crate) use presigned::GlobalHost;
pub(crate) use region::Regions;
pub use resources::{load_bucket, load_object_summary};
pub(crate) use session::Sessions;
#[cfg(feature = "transfer")]
pub use transfer::{
    DeleteKeys, DirectorySync, Download, ObjectCopy, Progress, SyncAction, SyncFailure, SyncKind,
    SyncOutcome, SyncPlace, SyncProgress, Transfer, TransferConfig, UnfinishedUpload, Upload,
};

#[cfg(test)]
mod tests;

//! What S3 does differently from its model.

mod bucket;
mod listing;
mod object;
mod post;
mod presigned;
mod region;
mod resources;
mod session;

pub(crate) use bucket::Buckets;
pub(crate) use listing::Listing;
pub(crate) use object::Objects;
pub use object::copy_source;
pub use post::{PostCondition, PresignPost, PresignedPost};
pub(crate) use presigned::GlobalHost;
pub(crate) use region::Regions;
pub use resources::{load_bucket, load_object_summary};
pub(crate) use session::Sessions;

#[cfg(test)]
mod tests;

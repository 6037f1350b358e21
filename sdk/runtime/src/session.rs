//! [`Session`]: settings and credentials that clients share.

/// Settings and credentials that clients share, as `boto3.Session`.
#[derive(Clone, Debug, Default)]
pub struct Session {}

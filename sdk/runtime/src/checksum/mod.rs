//! Checksums of requests and responses, and the chunked form that carries one behind a streamed body.

mod chunked;
mod policy;
mod request;
mod response;

pub(crate) use crate::digest::Algorithm;
pub(crate) use chunked::chunked;
pub(crate) use policy::{Policy, Wishes};
pub(crate) use request::{CONTENT_MD5, Placement, choose, is_checksum};
pub(crate) use response::expected;

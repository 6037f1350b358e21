//! Checksums of requests and responses, and the chunked form that carries one behind a streamed body.

mod chunked;
mod request;
mod response;

pub(crate) use crate::digest::Algorithm;
pub(crate) use chunked::chunked;
pub(crate) use request::{Placement, choose, is_checksum};
pub(crate) use response::expected;

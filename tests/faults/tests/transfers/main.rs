//! Transfers of S3 against a store that counts its multipart uploads, behind a proxy that kills connections.

mod changes;
mod copies;
mod kills;
mod limits;
mod lost;
mod others;
mod resumed;
mod shapes;
mod stops;

use faults::{Folder, Server, s3};
use std::path::Path;

const MIB: usize = 1 << 20;

/// Bytes none of which are like those around them.
fn pattern(length: usize) -> Vec<u8> {
    (0..length as u64)
        .map(|at| (at.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 56) as u8 ^ (at >> 20) as u8)
        .collect()
}

fn read(path: impl AsRef<Path>) -> Vec<u8> {
    std::fs::read(path).expect("a file")
}

/// A client of `server` with so many attempts.
fn client(server: &Server, attempts: u32) -> tucuxi_s3::Client {
    s3(server).customize(|client| client.max_attempts(attempts))
}

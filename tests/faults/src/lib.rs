//! A scripted server on loopback, over http and TLS, and sessions whose calls go to it.
//!
//! A script is an asynchronous closure that is given each connection. It reads requests and writes whatever bytes the
//! test wants.

mod connection;
mod folder;
mod proxy;
mod server;
mod store;

pub use connection::{Connection, Head, Way};
pub use folder::Folder;
pub use proxy::{Killer, Proxy};
pub use server::{Server, Transport};
pub use store::{ListFault, Object, Store, sum};

use bytes::Bytes;
use futures_core::Stream;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};
use tucuxi::Session;
use tucuxi::config::{AddressingStyle, ChecksumMode};
use tucuxi::credentials::Credentials;
use tucuxi::session::SessionBuilder;

/// Settings of a session whose calls go to `server`.
pub fn settings(server: &Server) -> SessionBuilder {
    settings_at(&server.url)
}

fn settings_at(url: &str) -> SessionBuilder {
    Session::builder()
        .region("us-east-1")
        .endpoint_url(url)
        .ca_bundle(server::data("ca.pem"))
        .credentials(Credentials::from_keys("AKIDEXAMPLE", "secret"))
        .env([("HOME", "/nonexistent")])
}

/// A client of S3 that calls `server`, with buckets in the path.
pub fn s3(server: &Server) -> tucuxi_s3::Client {
    s3_of(&settings(server).build().expect("a session"))
}

/// A client of S3 that calls the server at `url` and does not try again, with buckets in the path.
pub fn s3_once(url: &str) -> tucuxi_s3::Client {
    s3_of(&settings_at(url).max_attempts(1).build().expect("a session"))
}

/// A client of S3 in `session`, with buckets in the path and the checksums of AWS.
pub fn s3_of(session: &Session) -> tucuxi_s3::Client {
    tucuxi_s3::Client::builder(session)
        .s3(|s3| s3.addressing_style = AddressingStyle::Path)
        .request_checksums(ChecksumMode::WhenSupported)
        .response_checksums(ChecksumMode::WhenSupported)
        .build()
}

/// A stream of `count` times `chunk`, and how often it has been asked for a chunk.
pub struct Chunks {
    chunk: Bytes,
    left: u64,
    polled: Arc<AtomicU64>,
}

impl Chunks {
    /// A stream of `count` times `chunk`.
    pub fn new(chunk: impl Into<Bytes>, count: u64) -> Self {
        Self { chunk: chunk.into(), left: count, polled: Arc::default() }
    }

    /// How often the stream has been asked for a chunk.
    pub fn polled(&self) -> Polled {
        Polled(Arc::clone(&self.polled))
    }
}

/// How often a stream has been asked for a chunk.
#[derive(Clone)]
pub struct Polled(Arc<AtomicU64>);

impl Polled {
    /// The number so far.
    pub fn times(&self) -> u64 {
        self.0.load(Ordering::SeqCst)
    }
}

impl Stream for Chunks {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        self.polled.fetch_add(1, Ordering::SeqCst);
        let Some(left) = self.left.checked_sub(1) else { return Poll::Ready(None) };
        self.left = left;
        Poll::Ready(Some(Ok(self.chunk.clone())))
    }
}

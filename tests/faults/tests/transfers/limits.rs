//! Limits: of parts, of memory, of writers.

use crate::{MIB, client, pattern};
use faults::{Chunks, Store, Transport};
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::io::AsyncWrite;
use tucuxi::types::ByteStream;

/// A writer that takes so many bytes and then fails.
struct Full(usize);

impl AsyncWrite for Full {
    fn poll_write(mut self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        if self.0 == 0 {
            return Poll::Ready(Err(io::ErrorKind::StorageFull.into()));
        }
        let taken = bytes.len().min(self.0);
        self.0 -= taken;
        Poll::Ready(Ok(taken))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_writer_that_fails_has_a_prefix_and_the_error_says_how_much() {
    let (server, store) = Store::start(Transport::Http).await;
    let s3 = client(&server, 1);
    store.put("/b/k", pattern(20 * MIB));
    for room in [0, 1, 3 * MIB, 17 * MIB + 5] {
        let error = s3.download(Full(room)).bucket("b").key("k").await.expect_err("a full disk");
        assert!(error.to_string().contains(&format!("the first {room} bytes")), "{error}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_is_not_read_ahead_of_the_memory_limit() {
    let (server, store) = Store::start(Transport::Http).await;
    let s3 = client(&server, 1);
    store.delay(std::time::Duration::from_millis(200));
    let chunks = Chunks::new(vec![1; MIB], 40);
    let polled = chunks.polled();
    let upload = s3.upload(ByteStream::from_stream(chunks, None)).bucket("b").key("k");
    let upload = upload.config(|config| {
        config.multipart_chunksize = 5 * MIB as u64;
        config.multipart_threshold = 5 * MIB as u64;
        config.max_memory = Some(10 * MIB as u64);
    });
    let upload = upload.start();
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    assert!(polled.times() <= 11, "{} MiB were read while nothing was answered", polled.times());
    upload.await.expect("an upload");
    assert_eq!(store.get("/b/k").map(|object| object.bytes.len()), Some(40 * MIB));
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_of_zero_are_refused_by_name() {
    let (server, store) = Store::start(Transport::Http).await;
    let upload = client(&server, 1).upload("x").bucket("b").key("k");
    let error = upload.config(|config| config.max_concurrency = 0).await.expect_err("no requests at all");
    assert!(error.to_string().contains("max_concurrency"), "{error}");
    assert!(store.requests().is_empty());
}

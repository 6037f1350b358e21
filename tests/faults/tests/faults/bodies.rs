//! Request bodies that cannot be sent whole.

use faults::{Chunks, Server, Transport, s3};
use std::sync::{Arc, Mutex};
use tucuxi::error::ErrorKind;
use tucuxi::types::ByteStream;

/// A server that takes any upload and keeps the bodies.
async fn store(transport: Transport) -> (Server, Arc<Mutex<Vec<Vec<u8>>>>) {
    let stored = Arc::<Mutex<Vec<Vec<u8>>>>::default();
    let keep = Arc::clone(&stored);
    let server = Server::start(transport, move |mut connection, _| {
        let keep = Arc::clone(&keep);
        async move {
            while let Some((_, body)) = connection.request().await {
                keep.lock().expect("a lock").push(body);
                if connection.send("HTTP/1.1 200 OK\r\ncontent-length: 0\r\netag: x\r\n\r\n").await.is_err() {
                    return;
                }
            }
        }
    });
    (server.await, stored)
}

fn nothing(stored: &Mutex<Vec<Vec<u8>>>) -> bool {
    stored.lock().expect("a lock").is_empty()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clone_of_a_stream_that_is_read_once_is_not_sent() {
    for transport in Transport::ALL {
        let (server, stored) = store(transport).await;
        let body = || ByteStream::from_stream(Chunks::new("data", 4), Some(16));
        let put = s3(&server).put_object().bucket("b").key("k").body(body());
        let error = put.clone().await.expect_err("an empty body");
        assert_eq!(error.kind(), ErrorKind::Validation, "{error}");
        let part = s3(&server).upload_part().bucket("b").key("k").upload_id("u").part_number(1).body(body());
        let error = part.clone().await.expect_err("an empty body");
        assert_eq!(error.kind(), ErrorKind::Validation, "{error}");
        assert!(nothing(&stored));
        put.await.expect("the original");
        assert!(!nothing(&stored));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_length_that_is_not_the_bodys_is_refused() {
    for transport in Transport::ALL {
        let (server, stored) = store(transport).await;
        for length in [5, 50] {
            let put =
                s3(&server).put_object().bucket("b").key("k").content_length(length).body("hello world");
            let error = put.await.expect_err("another length");
            assert_eq!(error.kind(), ErrorKind::Validation, "{error}");
        }
        assert!(nothing(&stored));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_that_yields_more_than_announced_fails_at_once() {
    for transport in Transport::ALL {
        let (server, stored) = store(transport).await;
        let chunks = Chunks::new("0123456789", 300_000_000);
        let polled = chunks.polled();
        let put = s3(&server).put_object().bucket("b").key("k");
        let result = put.body(ByteStream::from_stream(chunks, Some(15))).await;
        let error = result.expect_err("a longer body");
        assert!(error.to_string().contains("longer than the 15 bytes announced"), "{error}");
        assert!(polled.times() <= 3, "{}", polled.times());
        assert!(nothing(&stored));
    }
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn files_without_a_size_are_sent_whole() {
    for transport in Transport::ALL {
        let (server, stored) = store(transport).await;
        let expected = std::fs::read("/proc/version").expect("a file of no size");
        let body = ByteStream::from_path("/proc/version").await.expect("a file");
        let result = s3(&server).put_object().bucket("b").key("k").body(body).await;
        match result {
            Ok(_) => {
                let stored = stored.lock().expect("a lock");
                let sent = stored.last().expect("a body");
                assert!(sent.windows(expected.len()).any(|window| window == expected), "{transport:?}");
            }
            Err(error) => assert_eq!(error.kind(), ErrorKind::Validation, "{error}"),
        }
    }
}

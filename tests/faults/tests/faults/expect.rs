//! `Expect: 100-continue`: a refused upload is not sent.

use faults::{Chunks, Server, Transport, s3};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tucuxi::types::ByteStream;

const MEBIBYTE: usize = 1 << 20;

fn denied() -> String {
    let body = "<Error><Code>AccessDenied</Code><Message>no</Message></Error>";
    format!(
        "HTTP/1.1 403 Forbidden\r\ncontent-type: application/xml\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn an_early_error_is_reported_and_the_body_is_not_sent() {
    for transport in Transport::ALL {
        for _ in 0..10 {
            let sent = Arc::new(AtomicUsize::new(usize::MAX));
            let count = Arc::clone(&sent);
            let server = Server::start(transport, move |mut connection, _| {
                let count = Arc::clone(&count);
                async move {
                    let Some(head) = connection.head().await else { return };
                    assert_eq!(head.header("expect"), Some("100-continue"));
                    if connection.send(denied()).await.is_ok() {
                        count.store(connection.until_closed().await, Ordering::SeqCst);
                    }
                }
            });
            let server = server.await;
            let body = vec![b'x'; 64 * MEBIBYTE];
            let error =
                s3(&server).put_object().bucket("b").key("k").body(body).await.expect_err("a refusal");
            assert_eq!(error.code(), Some("AccessDenied"), "{transport:?}: {error}");
            for _ in 0..200 {
                if sent.load(Ordering::SeqCst) != usize::MAX {
                    break;
                }
                tokio::time::sleep(std::time::Duration::from_millis(10)).await;
            }
            assert_eq!(sent.load(Ordering::SeqCst), 0);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_that_was_not_wanted_is_sent_elsewhere() {
    for transport in Transport::ALL {
        for first in ["417 Expectation Failed", "503 Slow Down"] {
            let server = Server::start(transport, move |mut connection, number| async move {
                if number == 0 {
                    connection.head().await;
                    let response =
                        format!("HTTP/1.1 {first}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
                    let _ = connection.send(response).await;
                    connection.until_closed().await;
                    return;
                }
                let Some((head, body)) = connection.request().await else { return };
                assert_eq!(head.header("expect").is_none(), first.starts_with("417"));
                assert!(String::from_utf8_lossy(&body).contains("datadata"));
                let _ = connection.send("HTTP/1.1 200 OK\r\ncontent-length: 0\r\netag: x\r\n\r\n").await;
            });
            let server = server.await;
            let body = ByteStream::from_stream(Chunks::new("data", 2), Some(8));
            let s3 = s3(&server);
            if transport == Transport::Http {
                // over plain http the stream is read into memory for its checksum, and can be sent again
                s3.put_object()
                    .bucket("b")
                    .key("k")
                    .body("datadata".repeat(300_000))
                    .await
                    .expect("a second attempt");
            } else {
                s3.put_object().bucket("b").key("k").body(body).await.expect("a second attempt");
            }
            assert_eq!(server.connections(), 2);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn small_bodies_do_not_ask() {
    let server = Server::start(Transport::Http, |mut connection, _| async move {
        let Some((head, _)) = connection.request().await else { return };
        assert_eq!(head.header("expect"), None);
        let _ = connection.send("HTTP/1.1 200 OK\r\ncontent-length: 0\r\netag: x\r\n\r\n").await;
    });
    s3(&server.await).put_object().bucket("b").key("k").body("small").await.expect("an upload");
}

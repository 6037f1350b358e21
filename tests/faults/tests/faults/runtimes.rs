//! One client in many runtimes.

use faults::{Server, Transport, s3, s3_once};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::runtime::Builder;

#[test]
fn a_client_serves_runtimes_that_come_and_go() {
    let home = Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
    let body = r#"<?xml version="1.0"?><ListBucketResult><Name>b</Name></ListBucketResult>"#;
    let response = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len());
    let server = home.block_on(Server::always(Transport::Http, response));
    let s3 = s3_once(&server.url);
    let threads: Vec<_> = (0..6)
        .map(|_| {
            let s3 = s3.clone();
            std::thread::spawn(move || {
                for _ in 0..200 {
                    let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
                    let listing = runtime.block_on(async { s3.list_objects_v2().bucket("b").await });
                    assert_eq!(listing.expect("a listing").name.as_deref(), Some("b"));
                }
            })
        })
        .collect();
    threads.into_iter().for_each(|thread| thread.join().expect("no failure in a thread"));
}

#[test]
fn a_call_outside_of_a_runtime_says_so() {
    let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
    let server = runtime.block_on(Server::always(Transport::Http, "HTTP/1.1 200 OK\r\n\r\n"));
    let mut call = std::pin::pin!(s3(&server).list_buckets().send());
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match call.as_mut().poll(&mut context) {
        std::task::Poll::Ready(Err(error)) => assert!(error.to_string().contains("tokio runtime"), "{error}"),
        _ => panic!("there is no runtime"),
    }
}

/// Takes half a minute: connections are kept for 20 seconds.
#[test]
#[ignore = "long"]
fn idle_connections_are_closed_whichever_runtime_was_the_first() {
    let home = Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
    let open = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&open);
    let server = home.block_on(Server::start(Transport::Http, move |mut connection, _| {
        let count = Arc::clone(&count);
        async move {
            count.fetch_add(1, Ordering::SeqCst);
            while connection.request().await.is_some() {
                tokio::time::sleep(Duration::from_millis(200)).await;
                let response = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello";
                if connection.send(response).await.is_err() {
                    break;
                }
            }
            count.fetch_sub(1, Ordering::SeqCst);
        }
    }));
    let s3 = s3_once(&server.url);
    let first = Builder::new_current_thread().enable_all().build().expect("a runtime");
    first.block_on(async { s3.get_object().bucket("b").key("k").await }).expect("an object");
    drop(first);
    let second = Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
    second.block_on(async {
        let calls = (0..30).map(|_| tokio::spawn(s3.get_object().bucket("b").key("k").into_future()));
        for call in calls.collect::<Vec<_>>() {
            let output = call.await.expect("a task").expect("an object");
            output.body.collect().await.expect("a body");
        }
        assert!(open.load(Ordering::SeqCst) >= 30);
        tokio::time::sleep(Duration::from_secs(45)).await;
    });
    assert_eq!(open.load(Ordering::SeqCst), 0);
}

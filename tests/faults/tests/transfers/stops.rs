//! Transfers that are cancelled or dropped.

use crate::{Folder, MIB, client, pattern};
use faults::{Store, Transport};
use std::time::Duration;
use tucuxi::error::ErrorKind;

const STOPS: u64 = 100;

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_upload_leaves_nothing() {
    let (server, store) = Store::start(Transport::Http).await;
    store.delay(Duration::from_millis(2));
    let s3 = client(&server, 2);
    let body = pattern(12 * MIB);
    let (mut cancelled, mut finished) = (0, 0);
    for stop in 0..STOPS {
        let upload = s3.upload(body.clone()).bucket("b").key("k").config(|config| config.max_concurrency = 2);
        let upload = upload.start();
        tokio::time::sleep(Duration::from_micros(stop * stop * 20)).await;
        match upload.cancel().await {
            Ok(_) => finished += 1,
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::Cancelled, "{error}");
                cancelled += 1;
            }
        }
        assert_eq!(store.uploads(), 0, "stop {stop}");
    }
    assert!(cancelled > 0, "{finished} finished");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dropped_upload_is_aborted_in_the_background() {
    let (server, store) = Store::start(Transport::Http).await;
    store.delay(Duration::from_millis(2));
    let s3 = client(&server, 2);
    let body = pattern(12 * MIB);
    for stop in 0..STOPS {
        let upload = s3.upload(body.clone()).bucket("b").key("k").into_future();
        let _dropped = tokio::time::timeout(Duration::from_micros(stop * stop * 20), upload).await;
    }
    for _ in 0..500 {
        if store.uploads() == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{} uploads are left", store.uploads());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_download_leaves_no_file() {
    let (server, store) = Store::start(Transport::Http).await;
    store.put("/b/k", pattern(24 * MIB));
    let (s3, folder) = (client(&server, 2), Folder::new());
    for stop in 0..STOPS {
        let path = folder.path("down");
        let download = s3.download_file(&path).bucket("b").key("k").start();
        tokio::time::sleep(Duration::from_micros(stop * stop * 20)).await;
        match download.cancel().await {
            Ok(_) => std::fs::remove_file(&path).expect("the file"),
            Err(error) => assert_eq!(error.kind(), ErrorKind::Cancelled, "{error}"),
        }
        assert!(folder.names().is_empty(), "stop {stop}: {:?}", folder.names());
    }
}

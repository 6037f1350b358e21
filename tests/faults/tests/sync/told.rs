//! What a program is told, and how it stops.

use crate::client;
use faults::{Folder, Store, Transport};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tucuxi::error::ErrorKind;
use tucuxi_s3::types::{ObjectCannedACL, StorageClass};
use tucuxi_s3::{SyncKind, SyncOutcome, SyncProgress};

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_says_what_would_be_done_and_does_nothing() {
    let (server, store) = Store::start(Transport::Http).await;
    store.put("/b/p/old", "x");
    let (s3, here) = (client(&server), Folder::new());
    here.file("a/new", "four");
    let lines = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&lines);
    let sync = s3.sync(here.path(""), "s3://b/p").delete().dry_run();
    let outcome = sync.each(move |action| told.lock().expect("a lock").push(action.to_string())).await;
    let outcome = outcome.expect("a plan");
    assert_eq!((outcome.transferred, outcome.bytes, outcome.deleted), (1, 4, 1));
    let file = here.path("a/new");
    let expected =
        [format!("upload: {} to s3://b/p/a/new", file.display()), "delete: s3://b/p/old".to_owned()];
    assert_eq!(*lines.lock().expect("a lock"), expected);
    assert_eq!(store.keys(), ["/b/p/old"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn progress_comes_to_what_there_is() {
    let (server, _store) = Store::start(Transport::Http).await;
    let (s3, here) = (client(&server), Folder::new());
    for number in 0..20 {
        here.file(&number.to_string(), vec![1; number * 1000]);
    }
    here.file("large", vec![7; 11 << 20]);
    let last = Arc::new(Mutex::new(SyncProgress::default()));
    let told = Arc::clone(&last);
    let sync = s3.sync(here.path(""), "s3://b");
    let outcome = sync.progress(move |now| *told.lock().expect("a lock") = now).await.expect("an outcome");
    let last = *last.lock().expect("a lock");
    assert_eq!((last.found, last.done, last.is_listed), (21, 21, true));
    assert_eq!((last.bytes, last.found_bytes), (outcome.bytes, outcome.bytes));
    assert_eq!(outcome.bytes, (0..20_u64).map(|number| number * 1000).sum::<u64>() + (11 << 20));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_file_does_not_end_the_rest() {
    let (server, store) = Store::start(Transport::Http).await;
    let (s3, here) = (client(&server), Folder::new());
    here.file("a", vec![1; 9 << 20]);
    here.file("b", "x");
    store.refuse_part(2);
    let failures = Arc::new(Mutex::new(0));
    let told = Arc::clone(&failures);
    let sync = s3.sync(here.path(""), "s3://b").each_failure(move |_| *told.lock().expect("a lock") += 1);
    let outcome = sync.await.expect("an outcome");
    assert_eq!((outcome.transferred, outcome.failed, *failures.lock().expect("a lock")), (1, 1, 1));
    assert_eq!((store.keys(), store.uploads()), (vec!["/b/b".to_owned()], 0));
    let error = outcome.error_for_failures().expect_err("a failure");
    assert!(error.message().contains("upload: ") && error.message().contains("AccessDenied"), "{error}");
    assert_eq!(SyncOutcome::of(&error).map(|outcome| outcome.transferred), Some(1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_sync_leaves_no_upload_and_tells_what_it_did() {
    let (server, store) = Store::start(Transport::Http).await;
    store.delay(Duration::from_millis(3));
    let (s3, here) = (client(&server), Folder::new());
    for number in 0..40 {
        here.file(&number.to_string(), "x");
    }
    here.file("5-large", vec![1; 30 << 20]);
    let mut cancelled = 0;
    for stop in 0..15 {
        let sync = s3.upload_dir(here.path(""), "s3://b").start();
        tokio::time::sleep(Duration::from_millis(stop * 6)).await;
        if let Err(error) = sync.cancel().await {
            assert_eq!(error.kind(), ErrorKind::Cancelled, "{error}");
            assert!(SyncOutcome::of(&error).is_some());
            cancelled += 1;
        }
        assert_eq!(store.uploads(), 0, "stop {stop}");
    }
    assert!(cancelled > 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn uploads_get_their_type_and_what_is_asked_for() {
    let (server, store) = Store::start(Transport::Http).await;
    let (s3, here) = (client(&server), Folder::new());
    here.file("page.html", "x");
    here.file("data.unknown", "x");
    let sync = s3.upload_dir(here.path(""), "s3://b").storage_class(StorageClass::StandardIa);
    let sync = sync.acl(ObjectCannedACL::PublicRead).put_with(|input| {
        input.cache_control = input.key.as_ref().map(|key| format!("max-age={}", key.len()));
    });
    sync.await.expect("an outcome").error_for_failures().expect("all");
    let header = |key: &str, name: &str| {
        let object = store.get(key).expect("an object");
        object.headers.into_iter().find(|(header, _)| header == name).map(|(_, value)| value)
    };
    assert_eq!(header("/b/page.html", "content-type").as_deref(), Some("text/html"));
    assert_ne!(header("/b/data.unknown", "content-type").as_deref(), Some("text/html"));
    assert_eq!(header("/b/page.html", "cache-control").as_deref(), Some("max-age=9"));
}

#[tokio::test]
async fn two_directories_are_refused() {
    let (server, _store) = Store::start(Transport::Http).await;
    let error = client(&server).sync("a", "b").await.expect_err("no bucket");
    assert!(error.hint().is_some_and(|hint| hint.contains("s3://")), "{error}");
}

/// The threads that may block are all taken by other work: none is left for what would wait for transfers.
#[test]
fn one_thread_of_each_kind_is_enough() {
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    let runtime = runtime.worker_threads(1).max_blocking_threads(1).enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let (server, store) = Store::start(Transport::Http).await;
        let (s3, here) = (client(&server), Folder::new());
        for number in 0..3000 {
            here.file(&number.to_string(), "");
        }
        let sync = s3.sync(here.path(""), "s3://b").into_future();
        let outcome = tokio::time::timeout(Duration::from_secs(300), sync).await.expect("an end");
        assert_eq!(outcome.expect("an outcome").transferred, 3000);
        assert_eq!(store.keys().len(), 3000);
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_deleted_any_longer_once_a_sync_is_cancelled() {
    let (server, store) = Store::start(Transport::Http).await;
    let (s3, here) = (client(&server), Folder::new());
    for number in 0..5000 {
        here.file(&number.to_string(), "");
    }
    store.put("/b/new", "x");
    let (send, deleted) = tokio::sync::oneshot::channel();
    let mut send = Some(send);
    let sync = s3.sync("s3://b", here.path("")).delete().each(move |action| {
        if action.kind == SyncKind::Delete
            && let Some(send) = send.take()
        {
            let _ = send.send(());
        }
    });
    let sync = sync.start();
    deleted.await.expect("a deletion");
    let result = sync.cancel().await;
    let left = here.names().len();
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(here.names().len(), left);
    if let Err(error) = result {
        let deleted = SyncOutcome::of(&error).map_or(0, |outcome| outcome.deleted);
        assert_eq!(left as u64 - 1, 5000 - deleted);
    }
}

//! Deletions of many keys.

use crate::client;
use faults::{Folder, Store, Transport};
use tucuxi_s3::types::{Delete, ObjectIdentifier};

#[tokio::test(flavor = "multi_thread")]
async fn any_number_of_keys_is_deleted_and_errors_are_told_by_key() {
    let (server, store) = Store::start(Transport::Http).await;
    let keys: Vec<String> = (0..2500).map(|number| format!("k{number}")).collect();
    keys.iter().for_each(|key| store.put(&format!("/b/{key}"), "x"));
    store.lock("k17");
    store.lock("k2400");
    let s3 = client(&server);
    let output = s3.delete_objects().bucket("b").keys(&keys).await.expect("answers");
    assert_eq!(output.deleted.map(|deleted| deleted.len()), Some(2498));
    let mut refused: Vec<_> =
        output.errors.unwrap_or_default().into_iter().filter_map(|error| error.key).collect();
    refused.sort();
    assert_eq!(refused, ["k17", "k2400"]);
    assert_eq!(store.keys(), ["/b/k17", "/b/k2400"]);
    assert_eq!(store.requests(), ["DeleteObjects"; 3]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_set_before_holds_and_no_keys_are_no_request() {
    let (server, store) = Store::start(Transport::Http).await;
    store.put("/b/a", "x");
    let s3 = client(&server);
    let mut delete = Delete::default();
    (delete.objects, delete.quiet) = (Some(vec![ObjectIdentifier::from("a")]), Some(true));
    let call = s3.delete_objects().bucket("b").delete(delete);
    call.keys(["b", "c"]).await.expect("answers");
    assert!(store.keys().is_empty());
    s3.delete_objects().bucket("b").keys(Vec::<String>::new()).await.expect("nothing");
    assert_eq!(store.requests(), ["DeleteObjects"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn silence_about_a_key_is_an_error() {
    let (server, store) = Store::start(Transport::Http).await;
    store.forget("b");
    let s3 = client(&server);
    let error = s3.delete_objects().bucket("b").keys(["a", "b"]).await.expect_err("silence");
    assert!(error.message().contains("`b`"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sync_deletes_last_and_tells_what_it_could_not() {
    let (server, store) = Store::start(Transport::Http).await;
    for number in 0..2100 {
        store.put(&format!("/b/old{number}"), "x");
    }
    store.lock("old7");
    let (s3, here) = (client(&server), Folder::new());
    here.file("zz", "x");
    let outcome = s3.sync(here.path(""), "s3://b").delete().await.expect("an outcome");
    assert_eq!((outcome.transferred, outcome.deleted, outcome.failed), (1, 2099, 1));
    let failure = outcome.failures.first().expect("a failure").to_string();
    assert!(failure.contains("delete: s3://b/old7") && failure.contains("AccessDenied"), "{failure}");
    let requests = store.requests();
    let last = requests.iter().rev().take(3).collect::<Vec<_>>();
    assert_eq!(last, ["DeleteObjects"; 3]);
    assert_eq!(store.keys(), ["/b/old7", "/b/zz"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_filters_leave_out_is_not_deleted() {
    let (server, store) = Store::start(Transport::Http).await;
    for key in ["a.txt", "b.log", "deep/c.log", "keep.log"] {
        store.put(&format!("/b/{key}"), "x");
    }
    let (s3, here) = (client(&server), Folder::new());
    here.file("keep.log", "x");
    let outcome = s3.sync(here.path(""), "s3://b").delete().exclude("*.log").include("deep/*").await;
    assert_eq!(outcome.expect("an outcome").deleted, 2);
    assert_eq!(store.keys(), ["/b/b.log", "/b/keep.log"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_that_xml_cannot_hold_are_deleted_one_by_one() {
    let (server, store) = Store::start(Transport::Http).await;
    for key in ["a", "b%01c", "%EF%BF%BE"] {
        store.put(&format!("/b/{key}"), "x");
    }
    let s3 = client(&server);
    let output = s3.delete_objects().bucket("b").keys(["a", "b\u{1}c"]).await.expect("answers");
    assert_eq!(output.deleted.map(|deleted| deleted.len()), Some(2));
    let here = Folder::new();
    here.file("z", "x");
    let outcome = s3.sync(here.path(""), "s3://b").delete().await.expect("an outcome");
    assert_eq!((outcome.deleted, outcome.failed), (1, 0), "{outcome:?}");
    assert_eq!(store.keys(), ["/b/z"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn silence_about_one_key_says_nothing_of_the_others() {
    let (server, store) = Store::start(Transport::Http).await;
    for key in ["a", "b", "c"] {
        store.put(&format!("/b/{key}"), "x");
    }
    store.forget("b");
    let (s3, here) = (client(&server), Folder::new());
    here.file("z", "x");
    let outcome = s3.sync(here.path(""), "s3://b").delete().await.expect("an outcome");
    assert_eq!((outcome.deleted, outcome.failed), (2, 1), "{outcome:?}");
}

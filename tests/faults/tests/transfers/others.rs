//! Servers that are not AWS's: without checksums, without strong entity tags.

use crate::{Folder, MIB, client, pattern, read};
use faults::{Store, Transport};

#[tokio::test(flavor = "multi_thread")]
async fn transfers_do_without_checksums() {
    let (server, store) = Store::start(Transport::Tls).await;
    store.without_checksums();
    let (s3, folder) = (client(&server, 1), Folder::new());
    let bytes = pattern(20 * MIB);
    s3.upload(bytes.clone()).bucket("b").key("k").await.expect("an upload");
    s3.copy("b", "k").bucket("b").key("copy").await.expect("a copy");
    s3.download_file(folder.path("down")).bucket("b").key("copy").await.expect("a download");
    assert!(read(folder.path("down")) == bytes);
    assert_eq!(store.uploads(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_object_without_a_strong_tag_is_asked_for_again() {
    let (server, store) = Store::start(Transport::Http).await;
    store.with_weak_tags();
    let (s3, folder) = (client(&server, 1), Folder::new());
    for size in [1000, 20 * MIB] {
        let bytes = pattern(size);
        store.put("/b/k", bytes.clone());
        store.break_bodies(4);
        s3.download_file(folder.path("down")).bucket("b").key("k").await.expect("the fifth attempt");
        assert!(read(folder.path("down")) == bytes, "{size}");
        store.break_bodies(5);
        let error = s3.download_file(folder.path("down")).bucket("b").key("k").await;
        assert!(error.is_err(), "{size}");
        assert_eq!(folder.names(), ["down"]);
    }
}

#[test]
fn without_a_runtime_a_transfer_is_an_error() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let (server, _) = runtime.block_on(Store::start(Transport::Http));
    let s3 = client(&server, 1);
    let mut upload = std::pin::pin!(s3.upload("x").bucket("b").key("k").start());
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match upload.as_mut().poll(&mut context) {
        std::task::Poll::Ready(Err(error)) => assert!(error.to_string().contains("runtime"), "{error}"),
        other => panic!("{other:?}"),
    }
}

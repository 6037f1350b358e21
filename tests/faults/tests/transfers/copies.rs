//! Copies in one request and in parts.

use crate::{MIB, client, pattern};
use faults::{Store, Transport};

#[tokio::test(flavor = "multi_thread")]
async fn copies_are_equal_and_keep_their_metadata() {
    let (server, store) = Store::start(Transport::Http).await;
    let s3 = client(&server, 1);
    for size in [0, 5, 20 * MIB + 3] {
        let upload = s3.upload(pattern(size)).bucket("b").key("k");
        upload.with(|put| put.content_type = Some("text/x".into())).await.expect("an upload");
        s3.copy("b", "k").bucket("b").key("copy").await.expect("a copy");
        let copy = store.get("/b/copy").expect("an object");
        assert!(*copy.bytes == pattern(size), "{size}");
        if size > 8 * MIB {
            assert!(copy.headers.contains(&("content-type".into(), "text/x".into())), "{:?}", copy.headers);
        }
    }
    assert_eq!(store.uploads(), 0);
    let error = s3.copy("b", "none").bucket("b").key("copy").await.expect_err("no source");
    assert!(error.is_not_found(), "{error}");
    let error = s3.copy("b", "k?versionId=1").bucket("b").key("copy").await.expect_err("no such version");
    assert!(error.to_string().contains("for a version"), "{error}");
}

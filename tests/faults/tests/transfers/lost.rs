//! Responses that are lost, though the server has done what it was asked for.

use crate::{MIB, client, pattern};
use faults::{Store, Transport};

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_whose_completion_was_not_heard_of_is_complete() {
    let (server, store) = Store::start(Transport::Http).await;
    let s3 = client(&server, 3);
    let bytes = pattern(12 * MIB);
    store.lose("CompleteMultipartUpload");
    let output = s3.upload(bytes.clone()).bucket("b").key("k").await.expect("an upload");
    let object = store.get("/b/k").expect("an object");
    assert!(*object.bytes == bytes);
    assert_eq!(output.e_tag, Some(object.e_tag));
    assert_eq!(store.uploads(), 0);

    // An object that is there already is not taken for it.
    store.put("/b/other", "before");
    store.refuse_part(2);
    let failed = s3.upload(bytes).bucket("b").key("other").await;
    assert!(failed.is_err() && *store.get("/b/other").expect("an object").bytes == b"before");
}

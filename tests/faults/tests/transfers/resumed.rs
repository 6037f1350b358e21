//! Uploads that fail, and go on later.

use crate::{Folder, MIB, client, pattern};
use faults::{Store, Transport};
use tucuxi::types::ByteStream;
use tucuxi_s3::UnfinishedUpload;

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_goes_on_from_the_parts_that_are_kept() {
    let (server, store) = Store::start(Transport::Http).await;
    let (s3, folder) = (client(&server, 1), Folder::new());
    let bytes = pattern(40 * MIB);
    let file = folder.file("up", &bytes);
    store.refuse_part(4);
    let upload = s3.upload_file(&file).bucket("b").key("k").keep_parts();
    let error = upload.config(|config| config.max_concurrency = 1).await.expect_err("a part that is refused");
    let unfinished = UnfinishedUpload::of(&error).expect("an unfinished upload");
    assert_eq!((unfinished.bucket(), unfinished.key(), unfinished.sent()), ("b", "k", 24 * MIB as u64));
    assert_eq!(store.uploads(), 1);

    let saved = serde_json::to_string(unfinished).expect("JSON");
    let unfinished: UnfinishedUpload = serde_json::from_str(&saved).expect("the same");
    assert_eq!(&unfinished, UnfinishedUpload::of(&error).expect("it is still there"));
    let wrong = s3.upload_file(folder.file("other", pattern(39 * MIB))).resume(unfinished.clone());
    let error = wrong.keep_parts().await.expect_err("another file");
    assert!(error.to_string().contains("bytes, and had"), "{error}");

    let before = store.requests().len();
    s3.upload_file(&file).resume(unfinished).await.expect("the rest");
    let requests = store.requests().split_off(before);
    assert_eq!(requests.iter().filter(|name| *name == "UploadPart").count(), 2, "{requests:?}");
    assert!(*store.get("/b/k").expect("an object").bytes == bytes);
    assert_eq!(store.uploads(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_that_is_another_one_does_not_go_on() {
    let (server, store) = Store::start(Transport::Http).await;
    let s3 = client(&server, 1);
    let bytes = pattern(40 * MIB);
    let stream = |bytes: &[u8]| ByteStream::from_reader(std::io::Cursor::new(bytes.to_vec()));
    store.refuse_part(4);
    let upload = s3.upload(stream(&bytes)).bucket("b").key("k").keep_parts();
    let error = upload.config(|config| config.max_concurrency = 1).await.expect_err("a part that is refused");
    let unfinished = UnfinishedUpload::of(&error).expect("an unfinished upload");
    let mut other = bytes.clone();
    other[9 * MIB] ^= 1;
    for wrong in [&bytes[..0], &bytes[..10 * MIB], &other] {
        let again = s3.upload(stream(wrong)).resume(unfinished.clone()).keep_parts();
        let error = again.await.expect_err("another stream");
        assert!(error.to_string().contains("another body"), "{error}");
        assert_eq!(
            UnfinishedUpload::of(&error).map(UnfinishedUpload::upload_id),
            Some(unfinished.upload_id())
        );
    }
    s3.upload(stream(&bytes)).resume(unfinished.clone()).await.expect("the rest");
    assert!(*store.get("/b/k").expect("an object").bytes == bytes);
}

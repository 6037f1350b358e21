//! Encryption keys of customers, and metadata that is not ASCII.

use super::*;
use crate::types::ChecksumAlgorithm;
use tucuxi::error::ErrorKind;
use tucuxi::types::ByteStream;

const ALGORITHM: &str = "x-amz-server-side-encryption-customer-algorithm";
const KEY: &str = "x-amz-server-side-encryption-customer-key";
const MD5: &str = "x-amz-server-side-encryption-customer-key-md5";

/// 32 bytes that are not text, as base64, and their MD5.
const BYTES: [u8; 32] = [0xff; 32];
const ENCODED: &str = "//////////////////////////////////////////8=";
const DIGEST: &str = "DX3EJmSXEA5IMfWzG2snTw==";

#[tokio::test]
async fn the_bytes_of_a_key_are_encoded_and_their_md5_is_sent() {
    let (s3, http) = client([Answer::new(200), Answer::new(200), Answer::new(200), Answer::new(200)]);
    s3.head_object()
        .bucket("b")
        .key("k")
        .sse_customer_algorithm("AES256")
        .sse_customer_key(BYTES)
        .await
        .unwrap();
    let sent = http.take_requests();
    assert_eq!(header(&sent[0], ALGORITHM), "AES256");
    assert_eq!((header(&sent[0], KEY), header(&sent[0], MD5)), (ENCODED, DIGEST));
    let copy = s3.upload_part_copy().bucket("b").key("k").upload_id("u").part_number(1).copy_source("b/a");
    let copy = copy.sse_customer_key("0123456789abcdef0123456789abcdef").copy_source_sse_customer_key(BYTES);
    let debug = format!("{copy:?}");
    assert!(!debug.contains("0123456789abcdef") && !debug.contains("\\xff"), "{debug}");
    let _ = copy.await;
    let sent = &http.take_requests()[0];
    assert_eq!(header(sent, KEY), "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");
    let source = "x-amz-copy-source-server-side-encryption-customer-key";
    assert_eq!((header(sent, source), header(sent, &format!("{source}-md5"))), (ENCODED, DIGEST));
    let _ = s3.list_parts().bucket("b").key("k").upload_id("u").sse_customer_key(BYTES).await;
    let sent = &http.take_requests()[0];
    assert_eq!((header(sent, KEY), header(sent, MD5)), (ENCODED, DIGEST), "botocore forgets this one");
}

#[tokio::test]
async fn a_key_with_its_md5_is_encoded_already() {
    let (s3, http) = client([Answer::new(200)]);
    let get = s3.head_object().bucket("b").key("k").sse_customer_key_md5("given");
    get.clone().sse_customer_key(ENCODED).await.unwrap();
    let sent = &http.take_requests()[0];
    assert_eq!((header(sent, KEY), header(sent, MD5)), (ENCODED, "given"));
    let error = get.sse_customer_key([0; 32]).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Validation);
    assert!(error.to_string().contains("must be base64 where its MD5 is given"), "{error}");
    assert!(http.requests().is_empty());
}

#[tokio::test]
async fn metadata_that_is_not_ascii_is_decoded() {
    let answer = || {
        Answer::new(200)
            .header("x-amz-meta-title", "=?UTF-8?B?w4l0w6k=?=")
            .header("x-amz-meta-place", "=?UTF-8?Q?Caf=C3=A9_?= =?UTF-8?Q?noir?=")
            .header("x-amz-meta-plain", "plain")
            .header("x-amz-meta-broken", "=?UTF-8?B?w4l?=")
    };
    let (s3, _) = client([answer(), answer()]);
    let head = s3.head_object().bucket("b").key("k").await.unwrap();
    let get = s3.get_object().bucket("b").key("k").await.unwrap();
    for metadata in [head.metadata(), get.metadata()] {
        let value = |key: &str| metadata.get(key).map(|value| value.to_string()).unwrap_or_default();
        assert_eq!(value("title"), "Été");
        assert_eq!(value("place"), "Café noir");
        assert_eq!(value("plain"), "plain");
        assert_eq!(value("broken"), "=?UTF-8?B?w4l?=");
    }
}

#[tokio::test]
async fn an_upload_at_aws_has_a_checksum_by_default() {
    let (s3, http) = client([Answer::new(200), Answer::new(200)]);
    s3.put_object().bucket("b").key("k").body("hello").await.unwrap();
    assert_eq!(header(&http.take_requests()[0], "x-amz-trailer"), "x-amz-checksum-crc32");
    let body = ByteStream::from("hello world").section(0, 5);
    let put = s3.put_object().bucket("b").key("k").body(body).checksum_algorithm(ChecksumAlgorithm::Md5);
    put.await.unwrap();
    let sent = &http.take_requests()[0];
    assert_eq!(sent.body, "5\r\nhello\r\n0\r\nx-amz-checksum-md5:XUFAKrxLKna5cZ2REBfFkg==\r\n\r\n");
}

#[tokio::test]
async fn an_algorithm_whose_feature_is_off_is_an_error_that_names_it() {
    let (s3, http) = client([Answer::new(200)]);
    let put =
        s3.put_object().bucket("b").key("k").body("hello").checksum_algorithm(ChecksumAlgorithm::Xxhash3);
    match put.await {
        // another crate of this build has it on
        Ok(_) => assert_eq!(header(&http.requests()[0], "x-amz-trailer"), "x-amz-checksum-xxhash3"),
        Err(error) => {
            assert!(error.to_string().contains("needs the feature `xxhash`"), "{error}");
            assert!(http.requests().is_empty());
        }
    }
}

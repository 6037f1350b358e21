//! Objects are stored and read whole, or the call fails.

use super::*;
use tucuxi::error::ErrorKind;
use tucuxi::external::bytes::Bytes;
use tucuxi::types::ByteStream;

fn stored() -> Answer {
    Answer::new(200).header("etag", "\"e\"")
}

fn once(text: &'static str, length: Option<u64>) -> ByteStream {
    ByteStream::from_stream(ByteStream::from(text), length)
}

#[tokio::test]
async fn the_clone_of_an_upload_of_a_stream_is_refused() {
    let (s3, http) = client([stored(), stored()]);
    let put = s3.put_object().bucket("b").key("k").body(once("hello", Some(5)));
    let part =
        s3.upload_part().bucket("b").key("k").upload_id("u").part_number(1).body(once("hello", Some(5)));
    for error in [put.clone().await.map(|_| ()).unwrap_err(), part.clone().await.map(|_| ()).unwrap_err()] {
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Validation, 0));
        assert!(error.to_string().contains("a clone of a stream that can be read only once"), "{error}");
    }
    assert!(http.requests().is_empty());
    put.await.unwrap();
    part.await.unwrap();
    assert!(http.requests().iter().all(|request| request.body.starts_with(b"5\r\nhello\r\n0\r\n")));
}

#[tokio::test]
async fn an_upload_is_as_long_as_its_input_says() {
    let (s3, http) = client([stored(), stored(), stored()]);
    let put = |length: i64| s3.put_object().bucket("b").key("k").content_length(length);
    for error in [
        put(5).body("hello world").await.unwrap_err(),
        put(50).body("hello world").await.unwrap_err(),
        put(-1).body("hello world").await.unwrap_err(),
        put(5).await.unwrap_err(),
        put(5).body(once("hello world", Some(11))).await.unwrap_err(),
        put(11).body("hello world").customize(|call| call.header("content-length", "5")).await.unwrap_err(),
    ] {
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Validation, 0), "{error}");
    }
    let error = put(5).body(once("hello world", None)).await.unwrap_err();
    assert!(error.to_string().contains("longer than the 5 bytes announced"), "{error}");
    assert!(http.requests().is_empty());
    put(11).body("hello world").await.unwrap();
    put(11).body(once("hello world", None)).await.unwrap();
    put(0).await.unwrap();
    let requests = http.requests();
    for request in &requests[..2] {
        assert_eq!(header(request, "x-amz-decoded-content-length"), "11");
        assert!(request.body.starts_with(b"b\r\nhello world\r\n0\r\n"));
    }
}

#[tokio::test]
async fn an_object_that_does_not_come_is_an_error() {
    for answer in [Answer::new(101), Answer::new(204).header("content-length", "5")] {
        let (s3, _) = client([answer.clone(), Answer::new(200).body("hello")]);
        let output = s3.get_object().bucket("b").key("k").await.unwrap();
        assert_eq!(output.body.collect().await.unwrap(), Bytes::from("hello"));
        let (s3, _) = client([answer]);
        let get = s3.get_object().bucket("b").key("k").customize(|call| call.max_attempts(1));
        let error = get.await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Transport);
        assert!(matches!(error.status(), Some(101 | 204)), "{error}");
    }
}

#[tokio::test]
async fn a_part_is_not_checked_against_the_checksum_of_the_object() {
    let part = || {
        Answer::new(206)
            .header("content-range", "bytes 0-3/5")
            .header("x-amz-checksum-type", "FULL_OBJECT")
            .header("x-amz-checksum-crc32", "NhCmhg==")
            .body("hell")
    };
    let (s3, _) = client([part(), part(), part()]);
    let get = s3.get_object().bucket("b").key("k");
    let output = get.clone().range("bytes=0-3").await.unwrap();
    assert_eq!(output.body.collect().await.unwrap(), Bytes::from("hell"));
    let output = get.clone().part_number(1).await.unwrap();
    assert_eq!(output.body.collect().await.unwrap(), Bytes::from("hell"));
    let error = get.customize(|call| call.max_attempts(1)).await.unwrap_err();
    assert_eq!(error.status(), Some(206), "no part was asked for");
}

#[tokio::test]
async fn the_clone_of_an_output_holds_no_object() {
    let answer = Answer::new(200).header("x-amz-checksum-crc32", "NhCmhg==").body("hello");
    let (s3, _) = client([answer]);
    let output = s3.get_object().bucket("b").key("k").await.unwrap();
    let clone = output.clone();
    assert_eq!(output.body.collect().await.unwrap(), Bytes::from("hello"));
    let error = clone.body.collect().await.unwrap_err();
    assert!(error.to_string().contains("a clone of a stream"), "{error}");
}

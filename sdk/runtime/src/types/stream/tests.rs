#![allow(clippy::unwrap_used)]
use super::*;
use crate::checksum;
use crate::http::ResponseHead;
use tokio::io::AsyncReadExt;

/// A stream of these chunks.
struct Pieces(std::vec::IntoIter<Bytes>);

impl Stream for Pieces {
    type Item = io::Result<Bytes>;
    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.next().map(Ok))
    }
}

fn pieces(parts: &[&'static str], length: Option<u64>) -> ByteStream {
    let parts: Vec<Bytes> = parts.iter().map(|part| Bytes::from_static(part.as_bytes())).collect();
    ByteStream::from_stream(Pieces(parts.into_iter()), length)
}

#[tokio::test]
async fn bytes_and_streams_are_collected() {
    assert_eq!(ByteStream::from("text").collect().await.unwrap(), "text");
    assert_eq!(ByteStream::default().collect().await.unwrap(), "");
    assert_eq!(pieces(&["one ", "two ", "three"], Some(13)).collect().await.unwrap(), "one two three");
    assert_eq!(pieces(&["one ", "two"], None).collect().await.unwrap(), "one two");
}

#[tokio::test]
async fn a_body_that_is_not_as_long_as_announced_is_an_error() {
    let error = pieces(&["abc"], Some(5)).collect().await.unwrap_err();
    assert_eq!(error.to_string(), "the body could not be read: the body ended after 3 of 5 bytes");
}

#[tokio::test]
async fn a_body_that_does_not_match_its_checksum_is_an_error_at_its_end() {
    let mut head = ResponseHead::default();
    head.headers.insert("x-amz-checksum-crc32", http::HeaderValue::from_static("NhCmhg=="));
    let verifier = || checksum::expected(&["CRC32"], &head).unwrap();
    assert_eq!(pieces(&["he", "llo"], None).verified(verifier()).collect().await.unwrap(), "hello");
    assert_eq!(ByteStream::from("hello").verified(verifier()).collect().await.unwrap(), "hello");
    let mut wrong = pieces(&["he", "lp"], None).verified(verifier());
    assert_eq!(wrong.next_chunk().await.unwrap().unwrap(), "he");
    assert_eq!(wrong.next_chunk().await.unwrap().unwrap(), "lp");
    assert!(wrong.next_chunk().await.unwrap().unwrap_err().to_string().contains("crc32 checksum"));
    assert!(wrong.next_chunk().await.is_none());
}

#[tokio::test]
async fn a_body_is_a_reader() {
    let mut text = String::new();
    pieces(&["one ", "two"], None).into_async_read().read_to_string(&mut text).await.unwrap();
    assert_eq!(text, "one two");
}

#[tokio::test]
async fn a_file_is_read_again_from_its_start() {
    let path = std::env::temp_dir().join(format!("tucuxi-stream-{}", std::process::id()));
    let content = vec![42u8; 600_000];
    std::fs::write(&path, &content).unwrap();
    let body = ByteStream::from_path(&path).await.unwrap();
    assert_eq!(body.length(), Some(600_000));
    let again = body.again().unwrap();
    assert!(body.collect().await.unwrap() == content);
    assert!(again.collect().await.unwrap() == content);
    std::fs::remove_file(&path).unwrap();
    let error = ByteStream::from_path(&path).await.unwrap_err();
    assert!(error.to_string().contains("tucuxi-stream-"), "{error}");
}

#[test]
fn only_what_can_be_read_again_is_repeatable() {
    assert!(ByteStream::from("x").again().is_some());
    assert!(pieces(&["x"], None).again().is_none());
    assert!(pieces(&["x"], None).clone().is_absent());
}

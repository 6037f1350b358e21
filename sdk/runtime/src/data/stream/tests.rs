#![allow(clippy::unwrap_used)]
mod files;

use super::*;
use crate::checksum;
use crate::error::ErrorKind;
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
    assert_eq!(error.to_string(), "the body ended after 3 of 5 bytes");
    assert_eq!(error.kind(), ErrorKind::Io, "as with `next_chunk` and `?`");
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

#[test]
fn only_what_can_be_read_again_is_repeatable() {
    assert!(ByteStream::from("x").again().is_some());
    assert!(pieces(&["x"], None).again().is_none());
}

#[tokio::test]
async fn a_clone_of_what_is_read_once_fails_however_it_is_read() {
    let original = pieces(&["one ", "two"], Some(7));
    let clone = || original.clone();
    assert_eq!((clone().is_absent(), clone().length()), (false, None));
    assert_eq!(format!("{:?}", clone()), "ByteStream(clone of a stream, cannot be read)");
    let error = clone().clone().collect().await.unwrap_err();
    assert!(error.to_string().contains("a clone of a stream that can be read only once"), "{error}");
    let mut reader = clone().into_async_read();
    for _ in 0..2 {
        reader.read_to_string(&mut String::new()).await.unwrap_err();
    }
    let mut stream = clone();
    assert!(stream.next_chunk().await.unwrap().is_err());
    assert!(stream.next_chunk().await.is_none(), "it is an error once");
    assert!(stream.collect().await.is_err(), "and never an empty body");
    assert!(clone().whole().is_err());
    assert_eq!(original.collect().await.unwrap(), "one two");
}

#[tokio::test]
async fn clones_of_bytes_are_whole_whatever_has_been_read() {
    let mut original = ByteStream::from("text");
    assert_eq!(original.next_chunk().await.unwrap().unwrap(), "text");
    assert_eq!(original.length(), Some(0));
    assert_eq!(original.clone().collect().await.unwrap(), "text");
    assert_eq!(original.as_bytes().unwrap(), "text");
    assert!(original.next_chunk().await.is_none());
    assert_eq!(original.whole().unwrap().collect().await.unwrap(), "text");
}

#[tokio::test]
async fn a_stream_that_has_been_read_is_not_whole() {
    let mut partly = pieces(&["one ", "two"], None);
    partly.next_chunk().await.unwrap().unwrap();
    let problem = partly.whole().unwrap_err();
    assert!(problem.contains("4 bytes of the stream have been read before"), "{problem}");
    let mut ended = pieces(&["one"], None);
    while ended.next_chunk().await.is_some() {}
    assert_eq!(ended.length(), Some(0));
    assert!(ended.whole().is_err());
    let mut failed = pieces(&[], Some(1));
    failed.next_chunk().await.unwrap().unwrap_err();
    assert!(failed.whole().unwrap_err().contains("has failed"));
    let mut empty = pieces(&[], None);
    assert!(empty.next_chunk().await.is_none());
    assert_eq!(empty.whole().unwrap().collect().await.unwrap(), "", "there was nothing in it");
}

/// A stream that must not be polled any more when it has ended.
struct Strict(Option<Vec<io::Result<Bytes>>>);

impl Stream for Strict {
    type Item = io::Result<Bytes>;
    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let items = self.0.as_mut().unwrap();
        let next = (!items.is_empty()).then(|| items.remove(0));
        if next.as_ref().is_none_or(Result::is_err) {
            self.0 = None;
        }
        Poll::Ready(next)
    }
}

#[tokio::test]
async fn what_has_ended_or_failed_is_not_polled_again() {
    let mut ended = ByteStream::from_stream(Strict(Some(vec![Ok("a".into())])), None);
    assert_eq!(ended.next_chunk().await.unwrap().unwrap(), "a");
    for _ in 0..2 {
        assert!(ended.next_chunk().await.is_none());
    }
    let items = vec![Ok("a".into()), Err(io::Error::other("gone"))];
    let mut failed = ByteStream::from_stream(Strict(Some(items)), None);
    failed.next_chunk().await.unwrap().unwrap();
    assert!(failed.next_chunk().await.unwrap().is_err());
    assert!(failed.next_chunk().await.is_none());
    assert!(failed.collect().await.is_err(), "half a body is not a body");
}

#[tokio::test]
async fn more_than_announced_is_an_error_at_once() {
    let mut body = ByteStream::from_stream(endless(), Some(10));
    let mut read = 0;
    let error = loop {
        match body.next_chunk().await.unwrap() {
            Ok(chunk) => read += chunk.len(),
            Err(error) => break error,
        }
    };
    assert_eq!(read, 8);
    assert_eq!(error.to_string(), "the body is longer than the 10 bytes announced");
    let announced = pieces(&["abc"], None).announced(2);
    assert!(announced.collect().await.unwrap_err().to_string().contains("longer than the 2 bytes"));
    let announced = pieces(&["abc"], None).announced(4);
    assert!(announced.collect().await.unwrap_err().to_string().contains("ended after 3 of 4 bytes"));
}

/// Four bytes again and again.
fn endless() -> impl Stream<Item = io::Result<Bytes>> {
    struct Endless;
    impl Stream for Endless {
        type Item = io::Result<Bytes>;
        fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
            Poll::Ready(Some(Ok(Bytes::from_static(&[7; 4]))))
        }
    }
    Endless
}

#[tokio::test]
async fn what_is_read_into_memory_is_bounded() {
    assert_eq!(pieces(&["one ", "two"], None).into_memory().await.unwrap(), "one two");
    let piece: &'static str = "x".repeat(LARGEST_IN_MEMORY / 2).leak();
    assert_eq!(pieces(&[piece, piece], None).into_memory().await.unwrap().len(), LARGEST_IN_MEMORY);
    let error = pieces(&[piece, piece, "x"], None).into_memory().await.unwrap_err();
    assert_eq!(error.kind(), crate::error::ErrorKind::Validation);
    let expected = "invalid input: the checksum of the body is sent before it, so that a stream is read into memory, up \
                    to 64 MiB; this one is longer; use an https endpoint, send a file with `ByteStream::from_path` or \
                    bytes in memory, or send smaller parts";
    assert_eq!(error.to_string(), expected);
    assert!(pieces(&[piece, piece], Some(LARGEST_IN_MEMORY as u64)).into_memory().await.is_ok());
    // one that says that it is longer is not even read
    let longer = ByteStream::from_stream(endless(), Some(LARGEST_IN_MEMORY as u64 + 1));
    assert_eq!(longer.into_memory().await.unwrap_err().to_string(), expected);
}

#[tokio::test]
async fn a_reader_is_a_body() {
    let content = "0123456789".repeat(60_000);
    for length in [None, Some(600_000)] {
        let body = ByteStream::from_reader(io::Cursor::new(content.clone()));
        let body = length.into_iter().fold(body, ByteStream::with_length);
        assert_eq!(body.length(), length);
        assert!(body.again().is_none(), "it can be read only once");
        assert!(body.collect().await.unwrap() == content);
    }
    for (length, problem) in [(5, "longer than the 5 bytes"), (600_001, "ended after 600000 of 600001 bytes")]
    {
        let body = ByteStream::from_reader(io::Cursor::new(content.clone())).with_length(length);
        let error = body.collect().await.unwrap_err();
        assert!(error.to_string().contains(problem), "{error}");
    }
    let (mut writer, reader) = tokio::io::duplex(16);
    let writing = tokio::spawn(async move {
        for _ in 0..100 {
            tokio::io::AsyncWriteExt::write_all(&mut writer, b"a piece, ").await.unwrap();
        }
    });
    assert_eq!(ByteStream::from_reader(reader).collect().await.unwrap(), "a piece, ".repeat(100));
    writing.await.unwrap();
}

#[tokio::test]
async fn bytes_have_sections_and_streams_have_none() {
    let mut body = ByteStream::from("0123456789");
    assert_eq!(body.section(3, 4).collect().await.unwrap(), "3456");
    body.next_chunk().await.unwrap().unwrap();
    let section = body.section(10, 0);
    assert_eq!((section.is_absent(), section.length()), (false, Some(0)));
    assert!(body.section(0, 10).again().is_some());
    let out_of_range = "6 bytes from byte 5 on are out of range: there are 10 bytes";
    let section = body.section(5, 6);
    assert_eq!(section.section(0, 1).collect().await.unwrap_err().message(), out_of_range);
    assert_eq!(section.collect().await.unwrap_err().message(), out_of_range);
    assert!(ByteStream::default().section(0, 1).collect().await.is_err());
    let error = pieces(&["abc"], Some(3)).section(0, 1).collect().await.unwrap_err();
    assert!(error.to_string().contains("can be read only once"), "{error}");
}

#[tokio::test]
async fn the_beginning_of_a_body_can_be_read_alone() {
    let bodies: [fn() -> ByteStream; 4] = [
        || ByteStream::from("abcdef"),
        || pieces(&["abcdef"], None),
        || pieces(&["ab", "cd", "ef"], Some(6)),
        || pieces(&["abc", "def"], None),
    ];
    for body in bodies {
        for limit in 0..8 {
            let Beginning { bytes, is_whole } = body().read_at_most(limit).await.unwrap();
            assert_eq!((bytes.len(), is_whole), (limit.min(6), limit >= 6));
            assert!(b"abcdef".starts_with(&bytes));
        }
    }
    let start = ByteStream::from_stream(endless(), None).read_at_most(10).await.unwrap();
    assert_eq!((start.bytes.len(), start.is_whole), (10, false));
    assert!(ByteStream::default().read_at_most(0).await.unwrap().is_whole);
}

//! Large heads of responses, and bodies that are not as long as announced.

use super::*;

/// A response with `count` headers of `size` bytes each, beside its length.
fn head(count: usize, size: usize) -> &'static [u8] {
    let mut head = b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n".to_vec();
    for index in 0..count {
        let name = format!("x-amz-meta-{index:04}: ");
        let value = "v".repeat(size.saturating_sub(name.len() + 2));
        head.extend_from_slice(format!("{name}{value}\r\n").as_bytes());
    }
    head.extend_from_slice(b"\r\nhello");
    head.leak()
}

#[tokio::test]
async fn an_object_may_have_all_the_metadata_that_fits() {
    for (count, size) in
        [(100, 20), (101, 20), (1050, 20), (1099, 20), (1, 60_000), (1, 70_000), (30, 16_000)]
    {
        let (url, _) = serve(head(count, size)).await;
        let response = get(&url).await.unwrap();
        assert_eq!(response.head.headers.len(), count + 1, "{count} of {size}");
        assert_eq!(response.body.collect().await.unwrap(), "hello");
    }
}

#[tokio::test]
async fn a_head_beyond_the_limit_is_named_as_such() {
    for (count, size) in [(1100, 20), (40, 30_000)] {
        let (url, _) = serve(head(count, size)).await;
        let error = get(&url).await.map(|response| response.head.headers.len()).unwrap_err();
        assert_eq!(error.kind, TransportErrorKind::Broken);
        let expected = "the response has more than 1100 headers, or more than 524288 bytes of them";
        assert_eq!(error.message, expected, "{count} of {size}");
    }
}

#[tokio::test]
async fn a_stream_longer_than_announced_is_not_sent_as_if_it_were_whole() {
    for items in [&["hello", "!"][..], &["hello!"], &["he", "llo", "", "!"]] {
        let (sender, receiver) = tokio::sync::oneshot::channel();
        let url = once(|arrived, _| async move { sender.send(arrived).unwrap() }).await;
        let items = items.iter().map(|text| Ok(Bytes::from_static(text.as_bytes()))).collect();
        let body = Body::Stream(ByteStream::from_stream(Items(items), Some(5)));
        let error = client(Duration::from_secs(10)).send(request("PUT", &url, body)).await.unwrap_err();
        assert_eq!(error.kind, TransportErrorKind::Request, "{error:?}");
        assert!(format!("{error:?}").contains("longer than the 5 bytes"), "{error:?}");
        assert!(receiver.await.is_err(), "the server never has the whole body");
    }
    let (url, _) = serve(OK).await;
    let items = ["he", "llo", ""].map(|text| Ok(Bytes::from_static(text.as_bytes())));
    let body = Body::Stream(ByteStream::from_stream(Items(items.into()), Some(5)));
    client(Duration::from_secs(10)).send(request("PUT", &url, body)).await.unwrap();
}

#[tokio::test]
async fn a_stream_that_does_not_end_where_it_should_runs_out_of_time() {
    let (url, _) = serve(OK).await;
    let (sender, receiver) = tokio::sync::mpsc::channel(1);
    sender.send(Bytes::from_static(b"hello")).await.unwrap();
    let body = Body::Stream(ByteStream::from_stream(Received(receiver), Some(5)));
    let error = client(Duration::from_millis(100)).send(request("PUT", &url, body)).await.unwrap_err();
    assert_eq!(error.kind, TransportErrorKind::Timeout);
    drop(sender);
}

#[tokio::test]
async fn a_response_without_its_body_has_none() {
    for answer in [
        &b"HTTP/1.1 204 No Content\r\ncontent-length: 5\r\n\r\n"[..],
        b"HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n",
    ] {
        let (url, _) = serve(answer).await;
        let response = get(&url).await.unwrap();
        assert_eq!(response.body.length(), Some(0), "the call notices that it is not what the head says");
    }
}

//! Bodies that wait for `100 Continue`.

use super::*;
use crate::http::hyper::hold;
use std::time::Instant;

fn upload(url: &str, body: impl Into<ByteStream>) -> http::Request<Body> {
    let body = Body::Stream(body.into());
    let request = http::Request::builder().method("PUT").uri(url).header("expect", "100-continue");
    request.body(body).unwrap()
}

/// Reads the head of a request.
async fn head(stream: &mut TcpStream) -> Vec<u8> {
    let mut data = Vec::new();
    while !data.ends_with(b"\r\n\r\n") {
        assert_ne!(stream.read_buf(&mut data).await.unwrap(), 0);
    }
    data
}

/// Gives the first connection to `answer` once the head of a request has come.
async fn after_head<F>(answer: impl FnOnce(TcpStream) -> F + Send + 'static) -> String
where
    F: Future<Output = ()> + Send,
{
    connected(|mut stream| async move {
        let head = head(&mut stream).await;
        assert!(String::from_utf8(head).unwrap().contains("expect: 100-continue\r\n"));
        answer(stream).await;
    })
    .await
}

/// A body of a few chunks, and whether it was asked for any.
fn watched() -> (ByteStream, Arc<AtomicUsize>) {
    let polled = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&polled);
    let mut chunks = vec![Bytes::from_static(b"lo"), Bytes::from_static(b"hel")];
    let stream = chunks_of::from_fn(move || {
        counter.fetch_add(1, Ordering::SeqCst);
        chunks.pop()
    });
    (ByteStream::from_stream(stream, Some(5)), polled)
}

/// A stream of what a closure gives.
mod chunks_of {
    use super::*;
    use futures_core::Stream;
    use std::pin::Pin;
    use std::task::{Context, Poll};

    pub struct FromFn<F>(F);

    pub fn from_fn<F: FnMut() -> Option<Bytes> + Unpin>(next: F) -> FromFn<F> {
        FromFn(next)
    }

    impl<F: FnMut() -> Option<Bytes> + Unpin> Stream for FromFn<F> {
        type Item = io::Result<Bytes>;

        fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
            Poll::Ready((self.0)().map(Ok))
        }
    }
}

#[tokio::test]
async fn a_body_is_sent_when_the_server_wants_it() {
    let (body, polled) = watched();
    let counter = Arc::clone(&polled);
    let url = after_head(|mut stream| async move {
        tokio::time::sleep(Duration::from_millis(50)).await;
        assert_eq!(counter.load(Ordering::SeqCst), 0);
        stream.write_all(b"HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n").await.unwrap();
        let mut body = [0; 5];
        stream.read_exact(&mut body).await.unwrap();
        assert_eq!(&body, b"hello");
        stream.write_all(OK).await.unwrap();
    })
    .await;
    let start = Instant::now();
    let response = client(Duration::from_secs(10)).send(upload(&url, body)).await.unwrap();
    assert_eq!(
        (response.head.status.as_u16(), &response.body.collect().await.unwrap()[..]),
        (200, &b"hello"[..])
    );
    assert!(start.elapsed() < hold::LIMIT);
}

#[tokio::test]
async fn a_server_that_says_nothing_gets_the_body_after_a_while() {
    let (body, _) = watched();
    let url = after_head(|mut stream| async move {
        let mut body = [0; 5];
        stream.read_exact(&mut body).await.unwrap();
        stream.write_all(OK).await.unwrap();
    })
    .await;
    let client = client(Duration::from_millis(200));
    assert_eq!(client.send(upload(&url, body)).await.unwrap().head.status, 200);
}

#[tokio::test]
async fn a_final_response_leaves_the_body_alone_and_ends_the_connection() {
    let (body, polled) = watched();
    let (closed, is_closed) = tokio::sync::oneshot::channel();
    let url = after_head(|mut stream| async move {
        stream.write_all(b"HTTP/1.1 403 Forbidden\r\ncontent-length: 6\r\n\r\ndenied").await.unwrap();
        let mut rest = Vec::new();
        stream.read_to_end(&mut rest).await.unwrap();
        closed.send(rest).unwrap();
    })
    .await;
    let response = client(Duration::from_secs(10)).send(upload(&url, body)).await.unwrap();
    assert_eq!(response.head.status, 403);
    assert_eq!(response.body.collect().await.unwrap(), "denied");
    assert_eq!(is_closed.await.unwrap(), b"");
    assert_eq!(polled.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn success_before_the_body_was_sent_is_none() {
    let (body, _) = watched();
    let url = after_head(|mut stream| async move {
        stream.write_all(OK).await.unwrap();
        let _ = stream.read_to_end(&mut Vec::new()).await;
    })
    .await;
    let error = client(Duration::from_secs(10)).send(upload(&url, body)).await.unwrap_err();
    assert_eq!(error.kind, TransportErrorKind::Broken);
    assert_eq!(error.message, "the server responded with status 200 OK before the whole body was sent");
}

#[tokio::test]
async fn an_empty_body_is_not_announced() {
    let (url, _) = serve(OK).await;
    let answer = client(Duration::from_secs(10)).send(upload(&url, ByteStream::from(Bytes::new())));
    assert_eq!(answer.await.unwrap().head.status, 200);
}

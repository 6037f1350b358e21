//! Bodies are sent and received whole, or the call fails.

use super::*;
use futures_core::Stream;
use std::io;
use std::pin::Pin;
use std::task::{self, Poll};

structure! {
    Measured(payload(0)) {
        body: ByteStream => Member::new("Payload", "Payload", Type::Stream).with(Flags::REQUIRES_LENGTH),
    }
}

operations! {
    Plainly(Upload) -> Output {}
    Measure(Measured) -> Output {}
    Compress(Input) -> Output { compression: &["gzip"] }
    FetchSummed(Ask) -> Download { checksum: Some(&ASK_CHECKSUM) }
    Look(Input) -> Output { method: "HEAD" }
}

structure! {
    Ask() {
        text: Option<String> => Member::new("Text", "Text", Type::String),
        mode: Option<String> => Member::new("ChecksumMode", "x-amz-checksum-mode", Type::String),
    }
}

static ASK_CHECKSUM: Checksum = Checksum {
    required: false,
    algorithm_member: None,
    mode_member: Some(1),
    response_algorithms: &["CRC32"],
};

/// Pieces of text as a stream, which counts those it has given.
struct Pieces(Vec<&'static str>, Arc<Mutex<usize>>);

impl Stream for Pieces {
    type Item = io::Result<Bytes>;
    fn poll_next(mut self: Pin<&mut Self>, _: &mut task::Context<'_>) -> Poll<Option<Self::Item>> {
        if self.0.is_empty() {
            return Poll::Ready(None);
        }
        *self.1.lock().unwrap() += 1;
        Poll::Ready(Some(Ok(Bytes::from_static(self.0.remove(0).as_bytes()))))
    }
}

fn pieces(pieces: &[&'static str], length: Option<u64>) -> ByteStream {
    ByteStream::from_stream(Pieces(pieces.to_vec(), Arc::default()), length)
}

fn put(core: &Core, body: impl Into<ByteStream>) -> Call<Put> {
    let mut put = Call::<Put>::new(core);
    put.input.body = body.into();
    put
}

fn plainly(core: &Core, body: impl Into<ByteStream>) -> Call<Plainly> {
    let mut call = Call::<Plainly>::new(core);
    call.input.body = body.into();
    call
}

/// The error of a call that sent nothing.
async fn refused<O: Operation>(call: Call<O>, script: &TestClient) -> String {
    let error = call.send().await.map(|_| ()).unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Validation, 0), "{error}");
    assert!(script.requests().is_empty());
    error.to_string()
}

#[tokio::test]
async fn the_clone_of_a_call_with_a_stream_is_not_sent() {
    let script = TestClient::capture();
    let core = plain(&script);
    let original = put(&core, pieces(&["hello"], Some(5)));
    for clone in [original.clone(), original.clone().clone()] {
        let message = refused(clone, &script).await;
        assert!(message.contains("invalid input: Body cannot be sent: a clone of a stream"), "{message}");
    }
    refused(plainly(&core, original.input.body.clone()), &script).await;
    original.send().await.unwrap();
    assert!(script.requests()[0].body.starts_with(b"5\r\nhello\r\n0\r\n"));
    let memory = put(&core, "hello");
    for call in [memory.clone(), memory] {
        call.send().await.unwrap();
    }
    assert_eq!(script.requests().len(), 3);
}

#[tokio::test]
async fn a_stream_that_has_been_read_is_not_sent() {
    let script = TestClient::capture();
    let core = plain(&script);
    let mut partly = pieces(&["he", "llo"], Some(5));
    partly.next_chunk().await.unwrap().unwrap();
    let message = refused(put(&core, partly), &script).await;
    assert!(message.contains("2 bytes of the stream have been read before"), "{message}");
    let mut wholly = pieces(&["hello"], None);
    while wholly.next_chunk().await.is_some() {}
    refused(put(&core, wholly), &script).await;
    let mut failed = pieces(&["hello"], Some(4));
    failed.next_chunk().await.unwrap().unwrap_err();
    refused(put(&core, failed), &script).await;
    let mut memory = ByteStream::from("hello");
    memory.next_chunk().await.unwrap().unwrap();
    plainly(&core, memory).send().await.unwrap();
    assert_eq!(script.requests()[0].body, "hello");
    let mut rest = pieces(&["he", "llo"], Some(5));
    rest.next_chunk().await.unwrap().unwrap();
    plainly(&core, ByteStream::from_stream(rest, Some(3))).send().await.unwrap();
    assert_eq!(script.requests()[1].body, "llo");
}

#[tokio::test]
async fn a_length_that_is_not_that_of_the_body_is_invalid() {
    let script = TestClient::capture();
    let core = plain(&script);
    for (name, length) in
        [("content-length", "5"), ("content-length", "50"), ("x-amz-decoded-content-length", "5")]
    {
        let other = |core: &Core| core.customize(|call| call.header(name, length));
        let core = other(&core);
        let message = refused(put(&core, "hello world"), &script).await;
        let told = format!("is {length}, but the body has 11 bytes");
        assert!(message.contains(&told), "{message}");
        refused(plainly(&core, "hello world"), &script).await;
        refused(put(&core, pieces(&["hello world"], Some(11))), &script).await;
        refused(call::<Act>(&core.customize(|call| call.header(name, "1"))), &script).await;
    }
    for length in ["-1", "x", "", "1, 1"] {
        let core = core.customize(|call| call.header("content-length", length));
        let message = refused(put(&core, "x"), &script).await;
        assert!(message.contains("must be one whole number"), "{message}");
    }
    let right = core.customize(|call| call.header("content-length", "11"));
    put(&right, "hello world").send().await.unwrap();
    plainly(&right, "hello world").send().await.unwrap();
    let requests = script.requests();
    assert_eq!(requests[0].headers["x-amz-decoded-content-length"], "11");
    assert!(!requests[0].headers.contains_key("content-length"));
    assert_eq!(requests[1].headers["content-length"], "11");
}

#[tokio::test]
async fn a_length_that_a_hook_adds_is_checked_too() {
    #[derive(Clone, Copy)]
    enum When {
        Serialized,
        Sign,
        Send,
    }
    struct Announce(When, &'static str);
    impl Interceptor for Announce {
        fn after_serialize(&self, _: &mut Context, request: &mut Request) -> Result<(), Error> {
            if matches!(self.0, When::Serialized) {
                request.headers.insert("content-length", self.1.parse().unwrap());
            }
            Ok(())
        }
        fn before_sign(&self, _: &mut Context, request: &mut http::Request<Body>) -> Result<(), Error> {
            if matches!(self.0, When::Sign) {
                request.headers_mut().insert("content-length", self.1.parse().unwrap());
            }
            Ok(())
        }
        fn before_send(&self, _: &mut Context, request: &mut http::Request<Body>) -> Result<(), Error> {
            if matches!(self.0, When::Send) {
                request.headers_mut().insert("content-length", self.1.parse().unwrap());
            }
            Ok(())
        }
    }
    let script = TestClient::capture();
    for when in [When::Serialized, When::Sign, When::Send] {
        let with = |length| plain(&script).customize(|call| call.interceptor(Announce(when, length)));
        for core in [with("4"), with("6")] {
            for error in [
                put(&core, "hello").send().await.unwrap_err(),
                put(&core, pieces(&["hello"], Some(5))).send().await.unwrap_err(),
                plainly(&core, "hello").send().await.unwrap_err(),
                plainly(&core, pieces(&["hello"], Some(5))).send().await.unwrap_err(),
            ] {
                assert_eq!(error.kind(), ErrorKind::Validation, "{error}");
            }
        }
        assert!(script.requests().is_empty());
        put(&with("5"), "hello").send().await.unwrap();
        plainly(&with("5"), pieces(&["hello"], None)).send().await.unwrap();
        assert_eq!(script.take_requests().len(), 2);
    }
}

#[tokio::test]
async fn a_stream_of_unknown_length_is_held_to_what_is_announced() {
    let script = TestClient::capture();
    let core = plain(&script).customize(|call| call.header("content-length", "5"));
    put(&core, pieces(&["hel", "lo"], None)).send().await.unwrap();
    assert_eq!(script.take_requests()[0].headers["x-amz-decoded-content-length"], "5");
    let http = core.customize(|call| call.endpoint_url("http://127.0.0.1:9"));
    for core in [&core, &http] {
        let given = Arc::new(Mutex::new(0));
        let longer = Pieces(vec!["hello"; 100], given.clone());
        let error = put(core, ByteStream::from_stream(longer, None)).send().await.unwrap_err();
        assert!(error.to_string().contains("longer than the 5 bytes announced"), "{error}");
        assert!(*given.lock().unwrap() <= 2, "the rest is not read");
        let error = put(core, pieces(&["hell"], None)).send().await.unwrap_err();
        assert!(error.to_string().contains("ended after 4 of 5 bytes"), "{error}");
    }
    assert!(script.requests().is_empty());
}

#[tokio::test]
async fn without_tls_a_stream_is_read_before_it_is_sent() {
    let script = TestClient::capture();
    let core = plain(&script).customize(|call| call.endpoint_url("http://127.0.0.1:9"));
    put(&core, pieces(&["hel", "lo"], None)).send().await.unwrap();
    assert_eq!(script.requests()[0].headers["x-amz-checksum-crc32"], "NhCmhg==");
    assert_eq!(script.requests()[0].body, "hello");
}

#[tokio::test]
async fn some_bodies_need_a_length() {
    let script = TestClient::capture();
    let mut call = Call::<Measure>::new(&plain(&script));
    call.input.body = pieces(&["x"], None);
    let message = refused(call, &script).await;
    assert!(message.contains("Payload is a stream of unknown length"), "{message}");
    let mut call = Call::<Measure>::new(&plain(&script));
    call.input.body = pieces(&["x"], Some(1));
    call.send().await.unwrap();
}

#[cfg(feature = "gzip")]
#[tokio::test]
async fn a_length_is_that_before_compression() {
    let script = TestClient::capture();
    let core = client(&script, &SERVICE, |config| config.compress_from = Some(1));
    call::<Compress>(&core.customize(|call| call.header("content-length", "5"))).send().await.unwrap();
    let request = &script.requests()[0];
    assert_eq!(request.headers["content-encoding"], "gzip");
    assert!(
        request.headers.get("content-length").is_none_or(|length| *length == *request.body.len().to_string())
    );
    call::<Compress>(&core.customize(|call| call.header("content-length", "6"))).send().await.unwrap_err();
}

#[tokio::test]
async fn a_content_encoding_of_the_user_comes_before_the_chunks() {
    let script = TestClient::capture();
    let core = plain(&script).customize(|call| call.header("content-encoding", "zstd"));
    put(&core, "hello").send().await.unwrap();
    assert_eq!(script.requests()[0].headers["content-encoding"], "zstd,aws-chunked");
}

/// What comes of these answers to a download, and how many attempts it takes.
async fn fetched(answers: Vec<Answer>) -> Result<(Bytes, u32), Error> {
    let script = TestClient::replay(answers);
    let core = client(&script, &SERVICE, |config| config.jitter = Arc::new(|| 0.0));
    let (output, metadata) = call::<Fetch>(&core).send_with_metadata().await?;
    Ok((output.body.collect().await?, metadata.attempts()))
}

#[tokio::test]
async fn an_answer_without_what_it_announces_is_tried_again() {
    let bad = [
        response(101, ""),
        response(103, ""),
        response(204, "").header("content-length", "5"),
        response(205, "").header("content-length", "5"),
        response(200, "").header("content-length", "5"),
        response(200, "hello world").header("content-length", "5"),
        response(200, "hello").header("content-length", "five"),
        response(200, "hello").header("content-length", "5").header("content-length", "6"),
        response(206, "hello").header("content-range", "bytes 0-4/11"),
        response(206, "hello"),
        response(206, "hello").header("content-range", "bytes 0-10/11"),
    ];
    for answer in bad {
        let done = fetched(vec![answer.clone(), response(200, "hello")]).await.unwrap();
        assert_eq!(done, ("hello".into(), 2), "{answer:?}");
        let error = fetched(vec![answer.clone(), answer.clone(), answer.clone()]).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 3), "{error}");
        assert!(format!("{answer:?}").contains(&format!("status: {}", error.status().unwrap())), "{error}");
    }
}

#[tokio::test]
async fn answers_that_are_complete_are_read() {
    for answer in [
        response(200, "hello").header("content-length", "5"),
        response(200, "hello").header("content-length", "5").header("content-length", "5"),
        response(200, "hello").header("content-length", "9").header("transfer-encoding", "chunked"),
        response(203, "hello"),
        response(206, "hello").header("content-range", "bytes 0-4/5"),
    ] {
        assert_eq!(fetched(vec![answer.clone()]).await.unwrap(), ("hello".into(), 1), "{answer:?}");
    }
    for status in [200, 202, 204] {
        assert_eq!(fetched(vec![response(status, "").header("content-length", "0")]).await.unwrap().1, 1);
    }
    let script = TestClient::replay([response(200, "").header("content-length", "1000")]);
    call::<Look>(&plain(&script)).send().await.unwrap();
}

#[tokio::test]
async fn an_answer_that_is_too_long_fails_where_it_is_read() {
    /// Answers with a stream of unknown length.
    #[derive(Debug)]
    struct Streams(&'static [&'static str]);
    impl crate::http::HttpClient for Streams {
        fn send(
            &self,
            _: http::Request<Body>,
        ) -> crate::http::BoxFuture<'static, Result<crate::http::Response, TransportError>> {
            let body = pieces(self.0, None);
            let mut head = ResponseHead::default();
            head.headers.insert("content-length", 5.into());
            Box::pin(async { Ok(crate::http::Response { head, body }) })
        }
    }
    for (parts, problem) in
        [(&["hello", "!"][..], "longer than the 5 bytes"), (&["hell"][..], "ended after 4 of 5 bytes")]
    {
        let core = client(&TestClient::default(), &SERVICE, |config| config.http = Arc::new(Streams(parts)));
        let output = call::<Fetch>(&core).send().await.unwrap();
        let clone = output.clone();
        let error = output.body.collect().await.unwrap_err();
        assert!(error.to_string().contains(problem), "{error}");
        assert!(clone.body.collect().await.is_err());
        let mut body = call::<Fetch>(&core).send().await.unwrap().body;
        let failure = loop {
            if let Err(failure) = body.next_chunk().await.unwrap() {
                break Error::from(failure);
            }
        };
        assert_eq!((failure.kind(), failure.to_string()), (ErrorKind::Transport, error.to_string()));
    }
    let core =
        client(&TestClient::default(), &SERVICE, |config| config.http = Arc::new(Streams(&["he", "llo"])));
    let output = call::<Fetch>(&core).send().await.unwrap();
    let clone = output.clone();
    assert_eq!(output.body.collect().await.unwrap(), "hello");
    let error = clone.body.collect().await.unwrap_err();
    assert!(error.to_string().contains("a clone of a stream"), "{error}");
}

/// Answers with a status and a body without end.
#[derive(Debug)]
struct Endless(u16, &'static str);

impl crate::http::HttpClient for Endless {
    fn send(
        &self,
        _: http::Request<Body>,
    ) -> crate::http::BoxFuture<'static, Result<crate::http::Response, TransportError>> {
        struct Repeated(Option<Bytes>);
        impl futures_core::Stream for Repeated {
            type Item = std::io::Result<Bytes>;
            fn poll_next(
                mut self: std::pin::Pin<&mut Self>,
                _: &mut std::task::Context<'_>,
            ) -> std::task::Poll<Option<Self::Item>> {
                let piece = self.0.take().unwrap_or_else(|| Bytes::from_static(&[b'x'; 10_000]));
                std::task::Poll::Ready(Some(Ok(piece)))
            }
        }
        let mut head =
            ResponseHead { status: http::StatusCode::from_u16(self.0).unwrap(), ..ResponseHead::default() };
        head.headers.insert("x-amz-crc32", 1.into());
        if self.0 == 200 {
            head.headers.insert("content-length", ((1_u64 << 30) + 1).into());
        }
        let body = ByteStream::from_stream(Repeated(Some(self.1.into())), None);
        Box::pin(async { Ok(crate::http::Response { head, body }) })
    }
}

#[tokio::test]
async fn an_error_without_end_is_read_in_part() {
    static CHECKED: ServiceSchema = const {
        let mut service = service(PLAIN);
        service.retry.crc32 = true;
        service
    };
    for schema in [&SERVICE, &CHECKED] {
        for status in [301, 400, 403] {
            let core = client(&TestClient::default(), schema, |config| {
                config.http = Arc::new(Endless(status, "Refused: "));
            });
            let error = call::<Act>(&core).send().await.unwrap_err();
            assert_eq!(
                (error.kind(), error.status(), error.code()),
                (ErrorKind::Service, Some(status), Some("Refused"))
            );
            assert_eq!(error.response().unwrap().body().len(), 1 << 20);
            let core = client(&TestClient::default(), schema, |config| {
                config.http = Arc::new(Endless(status, "Refused: "));
            });
            let error = call::<Fetch>(&core).send().await.unwrap_err();
            assert_eq!(error.response().unwrap().body().len(), 1 << 20);
        }
    }
}

#[tokio::test]
async fn an_output_larger_than_memory_is_an_error_before_it_is_read() {
    let core = client(&TestClient::default(), &SERVICE, |config| config.http = Arc::new(Endless(200, "")));
    let error = call::<Act>(&core).send().await.unwrap_err();
    assert_eq!((error.kind(), error.status(), error.attempts()), (ErrorKind::Parse, Some(200), 1));
    let expected =
        "the response is longer than 1 GiB (1,073,741,824 bytes), the most that is read into memory";
    assert!(error.to_string().contains(expected), "{error}");
}

#[tokio::test]
async fn a_part_that_is_asked_for_is_the_one_that_comes() {
    let fetch = |range: &'static str, answer: Answer| async move {
        let script = TestClient::replay([answer]);
        let core = client(&script, &SERVICE, |config| config.max_attempts = Some(1));
        let output = call::<Fetch>(&core).customize(|call| call.header("range", range)).send().await?;
        output.body.collect().await
    };
    let part = |range: &'static str| response(206, "hello").header("content-range", range);
    for (asked, came) in [
        ("bytes=0-4", "bytes 0-4/11"),
        ("bytes=0-99", "bytes 0-4/5"),
        ("bytes=6-", "bytes 6-10/11"),
        ("bytes=-5", "bytes 6-10/11"),
        ("bytes=0-4", "bytes 0-4/*"),
    ] {
        assert_eq!(fetch(asked, part(came)).await.unwrap(), "hello", "{asked}");
    }
    assert_eq!(fetch("bytes=0-4", response(200, "hello world")).await.unwrap(), "hello world");
    for (asked, came) in
        [("bytes=0-4", "bytes 6-10/11"), ("bytes=0-3", "bytes 0-4/11"), ("bytes=0-9", "bytes 0-9/11")]
    {
        let error = fetch(asked, part(came)).await.unwrap_err();
        assert_eq!((error.kind(), error.status()), (ErrorKind::Transport, Some(206)), "{asked}");
    }
    struct ByNumber;
    impl Interceptor for ByNumber {
        fn before_serialize(&self, context: &mut Context, _: &mut dyn Shape) -> Result<(), Error> {
            context.extensions.insert(crate::client::PartRequested);
            Ok(())
        }
    }
    let script = TestClient::replay([part("bytes 0-4/11")]);
    let core = plain(&script).customize(|call| call.interceptor(ByNumber));
    assert_eq!(call::<Fetch>(&core).send().await.unwrap().body.collect().await.unwrap(), "hello");
}

#[tokio::test]
async fn the_checksum_of_a_whole_is_not_that_of_a_part() {
    let fetch = |range: &'static str, body: &'static str| async move {
        let answer = response(206, body)
            .header("content-range", range)
            .header("x-amz-checksum-type", "FULL_OBJECT")
            .header("x-amz-checksum-crc32", "NhCmhg==");
        let script = TestClient::replay([answer]);
        let fetch =
            Call::<FetchSummed>::new(&plain(&script)).customize(|call| call.header("range", "bytes=0-4"));
        let (output, metadata) = fetch.send_with_metadata().await?;
        Ok::<_, Error>((output.body.collect().await?, metadata.checksum_algorithm()))
    };
    assert_eq!(fetch("bytes 0-3/5", "hell").await.unwrap(), ("hell".into(), None));
    assert_eq!(fetch("bytes 0-4/5", "hello").await.unwrap(), ("hello".into(), Some("crc32")));
    assert!(fetch("bytes 0-4/5", "hallo").await.unwrap_err().to_string().contains("crc32 checksum"));
}

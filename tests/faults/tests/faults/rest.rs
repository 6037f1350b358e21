//! Bodies that break off: the rest is asked for, and nothing is ever mixed with another version.

use faults::{Connection, Head, Server, Transport, s3, settings};
use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::Mutex;
use tucuxi::Error;
use tucuxi::client::{Context, Interceptor};
use tucuxi::config::AddressingStyle;
use tucuxi::external::http;
use tucuxi::http::Body;
use tucuxi::reflect::Shape;

/// An object of 100,000 bytes, none of which is like those around it.
fn object() -> Vec<u8> {
    (0..100_000_u32).map(|number| (number % 251) as u8 ^ (number / 251) as u8).collect()
}

/// What a server does with a request for an object.
#[derive(Clone, Copy)]
enum Turn {
    /// Sends so many of the bytes that are asked for, and closes the connection.
    Break(usize),
    /// Sends all that is asked for.
    Whole,
    /// Sends the whole object, whatever range is asked for.
    IgnoreRange,
    /// Sends what is asked for, of another version.
    OtherVersion,
    /// Says that the object has been replaced.
    Replaced,
    /// Has no time.
    Busy,
    /// Refuses the credentials.
    Refuse,
}

fn refusal() -> String {
    let body = "<Error><Code>ExpiredToken</Code><Message>The provided token has expired.</Message></Error>";
    format!("HTTP/1.1 403 Forbidden\r\ncontent-length: {}\r\n\r\n{body}", body.len())
}

/// First and last byte of the range that is asked for.
fn range(head: &Head) -> Option<(usize, usize)> {
    let (first, last) = head.header("range")?.strip_prefix("bytes=")?.split_once('-')?;
    Some((first.parse().ok()?, last.parse::<usize>().map_or(99_999, |last| last.min(99_999))))
}

fn answer(head: &Head, turn: Turn, etag: &str) -> Vec<u8> {
    let object = object();
    let range = range(head).filter(|_| !matches!(turn, Turn::IgnoreRange));
    let (first, last) = range.unwrap_or((0, object.len() - 1));
    let status = match turn {
        Turn::Busy => return b"HTTP/1.1 503 Slow Down\r\ncontent-length: 0\r\n\r\n".to_vec(),
        Turn::Refuse => return refusal().into_bytes(),
        Turn::Replaced => return b"HTTP/1.1 412 Precondition Failed\r\ncontent-length: 0\r\n\r\n".to_vec(),
        _ if range.is_some() => format!("206 Partial Content\r\ncontent-range: bytes {first}-{last}/100000"),
        _ => "200 OK".to_owned(),
    };
    let etag = if matches!(turn, Turn::OtherVersion) { "\"other\"" } else { etag };
    let length = last + 1 - first;
    let mut answer =
        format!("HTTP/1.1 {status}\r\netag: {etag}\r\ncontent-length: {length}\r\n\r\n").into_bytes();
    let sent = match turn {
        Turn::Break(after) => after.min(length),
        _ => length,
    };
    answer.extend_from_slice(&object[first..first + sent]);
    answer
}

/// A server that takes these turns, one for each request, and keeps the requests.
async fn server(turns: &[Turn], etag: &'static str) -> (Server, Arc<Mutex<Vec<Head>>>) {
    let turns = Arc::new(Mutex::new(VecDeque::from(turns.to_vec())));
    let heads = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&heads);
    let server = Server::start(Transport::Http, move |mut connection: Connection, _| {
        let (turns, kept) = (Arc::clone(&turns), Arc::clone(&kept));
        async move {
            while let Some((head, _)) = connection.request().await {
                let turn = turns.lock().expect("no panic").pop_front().unwrap_or(Turn::Whole);
                let bytes = answer(&head, turn, etag);
                kept.lock().expect("no panic").push(head);
                if connection.send(bytes).await.is_err() || matches!(turn, Turn::Break(_)) {
                    return;
                }
            }
        }
    })
    .await;
    (server, heads)
}

/// Reads the object, or a range of it, through a server that takes these turns.
async fn read(
    turns: &[Turn],
    etag: &'static str,
    range: Option<&str>,
) -> (Result<Vec<u8>, String>, Vec<Head>) {
    let (server, heads) = server(turns, etag).await;
    let s3 = tucuxi_s3::Client::builder(&settings(&server).build().expect("a session"))
        .s3(|s3| s3.addressing_style = AddressingStyle::Path)
        .configure(|config| config.jitter = Arc::new(|| 0.0))
        .build();
    let mut call = s3.get_object().bucket("b").key("k");
    if let Some(range) = range {
        call = call.range(range);
    }
    let body = match call.await {
        Ok(output) => {
            output.body.collect().await.map(|bytes| bytes.to_vec()).map_err(|error| error.to_string())
        }
        Err(error) => Err(error.to_string()),
    };
    let heads = heads.lock().expect("no panic").clone();
    (body, heads)
}

#[tokio::test]
async fn a_body_continues_where_it_broke() {
    for breaks in [vec![0], vec![1], vec![99_999], vec![50_000, 49_999], vec![70_000, 0]] {
        let turns: Vec<_> = breaks.iter().map(|after| Turn::Break(*after)).collect();
        let (body, heads) = read(&turns, "\"v1\"", None).await;
        assert_eq!(body.as_deref(), Ok(&object()[..]), "{breaks:?}");
        assert_eq!(heads.len(), breaks.len() + 1, "{breaks:?}");
        let mut at = 0;
        for (head, before) in heads[1..].iter().zip(&breaks) {
            at += before;
            assert_eq!(head.header("range"), Some(&*format!("bytes={at}-99999")));
            assert_eq!(head.header("if-match"), Some("\"v1\""));
            let signed = head.header("authorization").unwrap_or_default();
            assert!(signed.contains("if-match;") && signed.contains("range;"), "{signed}");
        }
    }
}

#[tokio::test]
async fn a_range_continues_within_itself() {
    let (body, heads) = read(&[Turn::Break(10)], "\"v1\"", Some("bytes=1000-1999")).await;
    assert_eq!(body.as_deref(), Ok(&object()[1000..2000]));
    assert_eq!(heads[1].header("range"), Some("bytes=1010-1999"));
    // The last bytes: where they begin, the response says.
    let (body, _) = read(&[Turn::Break(10)], "\"v1\"", Some("bytes=99000-")).await;
    assert_eq!(body.as_deref(), Ok(&object()[99_000..]));
}

#[tokio::test]
async fn a_busy_server_is_asked_again() {
    let (body, heads) = read(&[Turn::Break(10), Turn::Busy], "\"v1\"", None).await;
    assert_eq!((body.as_deref(), heads.len()), (Ok(&object()[..]), 3));
}

#[tokio::test]
async fn there_are_as_many_requests_as_the_client_has_attempts() {
    let (body, heads) = read(&[Turn::Break(10), Turn::Break(10), Turn::Break(10)], "\"v1\"", None).await;
    assert!(body.is_err());
    assert_eq!(heads.len(), 3);
}

#[tokio::test]
async fn versions_are_never_mixed() {
    for (turn, word) in [
        (Turn::Replaced, "status 412"),
        (Turn::OtherVersion, "another version"),
        (Turn::IgnoreRange, "another range"),
    ] {
        let (body, heads) = read(&[Turn::Break(10), turn], "\"v1\"", None).await;
        let error = body.expect_err(word);
        assert!(error.contains(word), "{error}");
        assert_eq!(heads.len(), 2, "{word}: it would only come again");
    }
    // A weak tag says that the content is alike, not that the bytes are the same.
    let (body, heads) = read(&[Turn::Break(10)], "W/\"v1\"", None).await;
    assert!(body.is_err());
    assert_eq!(heads.len(), 1);
}

#[tokio::test]
async fn it_can_be_switched_off() {
    let (server, heads) = server(&[Turn::Break(10)], "\"v1\"").await;
    let s3 = s3(&server).customize(|client| client.s3(|s3| s3.disable_continued_bodies = true));
    let output = s3.get_object().bucket("b").key("k").await.expect("a head");
    assert!(output.body.collect().await.is_err());
    assert_eq!(heads.lock().expect("no panic").len(), 1);
}

/// Hooks keep in `extensions` what they need for the signature: those of S3 do it for directory buckets.
#[tokio::test]
async fn hooks_have_what_they_kept() {
    struct Tenant;
    #[derive(Clone)]
    struct Name(&'static str);
    impl Interceptor for Tenant {
        fn before_serialize(&self, context: &mut Context, _: &mut dyn Shape) -> Result<(), Error> {
            context.extensions.insert(Name("blue"));
            Ok(())
        }
        fn before_sign(&self, context: &mut Context, request: &mut http::Request<Body>) -> Result<(), Error> {
            let name = context.extensions.get::<Name>().ok_or_else(|| Error::interceptor("no name"))?;
            request.headers_mut().insert("x-tenant", http::HeaderValue::from_static(name.0));
            Ok(())
        }
    }
    let (server, heads) = server(&[Turn::Break(10)], "\"v1\"").await;
    let s3 = s3(&server).customize(|client| client.interceptor(Tenant));
    let output = s3.get_object().bucket("b").key("k").await.expect("a head");
    assert!(output.body.collect().await.expect("a body") == object());
    let heads = heads.lock().expect("no panic").clone();
    assert_eq!((heads.len(), heads[1].header("x-tenant")), (2, Some("blue")));
}

#[tokio::test]
async fn the_services_own_error_is_told() {
    let (server, _) = server(&[Turn::Break(10), Turn::Refuse], "\"v1\"").await;
    let output = s3(&server).get_object().bucket("b").key("k").await.expect("a head");
    let error = output.body.collect().await.expect_err("the token has expired");
    assert_eq!((error.code(), error.status()), (Some("ExpiredToken"), Some(403)), "{error}");
    assert!(error.hint().is_some_and(|hint| hint.contains("broke off at byte 10")), "{error}");
}

/// A body that is read where there is no runtime fails as it does without any of this.
#[test]
fn without_a_runtime_it_is_an_error() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    let (output, _server) = runtime.block_on(async {
        let (server, _) = server(&[Turn::Break(10)], "\"v1\"").await;
        (s3(&server).get_object().bucket("b").key("k").await.expect("a head"), server)
    });
    let mut body = std::pin::pin!(output.body.collect());
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let error = loop {
        if let std::task::Poll::Ready(result) = body.as_mut().poll(&mut context) {
            break result.expect_err("nobody can ask for the rest");
        }
        std::thread::yield_now();
    };
    assert!(!error.to_string().is_empty());
}

//! Conditional requests whose responses are lost, to a server that says what the test tells it to.

use object_store::path::Path;
use object_store::{Error, ObjectStore, ObjectStoreExt, PutMode, PutResult, UpdateVersion};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tucuxi::Session;
use tucuxi::credentials::Credentials;
use tucuxi_object_store::{CopyIfNotExists, S3Store};
use tucuxi_s3::Client;

/// What the server does with a request: closes the connection, or responds with a status.
#[derive(Clone, Copy)]
enum Reply {
    Close,
    Status(u16, &'static str),
}

use Reply::{Close, Status};

const FAILED: Reply = Status(412, "PreconditionFailed");

/// The heads of requests.
type Requests = Arc<Mutex<Vec<String>>>;

/// A store on a server with these replies, and the requests that come.
async fn store(replies: &'static [Reply]) -> (S3Store, Requests) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let requests = Requests::default();
    let seen = Arc::clone(&requests);
    tokio::spawn(async move {
        for reply in replies {
            let Ok((stream, _)) = listener.accept().await else { return };
            let head = serve(stream, *reply).await;
            seen.lock().expect("no test has panicked here").extend(head);
        }
    });
    let session = Session::builder()
        .env([("AWS_ENDPOINT_URL_S3", url)])
        .region("us-east-1")
        .credentials(Credentials::from_keys("AKID", "secret"))
        .build()
        .expect("all settings are given");
    let store = S3Store::new(&Client::new(&session), "bucket");
    (store.with_copy_if_not_exists(CopyIfNotExists::Header), requests)
}

/// Serves a request; its head.
async fn serve(mut stream: TcpStream, reply: Reply) -> Option<String> {
    let mut request = Vec::new();
    let mut buffer = [0; 4096];
    while !is_whole(&request) {
        match stream.read(&mut buffer).await {
            Ok(0) | Err(_) => return None,
            Ok(length) => request.extend_from_slice(&buffer[..length]),
        }
        if request.ends_with(b"\r\n\r\n") && String::from_utf8_lossy(&request).contains("100-continue") {
            let _gone = stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").await;
        }
    }
    if let Status(status, code) = reply {
        let body = if status == 200 { String::new() } else { format!("<Error><Code>{code}</Code></Error>") };
        let head = format!("HTTP/1.1 {status} X\r\nETag: \"new\"\r\nContent-Length: {}\r\n", body.len());
        let _gone = stream.write_all(format!("{head}Connection: close\r\n\r\n{body}").as_bytes()).await;
    }
    let (head, _) = std::str::from_utf8(&request).ok()?.split_once("\r\n\r\n")?;
    Some(head.to_ascii_lowercase())
}

fn is_whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request);
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head
        .lines()
        .find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length:")?.trim().parse().ok());
    body.len() >= length.unwrap_or(0)
}

fn seen(requests: &Requests) -> Vec<String> {
    requests.lock().expect("no test has panicked here").clone()
}

async fn put(replies: &'static [Reply], mode: PutMode) -> (Result<PutResult, Error>, usize) {
    let (store, requests) = store(replies).await;
    let result = store.put_opts(&Path::from("a"), "x".into(), mode.into()).await;
    (result, seen(&requests).len())
}

fn update() -> PutMode {
    PutMode::Update(UpdateVersion { e_tag: Some("\"old\"".to_owned()), version: None })
}

#[tokio::test]
async fn a_refusal_is_what_it_says() {
    let (created, _) = put(&[FAILED], PutMode::Create).await;
    assert!(matches!(created, Err(Error::AlreadyExists { .. })), "{created:?}");
    let (updated, _) = put(&[FAILED], update()).await;
    assert!(matches!(updated, Err(Error::Precondition { .. })), "{updated:?}");
    let (updated, _) = put(&[Status(404, "NoSuchKey")], update()).await;
    assert!(matches!(updated, Err(Error::Precondition { .. })), "{updated:?}");
    let (updated, _) = put(&[Status(404, "NoSuchBucket")], update()).await;
    assert!(matches!(updated, Err(Error::NotFound { .. })), "{updated:?}");
}

#[tokio::test]
async fn a_refusal_after_a_lost_response_may_be_for_the_own_object() {
    for lost in [&[Close, FAILED] as &[Reply], &[Status(500, "InternalError"), FAILED]] {
        let (created, requests) = put(lost, PutMode::Create).await;
        assert!(matches!(created, Err(Error::Generic { .. })), "{created:?}");
        assert_eq!(requests, 2);
        let (updated, _) = put(lost, update()).await;
        assert!(matches!(updated, Err(Error::Generic { .. })), "{updated:?}");
    }
    let (store, _) = store(&[Close, FAILED]).await;
    let copied = store.copy_if_not_exists(&Path::from("a"), &Path::from("b")).await;
    assert!(matches!(copied, Err(Error::Generic { .. })), "{copied:?}");
}

#[tokio::test]
async fn a_server_that_slows_clients_down_has_stored_nothing() {
    let (created, requests) = put(&[Status(503, "SlowDown"), FAILED], PutMode::Create).await;
    assert!(matches!(created, Err(Error::AlreadyExists { .. })), "{created:?}");
    assert_eq!(requests, 2);
}

#[tokio::test]
async fn a_conflict_is_tried_again() {
    const REPLIES: &[Reply] = &[Status(409, "ConditionalRequestConflict"), Status(200, "")];
    let (updated, requests) = put(REPLIES, update()).await;
    assert_eq!(updated.ok().and_then(|result| result.e_tag).as_deref(), Some("\"new\""));
    assert_eq!(requests, 2);
}

#[tokio::test]
async fn a_copy_that_must_not_replace_says_so() {
    let (store, requests) = store(&[FAILED]).await;
    let copied = store.copy_if_not_exists(&Path::from("a b"), &Path::from("c")).await;
    assert!(matches!(copied, Err(Error::AlreadyExists { .. })), "{copied:?}");
    let requests = seen(&requests);
    assert!(requests[0].contains("\r\nif-none-match: *\r\n"), "{requests:?}");
    assert!(requests[0].contains("\r\nx-amz-copy-source: bucket/a%20b\r\n"), "{requests:?}");
}

#[tokio::test]
async fn what_is_too_large_for_one_request_is_copied_in_parts() {
    let (store, requests) = store(&[Status(400, "EntityTooLarge"), Status(404, "NoSuchKey")]).await;
    let copied = store.copy(&Path::from("a"), &Path::from("b")).await;
    assert!(matches!(copied, Err(Error::NotFound { .. })), "{copied:?}");
    let requests = seen(&requests);
    assert!(requests[0].starts_with("put ") && requests[1].starts_with("head "), "{requests:?}");
}

#[tokio::test]
async fn a_key_that_would_be_read_as_a_version_is_not_copied() {
    let (store, requests) = store(&[]).await;
    let copied = store.copy(&Path::parse("a?versionId=b").expect("a path"), &Path::from("c")).await;
    assert!(matches!(copied, Err(Error::NotSupported { .. })), "{copied:?}");
    assert!(seen(&requests).is_empty());
}

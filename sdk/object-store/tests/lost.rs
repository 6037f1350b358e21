//! Conditional requests whose responses are lost, to a server that says what the test tells it to.

use object_store::path::Path;
use object_store::{Error, ObjectStore, ObjectStoreExt, PutMode, PutResult, UpdateVersion};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
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

/// A store on a server with these replies, and the number of requests.
async fn store(replies: &'static [Reply]) -> (S3Store, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let count = Arc::new(AtomicUsize::new(0));
    let requests = Arc::clone(&count);
    tokio::spawn(async move {
        for reply in replies {
            let Ok((stream, _)) = listener.accept().await else { return };
            count.fetch_add(1, Ordering::Relaxed);
            serve(stream, *reply).await;
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

async fn serve(mut stream: TcpStream, reply: Reply) {
    let mut request = Vec::new();
    let mut buffer = [0; 4096];
    while !is_whole(&request) {
        match stream.read(&mut buffer).await {
            Ok(0) | Err(_) => return,
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
}

fn is_whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request);
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head
        .lines()
        .find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length:")?.trim().parse().ok());
    body.len() >= length.unwrap_or(0)
}

async fn put(replies: &'static [Reply], mode: PutMode) -> (Result<PutResult, Error>, usize) {
    let (store, count) = store(replies).await;
    let result = store.put_opts(&Path::from("a"), "x".into(), mode.into()).await;
    (result, count.load(Ordering::Relaxed))
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

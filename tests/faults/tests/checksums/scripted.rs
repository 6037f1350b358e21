//! A scripted server, which says what it gets: the values are those of other programs.

use crate::{ALGORITHMS, BODY, OTHER, header};
use faults::{Chunks, Head, Server, Transport, s3, s3_once};
use std::sync::{Arc, Mutex};
use tucuxi::types::ByteStream;
use tucuxi_s3::types::{ChecksumAlgorithm, ChecksumMode};

/// What a server got.
pub type Requests = Arc<Mutex<Vec<(Head, Vec<u8>)>>>;

/// A server that keeps the requests it gets, and answers each with `response`.
pub async fn keeping(transport: Transport, response: &'static str) -> (Server, Requests) {
    let requests = Requests::default();
    let keep = Arc::clone(&requests);
    let server = Server::start(transport, move |mut connection, _| {
        let keep = Arc::clone(&keep);
        async move {
            while let Some(request) = connection.request().await {
                keep.lock().expect("a lock").push(request);
                if connection.send(response).await.is_err() {
                    return;
                }
            }
        }
    });
    (server.await, requests)
}

pub const STORED: &str = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\netag: x\r\n\r\n";

/// The last request, and its body as text.
pub fn last(requests: &Requests) -> (Head, String) {
    let (head, body) = requests.lock().expect("a lock").pop().expect("a request");
    (head, String::from_utf8_lossy(&body).into_owned())
}

/// The body as bytes, and as streams of known and unknown length.
pub fn bodies() -> [(&'static str, ByteStream); 3] {
    let stream = |length| ByteStream::from_stream(Chunks::new(BODY, 1), length);
    [("bytes", BODY.into()), ("a stream", stream(Some(11))), ("a stream of unknown length", stream(None))]
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_has_the_checksum_that_was_chosen() {
    for transport in Transport::ALL {
        let (server, requests) = keeping(transport, STORED).await;
        for (name, value) in ALGORITHMS {
            for (what, body) in bodies() {
                let has_length = body.length().is_some();
                let put = s3(&server).put_object().bucket("b").key("k").body(body);
                put.checksum_algorithm(ChecksumAlgorithm::from(name)).await.expect(name);
                let (head, body) = last(&requests);
                assert_eq!(head.header("x-amz-sdk-checksum-algorithm"), Some(name));
                if transport == Transport::Http {
                    assert_eq!(head.header(&header(name)), Some(value), "{what}");
                    assert_eq!((body.as_str(), head.header("x-amz-trailer")), (BODY, None), "{what}");
                } else {
                    assert_eq!(head.header("x-amz-trailer"), Some(header(name).as_str()), "{what}");
                    let length = has_length.then_some("11");
                    assert_eq!(head.header("x-amz-decoded-content-length"), length, "{what}");
                    assert_eq!(
                        body,
                        format!("b\r\n{BODY}\r\n0\r\n{}:{value}\r\n\r\n", header(name)),
                        "{what}"
                    );
                }
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_checksum_that_the_program_gives_is_sent_and_no_other() {
    for transport in Transport::ALL {
        let (server, requests) = keeping(transport, STORED).await;
        let put = || s3(&server).put_object().bucket("b").key("k").body(BODY);
        for (put, given) in [
            (put().checksum_crc32("AAAAAA=="), "CRC32"),
            (put().checksum_sha512("AAAAAA=="), "SHA512"),
            (put().checksum_md5("AAAAAA=="), "MD5"),
            (put().checksum_xxhash3("AAAAAA==").checksum_algorithm(ChecksumAlgorithm::Sha1), "XXHASH3"),
        ] {
            put.await.expect("an upload");
            let (head, body) = last(&requests);
            assert_eq!((body.as_str(), head.header("x-amz-trailer")), (BODY, None));
            for (name, _) in ALGORITHMS {
                assert_eq!(head.header(&header(name)), (name == given).then_some("AAAAAA=="), "{given}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_download_is_verified_by_the_checksum_it_carries() {
    for transport in Transport::ALL {
        for (name, value) in ALGORITHMS {
            for (body, extra, is_right) in [(BODY, "", true), (OTHER, "", false), (OTHER, "-3", true)] {
                let checksum = format!("{}: {value}{extra}", header(name));
                let response = format!("HTTP/1.1 200 OK\r\ncontent-length: 11\r\n{checksum}\r\n\r\n{body}");
                let server = Server::always(transport, response).await;
                let get = s3(&server).get_object().bucket("b").key("k");
                let (output, metadata) = get.send_with_metadata().await.expect(name);
                // what a multipart upload has for a checksum is not one of these bytes
                let verified = extra.is_empty().then(|| name.to_lowercase());
                assert_eq!(metadata.checksum_algorithm(), verified.as_deref());
                match output.body.collect().await {
                    Ok(bytes) => assert!(is_right && bytes == body, "{name}"),
                    Err(error) => {
                        assert!(!is_right, "{name}: {error}");
                        let expected = format!("{} checksum of the body", name.to_lowercase());
                        assert!(error.to_string().contains(&expected), "{error}");
                    }
                }
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_download_is_verified_where_the_call_asks_for_it() {
    let response =
        "HTTP/1.1 200 OK\r\ncontent-length: 11\r\nx-amz-checksum-crc32: AAAAAA==\r\n\r\nhello world";
    let (server, requests) = keeping(Transport::Http, response).await;
    let get = s3_once(&server.url)
        .customize(|client| client.response_checksums(tucuxi::config::ChecksumMode::WhenRequired))
        .get_object()
        .bucket("b")
        .key("k");
    let output = get.clone().await.expect("an object");
    assert_eq!(output.body.collect().await.expect("a body"), BODY);
    assert_eq!(last(&requests).0.header("x-amz-checksum-mode"), None);
    let output = get.checksum_mode(ChecksumMode::Enabled).await.expect("an object");
    output.body.collect().await.expect_err("another checksum");
    assert_eq!(last(&requests).0.header("x-amz-checksum-mode"), Some("ENABLED"));
}

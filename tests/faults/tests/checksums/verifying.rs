//! A scripted server that verifies uploads by the checksums that s3s-fs 0.14.1 does not know.

use crate::{ALGORITHMS, BODY, header};
use faults::{Head, Server, Transport};

/// The algorithms that s3s-fs verifies; it refuses the others.
pub const OF_S3S: [&str; 5] = ["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"];

/// Starts a server that takes [`BODY`] with the right checksum, and gives it back with the algorithm that its key begins
/// with.
pub async fn start() -> Server {
    Server::start(Transport::Http, |mut connection, _| async move {
        while let Some((head, body)) = connection.request().await {
            let response = if head.line.starts_with("GET") { get(&head) } else { put(&head, &body) };
            if connection.send(response).await.is_err() {
                return;
            }
        }
    })
    .await
}

fn get(head: &Head) -> String {
    let (_, key) = head.line.split_once("/sums/").unwrap_or_default();
    let found = ALGORITHMS.iter().find(|(name, _)| key.split('-').next() == Some(name));
    let checksum = found.map(|(name, value)| format!("{}: {value}\r\n", header(name))).unwrap_or_default();
    format!("HTTP/1.1 200 OK\r\n{checksum}content-length: {}\r\n\r\n{BODY}", BODY.len())
}

fn put(head: &Head, body: &[u8]) -> String {
    let body = String::from_utf8_lossy(body);
    let is_right = ALGORITHMS.iter().any(|(name, value)| match head.header("x-amz-trailer") {
        None => head.header(&header(name)) == Some(value) && body == BODY,
        Some(_) => body == format!("b\r\n{BODY}\r\n0\r\n{}:{value}\r\n\r\n", header(name)),
    });
    if is_right {
        return "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n".to_owned();
    }
    let error = "<Error><Code>BadDigest</Code><Message>another checksum</Message></Error>";
    format!("HTTP/1.1 400 Bad Request\r\ncontent-length: {}\r\n\r\n{error}", error.len())
}

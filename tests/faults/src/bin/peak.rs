//! `peak CASE` carries out one case and prints by how many MiB it raised the most memory that this process has used. The
//! client is a process of its own, since only a process as a whole has such a figure; the server is another.

use faults::{Chunks, Connection, Server, Transport, s3_of, s3_once};
use std::io::{self, Read as _};
use tucuxi::Session;
use tucuxi::types::ByteStream;

const MEBIBYTE: usize = 1 << 20;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (case, url) = (arguments.next(), arguments.next());
    match (case.as_deref(), url) {
        (Some("serve"), Some(transport)) => serve(&transport).await,
        (Some(case), Some(url)) => {
            let before = peak()?;
            call(case, &url).await;
            println!("{}", peak()?.saturating_sub(before));
            Ok(())
        }
        _ => Err("usage: peak serve http|tls, or peak CASE URL".into()),
    }
}

/// Serves until the standard input closes.
async fn serve(transport: &str) -> Result<(), Box<dyn std::error::Error>> {
    let transport = if transport == "tls" { Transport::Tls } else { Transport::Http };
    let server = Server::start(transport, |connection, _| async move {
        // the client is gone, or has what it needs
        let _ = answer(connection).await;
    });
    println!("{}", server.await.url);
    tokio::task::spawn_blocking(|| io::stdin().read_to_end(&mut Vec::new())).await??;
    Ok(())
}

/// Answers the one request of a connection: an upload with success, any other with more than the client can want.
async fn answer(mut connection: Connection) -> io::Result<()> {
    let Some(head) = connection.head().await else { return Ok(()) };
    if head.header("expect").is_some() {
        connection.send("HTTP/1.1 100 Continue\r\n\r\n").await?;
    }
    let (head, mebibytes) = if head.line.ends_with("/latest/api/token") {
        ("HTTP/1.1 200 OK\r\nx-aws-ec2-metadata-token-ttl-seconds: 60\r\n\r\n", 1024)
    } else if head.line.starts_with("PUT") {
        connection.until_quiet().await;
        ("HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n", 0)
    } else {
        ("HTTP/1.1 400 Bad Request\r\ncontent-length: 536870912\r\nconnection: close\r\n\r\n", 512)
    };
    connection.send(head).await?;
    let piece = vec![b'<'; MEBIBYTE];
    for _ in 0..mebibytes {
        connection.send(&piece).await?;
    }
    Ok(())
}

async fn call(case: &str, url: &str) {
    let s3 = s3_once(url);
    match case {
        "error" => {
            let error = s3.list_objects_v2().bucket("b").await.expect_err("an error");
            assert_eq!(error.status(), Some(400));
        }
        "metadata" => {
            let variables = [("HOME", "/nonexistent"), ("AWS_EC2_METADATA_SERVICE_ENDPOINT", url)];
            let session = Session::builder().region("us-east-1").endpoint_url(url).env(variables);
            let s3 = s3_of(&session.build().expect("a session"));
            s3.list_buckets().await.expect_err("no credentials");
        }
        "trailer" => {
            let body = vec![b'x'; 200 * MEBIBYTE];
            s3.put_object().bucket("b").key("k").body(body).await.expect("an upload");
        }
        _ => {
            let chunks = Chunks::new(vec![b'x'; MEBIBYTE], 200);
            let body = ByteStream::from_stream(chunks, Some((200 * MEBIBYTE) as u64));
            drop(s3.put_object().bucket("b").key("k").body(body).await);
        }
    }
}

/// The most memory this process has used so far, in MiB.
fn peak() -> Result<u64, Box<dyn std::error::Error>> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("no VmHWM")?;
    Ok(line.trim().trim_end_matches(" kB").parse::<u64>()? / 1024)
}

//! docs/guide/streams.md

use std::path::Path;

use faults::{Chunks, Server, Transport, s3_once};
use guide::{Outcome, replay};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _};
use tucuxi::Error;
use tucuxi::http::test::Answer;
use tucuxi::types::ByteStream;
use tucuxi_s3::Client;

async fn upload(s3: &Client, report: &Path) -> Result<(), Error> {
    s3.put_object().bucket("docs").key("hello.txt").body("hello, world").await?;

    let report = ByteStream::from_path(report).await?;
    s3.put_object().bucket("docs").key("report.pdf").body(report).await?;
    Ok(())
}

#[tokio::test]
async fn text_and_files() -> Outcome {
    let path = std::env::temp_dir().join(format!("tucuxi-guide-report-{}", std::process::id()));
    std::fs::write(&path, "a report")?;
    // the file is sent again after a failure
    let (http, session) = replay([Answer::new(200), Answer::new(503), Answer::new(200)])?;
    let result = upload(&Client::new(&session), &path).await;
    std::fs::remove_file(&path)?;
    result?;
    let sent = http.requests();
    assert_eq!(sent.len(), 3);
    // a checksum follows the text
    assert!(String::from_utf8_lossy(&sent[0].body).contains("hello, world"));
    Ok(())
}

#[tokio::test]
async fn any_stream() -> Outcome {
    let (http, session) = replay([Answer::new(200)])?;
    let s3 = Client::new(&session);
    let chunks = Chunks::new("abcd", 3);

    let body = ByteStream::from_stream(chunks, Some(12)); // 12 bytes in all
    s3.put_object().bucket("docs").key("generated").body(body).await?;

    let sent = http.requests();
    assert_eq!(sent[0].headers["x-amz-decoded-content-length"], "12");
    Ok(())
}

#[tokio::test]
async fn any_reader() -> Outcome {
    let (http, session) = replay([Answer::new(200)])?;
    let s3 = Client::new(&session);
    let reader = std::io::Cursor::new("line 1\nline 2\n");

    let body = ByteStream::from_reader(reader).with_length(14); // 14 bytes in all
    s3.put_object().bucket("docs").key("log").body(body).await?;

    assert_eq!(http.requests()[0].headers["x-amz-decoded-content-length"], "14");
    Ok(())
}

async fn upload_parts(s3: &Client, film: &Path, upload: &str) -> Result<(), Error> {
    let film = ByteStream::from_path(film).await?;
    let (first, second) = (film.section(0, 5 << 20), film.section(5 << 20, 1 << 20));
    let part = || s3.upload_part().bucket("films").key("short.mkv").upload_id(upload);
    tokio::try_join!(part().part_number(1).body(first).send(), part().part_number(2).body(second).send())?;
    Ok(())
}

#[tokio::test]
async fn sections_of_a_file() -> Outcome {
    let path = std::env::temp_dir().join(format!("tucuxi-guide-parts-{}", std::process::id()));
    std::fs::write(&path, vec![7; 6 << 20])?;
    let (http, session) = replay([Answer::new(200), Answer::new(200)])?;
    let result = upload_parts(&Client::new(&session), &path, "u").await;
    std::fs::remove_file(&path)?;
    result?;
    let mut lengths: Vec<_> =
        http.requests().iter().map(|sent| sent.headers["x-amz-decoded-content-length"].clone()).collect();
    lengths.sort();
    assert_eq!(lengths, ["1048576", "5242880"]);
    Ok(())
}

/// Writes the object to a file as it comes; gives the number of bytes.
async fn save(s3: &Client, path: &Path) -> Result<u64, Error> {
    let object = s3.get_object().bucket("films").key("long.mkv").await?;
    let mut body = object.body;
    let mut file = tokio::fs::File::create(path).await?;
    let mut bytes = 0;
    while let Some(chunk) = body.next_chunk().await {
        let chunk = chunk?;
        file.write_all(&chunk).await?;
        bytes += chunk.len() as u64;
    }
    file.flush().await?;
    Ok(bytes)
}

/// How many lines the object has.
async fn lines(s3: &Client) -> Result<usize, Error> {
    let object = s3.get_object().bucket("docs").key("plan.txt").await?;
    let mut lines = object.body.into_async_read().lines();
    let mut count = 0;
    while lines.next_line().await?.is_some() {
        count += 1;
    }
    Ok(count)
}

#[tokio::test]
async fn what_comes_is_read_by_pieces() -> Outcome {
    let answers = ["0123456789", "a\nb\nc\n", "whole"].map(|body| Answer::new(200).body(body));
    let (_, session) = replay(answers)?;
    let s3 = Client::new(&session);
    let path = std::env::temp_dir().join(format!("tucuxi-guide-film-{}", std::process::id()));
    let saved = save(&s3, &path).await;
    let stored = std::fs::read_to_string(&path);
    std::fs::remove_file(&path)?;
    assert_eq!((saved?, stored?.as_str()), (10, "0123456789"));
    assert_eq!(lines(&s3).await?, 3);

    let object = s3.get_object().bucket("docs").key("hello.txt").await?;
    let bytes = object.body.collect().await?;
    println!("{}", String::from_utf8_lossy(&bytes));

    assert_eq!(bytes, "whole");
    Ok(())
}

#[tokio::test]
async fn a_part_of_an_object() -> Outcome {
    let part = Answer::new(206).header("content-range", "bytes 0-3/10").body("0123");
    let (http, session) = replay([part])?;
    let s3 = Client::new(&session);

    let head = s3.get_object().bucket("films").key("long.mkv").range("bytes=0-3").await?;
    let bytes = head.body.collect().await?;

    assert_eq!((bytes.len(), http.requests()[0].headers["range"].to_str()?), (4, "bytes=0-3"));
    Ok(())
}

#[tokio::test]
async fn half_a_body_is_an_error() -> Outcome {
    let half = "HTTP/1.1 200 OK\r\ncontent-length: 10\r\nconnection: close\r\n\r\nhalf";
    let server = Server::start(Transport::Http, move |mut connection, _| async move {
        if connection.request().await.is_some() {
            let _client_may_be_gone = connection.send(half).await;
        }
    })
    .await;
    let path = std::env::temp_dir().join(format!("tucuxi-guide-half-{}", std::process::id()));
    let error = save(&s3_once(&server.url), &path).await.expect_err("half");
    std::fs::remove_file(&path)?;
    assert!(error.to_string().contains("end of file before message length reached"), "{error}");
    Ok(())
}

#[tokio::test]
async fn a_stream_is_sent_once() -> Outcome {
    let (http, session) = replay([Answer::new(503), Answer::new(200)])?;
    let s3 = Client::new(&session);
    let body = ByteStream::from_stream(Chunks::new("abcd", 3), Some(12));
    let error = s3.put_object().bucket("docs").key("generated").body(body).await.expect_err("no second time");
    assert!(error.hint().is_some_and(|hint| hint.starts_with("not tried again: ")), "{error}");
    assert_eq!(http.requests().len(), 1);
    Ok(())
}

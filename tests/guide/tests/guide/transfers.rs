//! docs/guide/transfers.md

use faults::{Store, Transport, s3_once};
use guide::Outcome;
use std::sync::Arc;
use tucuxi::Error;
use tucuxi::types::ByteStream;
use tucuxi_s3::{Client, UnfinishedUpload};

/// Runs what this page and that of directories show in a folder of their own: their paths are relative.
pub(crate) fn in_folder() -> Outcome {
    let folder = std::env::temp_dir().join(format!("tucuxi-guide-transfers-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    std::env::set_current_dir(&folder)?;
    Ok(())
}

async fn across(s3: &Client) -> Result<(), Error> {
    let upload = s3.upload_file("report.pdf").bucket("docs").key("2026/report.pdf");
    upload.with(|put| put.content_type = Some("application/pdf".into())).await?;
    s3.download_file("copy.pdf").bucket("docs").key("2026/report.pdf").await?;
    s3.copy("docs", "2026/report.pdf").bucket("archive").key("report.pdf").await?;
    Ok(())
}

async fn streams(s3: &Client) -> Result<(), Error> {
    let input = std::io::Cursor::new("some input");

    s3.upload("one line\n").bucket("docs").key("line.txt").await?;
    s3.upload(ByteStream::from_reader(input)).bucket("docs").key("input").await?;
    let mut line = Vec::new();
    s3.download(&mut line).bucket("docs").key("line.txt").await?;

    assert_eq!(line, b"one line\n");
    Ok(())
}

async fn settings(s3: &Client) -> Result<(), Error> {
    let upload = s3.upload_file("film.mkv").bucket("docs").key("film.mkv");
    upload
        .config(|config| {
            config.multipart_chunksize = 16 << 20;
            config.max_concurrency = 4;
            config.max_bandwidth = Some(50 << 20); // bytes per second
        })
        .progress(|progress| println!("{} of {:?} bytes", progress.bytes, progress.total))
        .await?;
    Ok(())
}

async fn stopped(s3: &Client) {
    let transfer = s3.upload_file("film.mkv").bucket("docs").key("film.mkv").start();
    if let Err(error) = transfer.cancel().await {
        println!("{error}"); // the transfer was cancelled
    }
}

async fn goes_on(s3: &Client) -> Result<(), Error> {
    if let Err(error) = s3.upload_file("film.mkv").bucket("docs").key("film.mkv").keep_parts().await {
        let Some(unfinished) = UnfinishedUpload::of(&error) else { return Err(error) };
        println!("{} bytes are there", unfinished.sent());
        s3.upload_file("film.mkv").resume(unfinished.clone()).await?;
    }
    Ok(())
}

#[tokio::test]
async fn all_that_the_page_shows() -> Outcome {
    in_folder()?;
    std::fs::write("report.pdf", "a report")?;
    std::fs::write("film.mkv", vec![7; 20 << 20])?;
    let (server, store): (_, Arc<Store>) = Store::start(Transport::Http).await;
    let s3 = s3_once(&server.url);

    across(&s3).await?;
    assert_eq!(std::fs::read("copy.pdf")?, b"a report");
    assert_eq!(*store.get("/archive/report.pdf").ok_or("no copy")?.bytes, b"a report");
    streams(&s3).await?;
    settings(&s3).await?;
    assert_eq!(store.get("/docs/film.mkv").ok_or("no film")?.bytes.len(), 20 << 20);
    stopped(&s3).await;
    assert_eq!(store.uploads(), 0);
    store.refuse_part(2);
    let before = store.requests().len();
    goes_on(&s3).await?;
    let requests = store.requests().split_off(before);
    assert_eq!(requests.iter().filter(|name| *name == "CreateMultipartUpload").count(), 1);
    assert_eq!(store.uploads(), 0);
    std::fs::remove_file("film.mkv")?;
    Ok(())
}

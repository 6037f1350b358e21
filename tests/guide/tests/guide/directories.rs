//! docs/guide/directories.md

use crate::transfers::in_folder;
use faults::{Store, Transport, s3_once};
use guide::Outcome;
use tucuxi::Error;
use tucuxi_s3::{Client, S3};

async fn sync(s3: &Client) -> Result<(), Error> {
    let outcome = s3.sync("site", "s3://docs/site").await?;
    println!("{} transferred, {} skipped", outcome.transferred, outcome.skipped);
    outcome.error_for_failures()?;

    assert_eq!(outcome.transferred, 3);
    Ok(())
}

async fn everything(s3: &Client) -> Result<(), Error> {
    s3.upload_dir("site", "s3://docs/site").await?.error_for_failures()?;
    s3.download_dir("s3://docs/site", "copy").await?.error_for_failures()?;
    Ok(())
}

async fn planned(s3: &Client) -> Result<(), Error> {
    let sync = s3.sync("site", "s3://docs/site").delete().dry_run();
    sync.each(|action| println!("(dryrun) {action}")).await?.error_for_failures()?;
    Ok(())
}

async fn left_out(s3: &Client) -> Result<(), Error> {
    let sync = s3.sync("site", "s3://docs/site").exclude("*").include("*.html").include("img/*").delete();
    sync.each(|action| println!("{action}")).await?.error_for_failures()?;
    Ok(())
}

async fn progress(s3: &Client) -> Result<(), Error> {
    let sync = s3.sync("site", "s3://docs/site");
    sync.config(|config| config.max_concurrency = 20)
        .progress(|now| {
            println!("{} of {} files, {} of {} bytes", now.done, now.found, now.bytes, now.found_bytes)
        })
        .await?
        .error_for_failures()?;
    Ok(())
}

async fn deletions(s3: &Client) -> Result<(), Error> {
    let output = s3.delete_objects().bucket("docs").keys(["a.txt", "b.txt"]).await?;
    for error in output.errors.unwrap_or_default() {
        println!("{:?} is still there: {:?}", error.key, error.message);
    }
    Ok(())
}

async fn a_prefix(s3: &Client) -> Result<(), Error> {
    let bucket = S3::from(s3.clone()).bucket("docs");
    for answer in bucket.objects().prefix("old/").delete().await? {
        println!("{} errors", answer.errors.unwrap_or_default().len());
    }
    Ok(())
}

#[tokio::test]
async fn all_that_the_page_shows() -> Outcome {
    in_folder()?;
    std::fs::create_dir_all("site/img")?;
    for (name, text) in [("site/index.html", "index"), ("site/notes.txt", "notes"), ("site/img/a.png", "a")] {
        std::fs::write(name, text)?;
    }
    let (server, store) = Store::start(Transport::Http).await;
    let s3 = s3_once(&server.url);

    sync(&s3).await?;
    everything(&s3).await?;
    assert_eq!(std::fs::read("copy/img/a.png")?, b"a");
    for key in ["site/gone.html", "site/gone.txt", "a.txt", "b.txt", "old/a", "old/b"] {
        store.put(&format!("/docs/{key}"), "old");
    }
    planned(&s3).await?;
    assert!(store.get("/docs/site/gone.html").is_some());
    left_out(&s3).await?;
    assert!(store.get("/docs/site/gone.html").is_none() && store.get("/docs/site/gone.txt").is_some());
    progress(&s3).await?;
    deletions(&s3).await?;
    a_prefix(&s3).await?;
    let left = ["img/a.png", "gone.txt", "index.html", "notes.txt"].map(|name| format!("/docs/site/{name}"));
    let mut keys = store.keys();
    keys.sort();
    let mut left = left.to_vec();
    left.sort();
    assert_eq!(keys, left);
    std::fs::remove_dir_all("site")?;
    std::fs::remove_dir_all("copy")?;
    Ok(())
}

//! S3: a file goes up and comes down in parts, with a progress bar, and is copied to another bucket.

use indicatif::{ProgressBar, ProgressStyle};
use tucuxi_s3::{Client, Progress};

const BUCKET: &str = "tucuxi-transfers";
const ARCHIVE: &str = "tucuxi-archive";

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let s3 = Client::new(&tucuxi::Session::new()?);
    for bucket in [BUCKET, ARCHIVE] {
        s3.create_bucket().bucket(bucket).await?;
    }
    let file = std::env::temp_dir().join("tucuxi-film.mkv");
    std::fs::write(&file, vec![7; 50 << 20])?;

    let upload = s3.upload_file(&file).bucket(BUCKET).key("film.mkv");
    let upload = upload.with(|put| put.content_type = Some("video/x-matroska".into()));
    upload.progress(bar("up")?).await?;

    let download = s3.download_file(&file).bucket(BUCKET).key("film.mkv");
    let output = download.progress(bar("down")?).await?;
    println!(
        "{} bytes of {}",
        output.content_length.unwrap_or_default(),
        output.content_type.unwrap_or_default()
    );

    s3.copy(BUCKET, "film.mkv").bucket(ARCHIVE).key("2026/film.mkv").progress(bar("copy")?).await?;

    std::fs::remove_file(&file)?;
    for (bucket, key) in [(BUCKET, "film.mkv"), (ARCHIVE, "2026/film.mkv")] {
        s3.delete_object().bucket(bucket).key(key).await?;
        s3.delete_bucket().bucket(bucket).await?;
    }
    Ok(())
}

/// Draws a bar as a transfer goes on.
fn bar(name: &'static str) -> Result<impl FnMut(Progress) + Send, Box<dyn std::error::Error>> {
    let style =
        ProgressStyle::with_template("{msg:>5} {bar:40} {bytes}/{total_bytes} {bytes_per_sec} {eta}")?;
    let bar = ProgressBar::no_length().with_style(style).with_message(name);
    Ok(move |progress: Progress| {
        if let Some(total) = progress.total {
            bar.set_length(total);
        }
        bar.set_position(progress.bytes);
        if progress.total == Some(progress.bytes) {
            bar.finish();
        }
    })
}

//! What a program does, in a log: `RUST_LOG=tucuxi=debug cargo run --bin logging`.

use std::time::Duration;
use tracing_subscriber::EnvFilter;
use tucuxi_s3::Client;

const BUCKET: &str = "tucuxi-example-log";

#[tokio::main]
async fn main() -> Result<(), tucuxi::Error> {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("tucuxi=debug"));
    tracing_subscriber::fmt().with_env_filter(filter).init();

    let session = tucuxi::Session::new()?;
    let s3 = Client::new(&session);
    s3.create_bucket().bucket(BUCKET).await?;
    s3.wait_until_bucket_exists().bucket(BUCKET).delay(Duration::from_secs(1)).await?;
    s3.put_object().bucket(BUCKET).key("a").body("a").await?;
    s3.put_object().bucket(BUCKET).key("b").body("b").await?;

    let mut pages = s3.list_objects_v2().bucket(BUCKET).pages().page_size(1);
    while let Some(page) = pages.next().await {
        tracing::info!(keys = page?.contents().len(), "a page came");
    }

    if let Err(error) = s3.get_object().bucket(BUCKET).key("c").await {
        tracing::warn!(%error, "as expected");
    }

    for key in ["a", "b"] {
        s3.delete_object().bucket(BUCKET).key(key).await?;
    }
    s3.delete_bucket().bucket(BUCKET).await?;
    Ok(())
}

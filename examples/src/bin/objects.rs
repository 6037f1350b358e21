//! S3: a bucket, an object written and read as a stream, the list of keys, and an error that is expected.

use tokio::io::AsyncBufReadExt as _;
use tucuxi_s3::errors::NoSuchKey;

const BUCKET: &str = "tucuxi-example";

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let session = tucuxi::Session::new()?;
    let s3 = tucuxi_s3::Client::new(&session);
    s3.create_bucket().bucket(BUCKET).await?;

    s3.put_object()
        .bucket(BUCKET)
        .key("poem.txt")
        .content_type("text/plain")
        .body("one line\nand another\n")
        .await?;
    let object = s3.get_object().bucket(BUCKET).key("poem.txt").await?;
    println!(
        "{} bytes of {}",
        object.content_length.unwrap_or_default(),
        object.content_type.unwrap_or_default()
    );
    // read as it comes; `collect` would read it into memory
    let mut lines = object.body.into_async_read().lines();
    while let Some(line) = lines.next_line().await? {
        println!("> {line}");
    }

    for object in s3.list_objects_v2().bucket(BUCKET).await?.contents() {
        println!("{:>8} {}", object.size.unwrap_or_default(), object.key.as_deref().unwrap_or_default());
    }

    match s3.get_object().bucket(BUCKET).key("no-such-poem.txt").await {
        Err(error) if error.exception::<NoSuchKey>().is_some() => println!("as it should be: {error}"),
        Err(error) => return Err(error.into()),
        Ok(_) => println!("somebody wrote that poem"),
    }

    s3.delete_object().bucket(BUCKET).key("poem.txt").await?;
    s3.delete_bucket().bucket(BUCKET).await?;
    Ok(())
}

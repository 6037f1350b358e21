//! The transfer benchmark on aws-sdk-s3-transfer-manager, on the threads of its own that it recommends.

use aws_config::BehaviorVersion;
use aws_sdk_s3_transfer_manager::io::InputStream;
use aws_sdk_s3_transfer_manager::types::{ConcurrencyMode, PartSize};
use aws_sdk_s3_transfer_manager::{Client, Config};
use bench_kit::transfers::{BUCKET, OBJECTS_AT_ONCE, PART, PARTS_AT_ONCE, Task};

type Failure = Box<dyn std::error::Error>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    let task = Task::parse(std::env::args().skip(1))?;
    let shared = aws_config::load_defaults(BehaviorVersion::latest()).await;
    let s3 = aws_sdk_s3::config::Builder::from(&shared).force_path_style(true);
    let at_once = if task.count == 1 { PARTS_AT_ONCE } else { OBJECTS_AT_ONCE };
    let config = Config::builder()
        .s3_config(s3)
        .part_size(PartSize::Target(PART))
        .concurrency(ConcurrencyMode::Explicit(at_once))
        .build();
    let client = Client::new(config);
    let work = |task: std::sync::Arc<Task>, index| {
        let client = client.clone();
        async move {
            let (key, file) = (task.key(index), task.file(index));
            if task.uploads {
                let body = InputStream::from_path(file).expect("a file");
                let upload =
                    client.upload().bucket(BUCKET).key(key).body(body).initiate().expect("an upload");
                upload.join().await.expect("an upload");
            } else {
                let download = client.download().bucket(BUCKET).key(key).write_to_path(file).await;
                download.expect("a download").join().await.expect("a download");
            }
        }
    };
    Ok(task.run(work).await?)
}

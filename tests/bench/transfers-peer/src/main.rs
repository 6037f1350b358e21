//! The transfer benchmark on aws-sdk-s3-transfer-manager, on the threads of its own that it recommends.

use aws_config::BehaviorVersion;
use aws_sdk_s3_transfer_manager::io::InputStream;
use aws_sdk_s3_transfer_manager::io::walk::FsWalker;
use aws_sdk_s3_transfer_manager::types::{ConcurrencyMode, PartSize};
use aws_sdk_s3_transfer_manager::{Client, Config};
use bench_kit::transfers::tree::{Tree, Way};
use bench_kit::transfers::{BUCKET, Clock, OBJECTS_AT_ONCE, PART, PARTS_AT_ONCE, Task};

type Failure = Box<dyn std::error::Error>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    if let Some(tree) = Tree::parse(std::env::args().skip(1)) {
        return directory(&tree).await;
    }
    let task = Task::parse(std::env::args().skip(1))?;
    let at_once = if task.count == 1 { PARTS_AT_ONCE } else { OBJECTS_AT_ONCE };
    let client = client(at_once).await;
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

async fn client(at_once: usize) -> Client {
    let shared = aws_config::load_defaults(BehaviorVersion::latest()).await;
    let s3 = aws_sdk_s3::config::Builder::from(&shared).force_path_style(true);
    let config = Config::builder()
        .s3_config(s3)
        .part_size(PartSize::Target(PART))
        .concurrency(ConcurrencyMode::Explicit(at_once))
        .build();
    Client::new(config)
}

/// It compares nothing: all is transferred. As many at once as the others have by default.
async fn directory(tree: &Tree) -> Result<(), Failure> {
    let client = client(PARTS_AT_ONCE).await;
    let clock = Clock::start();
    if tree.way == Way::Down {
        std::fs::create_dir(tree.directory())?;
        let download = client.download_objects().bucket(BUCKET).key_prefix(tree.prefix());
        download.destination(tree.directory()).initiate()?.join().await?;
    } else {
        let walker = FsWalker::builder().recursive(true).build();
        let upload = client.upload_objects().bucket(BUCKET).key_prefix(tree.prefix()).walker(walker);
        upload.source(tree.directory()).initiate()?.join().await?;
    }
    Ok(clock.print(Vec::new())?)
}

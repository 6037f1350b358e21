//! The transfer benchmark on Tucuxi (`bench-transfers ours …`), and on hyper and rustls alone (`bench-transfers bare …`).

mod bare;

use bench_kit::transfers::tree::{Tree, Way};
use bench_kit::transfers::{BUCKET, Clock, Task};
use std::sync::Arc;
use tucuxi::Session;
use tucuxi::config::{AddressingStyle, ChecksumMode};

type Failure = Box<dyn std::error::Error + Send + Sync>;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1);
    match arguments.next().as_deref() {
        Some("ours") => ours(arguments.collect()).await,
        Some("bare") => bare::run(Task::parse(arguments)?).await,
        _ => Err("usage: PROGRAM ours|bare upload|download FOLDER SIZE COUNT".into()),
    }
}

async fn ours(arguments: Vec<String>) -> Result<(), Failure> {
    let client = tucuxi_s3::Client::builder(&Session::new()?)
        .configure(|config| config.s3.addressing_style = AddressingStyle::Path)
        // as the others
        .request_checksums(ChecksumMode::WhenSupported)
        .response_checksums(ChecksumMode::WhenSupported)
        .build();
    match Tree::parse(arguments.iter().cloned()) {
        Some(tree) => directory(&client, &tree).await,
        None => files(&client, Task::parse(arguments.into_iter())?).await,
    }
}

async fn files(client: &tucuxi_s3::Client, task: Task) -> Result<(), Failure> {
    let work = |task: Arc<Task>, index| {
        let client = client.clone();
        async move {
            let (key, file) = (task.key(index), task.file(index));
            if task.uploads {
                client.upload_file(file).bucket(BUCKET).key(key).await.expect("an upload");
            } else {
                client.download_file(file).bucket(BUCKET).key(key).await.expect("a download");
            }
        }
    };
    Ok(task.run(work).await?)
}

async fn directory(client: &tucuxi_s3::Client, tree: &Tree) -> Result<(), Failure> {
    let clock = Clock::start();
    let bucket = format!("s3://{BUCKET}/{}", tree.prefix());
    let sync = match tree.way {
        Way::Same | Way::Up => client.sync(tree.directory(), bucket),
        Way::Down => client.sync(bucket, tree.directory()),
    };
    sync.await?.error_for_failures()?;
    Ok(clock.print(Vec::new())?)
}

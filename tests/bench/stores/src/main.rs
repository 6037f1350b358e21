//! Small objects in memory: by a client of Tucuxi (`bench-stores client …`), by tucuxi-object-store (`adapter`), and by the S3 client of
//! the crate `object_store` (`native`). Each has its own defaults.
//!
//! After the side come the arguments `upload|download|list FOLDER SIZE COUNT`; `list` lists `COUNT` objects [`LISTINGS`] times.

use bench_kit::transfers::{BUCKET, Clock, Task, tree};
use bytes::Bytes;
use futures_util::TryStreamExt as _;
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::path::Path;
use object_store::{Certificate, ClientOptions, ObjectStore, ObjectStoreExt as _};
use std::sync::Arc;
use tucuxi::Session;
use tucuxi::config::AddressingStyle;
use tucuxi_object_store::S3Store;

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// How often all objects are listed: once takes too little to be measured.
const LISTINGS: usize = 10;

#[derive(Clone)]
enum Side {
    Client(tucuxi_s3::Client),
    Store(Arc<dyn ObjectStore>),
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1);
    let side = match arguments.next().as_deref() {
        Some("client") => Side::Client(client()?),
        Some("adapter") => Side::Store(Arc::new(S3Store::new(&client()?, BUCKET))),
        Some("native") => Side::Store(Arc::new(native()?)),
        _ => return Err("usage: PROGRAM client|adapter|native upload|download|list FOLDER SIZE COUNT".into()),
    };
    let arguments: Vec<_> = arguments.collect();
    match arguments.first().map(String::as_str) {
        Some("list") => list(&side, arguments.last().ok_or("no count")?.parse()?).await,
        _ => objects(side, Task::parse(arguments.into_iter())?).await,
    }
}

fn client() -> Result<tucuxi_s3::Client, Failure> {
    let builder = tucuxi_s3::Client::builder(&Session::new()?);
    Ok(builder.configure(|config| config.s3.addressing_style = AddressingStyle::Path).build())
}

fn native() -> Result<AmazonS3, Failure> {
    let variable = |name: &str| std::env::var(name).map_err(|error| format!("{name}: {error}"));
    let authority = Certificate::from_pem(&std::fs::read(variable("AWS_CA_BUNDLE")?)?)?;
    let options = ClientOptions::new().with_root_certificate(authority);
    let builder = AmazonS3Builder::from_env().with_endpoint(variable("AWS_ENDPOINT_URL")?);
    Ok(builder.with_bucket_name(BUCKET).with_client_options(options).build()?)
}

/// Puts and gets.
async fn objects(side: Side, task: Task) -> Result<(), Failure> {
    let body = if task.uploads { Bytes::from(std::fs::read(task.file(0))?) } else { Bytes::new() };
    let work = |task: Arc<Task>, index| {
        let (side, body) = (side.clone(), body.clone());
        async move {
            let key = task.key(index);
            if task.uploads {
                side.put(key, body).await.expect("a put");
            } else {
                let length = side.get(key).await.expect("a get").len();
                assert_eq!(length as u64, task.size);
            }
        }
    };
    Ok(task.run(work).await?)
}

impl Side {
    async fn put(&self, key: String, body: Bytes) -> Result<(), Failure> {
        match self {
            Self::Client(client) => drop(client.put_object().bucket(BUCKET).key(key).body(body).await?),
            Self::Store(store) => drop(store.put(&Path::from(key), body.into()).await?),
        }
        Ok(())
    }

    async fn get(&self, key: String) -> Result<Bytes, Failure> {
        Ok(match self {
            Self::Client(client) => client.get_object().bucket(BUCKET).key(key).await?.body.collect().await?,
            Self::Store(store) => store.get(&Path::from(key)).await?.bytes().await?,
        })
    }

    /// How many objects are below `prefix`.
    async fn list(&self, prefix: &str) -> Result<u64, Failure> {
        let mut count = 0;
        match self {
            Self::Client(client) => {
                let mut pages = client.list_objects_v2().bucket(BUCKET).prefix(prefix).pages();
                while let Some(page) = pages.next().await {
                    count += page?.contents.map_or(0, |objects| objects.len() as u64);
                }
            }
            Self::Store(store) => {
                let mut objects = store.list(Some(&Path::from(prefix)));
                while objects.try_next().await?.is_some() {
                    count += 1;
                }
            }
        }
        Ok(count)
    }
}

async fn list(side: &Side, count: u64) -> Result<(), Failure> {
    let clock = Clock::start();
    for _ in 0..LISTINGS {
        let found = side.list(&tree::prefix(count)).await?;
        if found != count {
            return Err(format!("{found} objects were listed, not {count}").into());
        }
    }
    Ok(clock.print(Vec::new())?)
}

//! The floor: hyper and rustls, with as many connections and parts as the other sides, the same checksums and the same files. There
//! are no signatures and no retries, and files are read and written right where their bytes are wanted or come.

mod connection;
mod section;

use crate::Failure;
use bench_kit::transfers::{Clock, OBJECTS_AT_ONCE, PART, PARTS_AT_ONCE, Task, encoded};
use bytes::Bytes;
use connection::{Connection, Server, nothing};
use crc32fast::Hasher;
use http_body_util::{BodyExt as _, Either, Full};
use section::Section;
use std::fs::File;
use std::ops::Range;
use std::os::unix::fs::FileExt as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

const CHECKSUM: &str = "x-amz-checksum-crc32";
const WITH_CHECKSUM: [(&str, &str); 1] = [("x-amz-checksum-mode", "ENABLED")];

pub async fn run(task: Task) -> Result<(), Failure> {
    let clock = Clock::start();
    let (server, task) = (Arc::new(Server::find()?), Arc::new(task));
    let latencies = match task.count {
        1 if task.uploads => upload(&task, &server).await?,
        1 => download(&task, &server).await?,
        _ => side_by_side(&server, OBJECTS_AT_ONCE, task.count, Arc::new(Objects(task))).await?,
    };
    Ok(clock.print(latencies)?)
}

/// Work in equal pieces.
trait Work: Send + Sync + 'static {
    fn piece(
        &self,
        index: u64,
        connection: &mut Connection,
    ) -> impl Future<Output = Result<(), Failure>> + Send;
}

/// Does `count` pieces over `connections`, each of which takes the next piece when it is done with one. Gives how long each took.
async fn side_by_side(
    server: &Arc<Server>,
    connections: usize,
    count: u64,
    work: Arc<impl Work>,
) -> Result<Vec<Duration>, Failure> {
    let next = Arc::new(AtomicU64::new(0));
    let mut workers = JoinSet::new();
    for _ in 0..connections {
        let (server, work, next) = (Arc::clone(server), Arc::clone(&work), Arc::clone(&next));
        workers.spawn(async move {
            let mut connection = server.connect().await.expect("a connection");
            let mut times = Vec::new();
            loop {
                let index = next.fetch_add(1, Ordering::Relaxed);
                if index >= count {
                    return times;
                }
                let start = Instant::now();
                work.piece(index, &mut connection).await.expect("a piece");
                times.push(start.elapsed());
            }
        });
    }
    Ok(workers.join_all().await.concat())
}

/// Short objects, each in one request.
struct Objects(Arc<Task>);

impl Work for Objects {
    async fn piece(&self, index: u64, connection: &mut Connection) -> Result<(), Failure> {
        let (key, file) = (self.0.key(index), self.0.file(index));
        if self.0.uploads {
            let content = std::fs::read(file)?;
            let sum = encoded(&hash(&content));
            let body = Either::Left(Full::new(Bytes::from(content)));
            connection.send("PUT", &key, &[(CHECKSUM, &sum)], body).await?.collect().await?;
            return Ok(());
        }
        let response = connection.send("GET", &key, &WITH_CHECKSUM, nothing()).await?;
        let expected = response.headers().get(CHECKSUM).cloned();
        let content = response.into_body().collect().await?.to_bytes();
        check(&hash(&content), expected)?;
        Ok(std::fs::write(file, content)?)
    }
}

/// A large object in parts.
struct Parts {
    task: Arc<Task>,
    file: Arc<File>,
    /// The id of the upload; empty for a download.
    upload: String,
    /// The checksums of the parts, by their numbers.
    sums: Vec<Arc<Mutex<Hasher>>>,
}

impl Parts {
    fn new(task: &Arc<Task>, file: File, upload: String) -> Arc<Self> {
        let sums = (0..task.size.div_ceil(PART)).map(|_| Arc::default()).collect();
        Arc::new(Self { task: Arc::clone(task), file: Arc::new(file), upload, sums })
    }

    fn range(&self, index: u64) -> Range<u64> {
        index * PART..(index * PART + PART).min(self.task.size)
    }

    /// The checksum of the whole object.
    fn sum(&self) -> Hasher {
        let mut whole = Hasher::new();
        for sum in &self.sums {
            whole.combine(&sum.lock().expect("no thread panics"));
        }
        whole
    }
}

impl Work for Parts {
    async fn piece(&self, index: u64, connection: &mut Connection) -> Result<(), Failure> {
        let (key, range) = (self.task.key(0), self.range(index));
        let checksum = Arc::clone(&self.sums[index as usize]);
        if self.task.uploads {
            let body = Section::open(&self.task.file(0), range, checksum)?;
            let target = format!("{key}?partNumber={}&uploadId={}", index + 1, self.upload);
            connection.send("PUT", &target, &[], Either::Right(body)).await?.collect().await?;
            return Ok(());
        }
        let wanted = format!("bytes={}-{}", range.start, range.end - 1);
        let mut response = connection.send("GET", &key, &[("range", &wanted)], nothing()).await?;
        let mut at = range.start;
        while let Some(frame) = response.frame().await {
            let Ok(piece) = frame?.into_data() else { continue };
            checksum.lock().expect("no thread panics").update(&piece);
            self.file.write_all_at(&piece, at)?;
            at += piece.len() as u64;
        }
        if at == range.end { Ok(()) } else { Err("a part is short".into()) }
    }
}

async fn upload(task: &Arc<Task>, server: &Arc<Server>) -> Result<Vec<Duration>, Failure> {
    let (mut connection, key) = (server.connect().await?, task.key(0));
    let created = connection.send("POST", &format!("{key}?uploads"), &[], nothing()).await?;
    let created = String::from_utf8(created.collect().await?.to_bytes().to_vec())?;
    let id = created.split_once("<UploadId>").and_then(|(_, rest)| rest.split_once('<')).ok_or("no id")?.0;
    let parts = Parts::new(task, File::open(task.file(0))?, id.to_owned());
    let times = side_by_side(server, PARTS_AT_ONCE, parts.sums.len() as u64, Arc::clone(&parts)).await?;
    let (target, sum) = (format!("{key}?uploadId={id}"), encoded(&parts.sum()));
    connection.send("POST", &target, &[(CHECKSUM, &sum)], nothing()).await?.collect().await?;
    Ok(times)
}

async fn download(task: &Arc<Task>, server: &Arc<Server>) -> Result<Vec<Duration>, Failure> {
    let mut connection = server.connect().await?;
    let head = connection.send("HEAD", &task.key(0), &WITH_CHECKSUM, nothing()).await?;
    let file = File::create(task.file(0))?;
    file.set_len(task.size)?;
    let parts = Parts::new(task, file, String::new());
    let times = side_by_side(server, PARTS_AT_ONCE, parts.sums.len() as u64, Arc::clone(&parts)).await?;
    check(&parts.sum(), head.headers().get(CHECKSUM).cloned())?;
    Ok(times)
}

fn hash(bytes: &[u8]) -> Hasher {
    let mut hasher = Hasher::new();
    hasher.update(bytes);
    hasher
}

fn check(actual: &Hasher, expected: Option<hyper::header::HeaderValue>) -> Result<(), Failure> {
    match expected.is_some_and(|expected| expected == encoded(actual)) {
        true => Ok(()),
        false => Err("the checksum of what came is another one".into()),
    }
}

//! The transfer benchmark: what each side does, and what is measured of it.
//!
//! A program of a side is started as `PROGRAM upload|download FOLDER SIZE COUNT` and transfers `COUNT` objects of `SIZE` bytes:
//! from `FOLDER/source`, or to `FOLDER/0`, `FOLDER/1` and so on. It finds the server, the credentials and the certificate
//! authority in the environment variables of AWS. It prints a line `name<TAB>value` for each figure.

mod content;
mod listing;
mod request;
pub mod server;
pub mod tree;

use crate::measure::cpu_time;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

/// How many objects each side transfers at once, if there are so many.
pub const OBJECTS_AT_ONCE: usize = 32;
/// How many parts of a large object each side transfers at once.
pub const PARTS_AT_ONCE: usize = 10;
/// The bytes of a part.
pub const PART: u64 = 8 << 20;
/// The bucket of all objects.
pub const BUCKET: &str = "bucket";

/// What a program has to do.
#[derive(Clone, Debug)]
pub struct Task {
    /// Whether it uploads; else it downloads.
    pub uploads: bool,
    folder: PathBuf,
    /// The bytes of each object.
    pub size: u64,
    /// How many objects there are.
    pub count: u64,
}

impl Task {
    /// Reads the task from `arguments`.
    ///
    /// # Errors
    /// When there is none.
    pub fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut next = || arguments.next().ok_or("usage: PROGRAM upload|download FOLDER SIZE COUNT");
        let uploads = match next()?.as_str() {
            "upload" => true,
            "download" => false,
            other => return Err(format!("neither upload nor download: {other}")),
        };
        let folder = next()?.into();
        let number = |text: String| text.parse().map_err(|error| format!("not a number: {text}: {error}"));
        Ok(Self { uploads, folder, size: number(next()?)?, count: number(next()?)? })
    }

    /// The key of an object. The server reads its size from it.
    pub fn key(&self, index: u64) -> String {
        format!("{}-{index}", self.size)
    }

    /// The file that an object comes from or goes to.
    pub fn file(&self, index: u64) -> PathBuf {
        self.folder.join(if self.uploads { "source".to_owned() } else { index.to_string() })
    }

    /// Transfers all objects by `transfer`, [`OBJECTS_AT_ONCE`] at once, each in a task, and prints the figures.
    ///
    /// # Errors
    /// When the figures cannot be read from the system.
    pub async fn run<F>(self, transfer: impl Fn(Arc<Self>, u64) -> F) -> std::io::Result<()>
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let task = Arc::new(self);
        let clock = Clock::start();
        let (mut tasks, mut latencies) = (JoinSet::new(), Vec::new());
        for index in 0..task.count {
            if tasks.len() >= OBJECTS_AT_ONCE {
                latencies.extend(tasks.join_next().await.map(|ended| ended.expect("a transfer")));
            }
            let transfer = transfer(Arc::clone(&task), index);
            tasks.spawn(async move {
                let start = Instant::now();
                transfer.await;
                start.elapsed()
            });
        }
        latencies.extend(tasks.join_all().await);
        clock.print(latencies)
    }
}

/// Measures from its start on.
pub struct Clock {
    cpu: Duration,
    wall: Instant,
}

impl Clock {
    /// Starts it.
    pub fn start() -> Self {
        Self { cpu: cpu_time(), wall: Instant::now() }
    }

    /// Prints what has been used since the start: seconds of CPU, seconds, the peak of memory in MiB, and of `latencies` the median and
    /// the 99th percentile in ms.
    ///
    /// # Errors
    /// When the system does not tell the peak, which only Linux does.
    pub fn print(self, mut latencies: Vec<Duration>) -> std::io::Result<()> {
        println!("cpu\t{}", (cpu_time() - self.cpu).as_secs_f64());
        println!("wall\t{}", self.wall.elapsed().as_secs_f64());
        println!("peak\t{}", peak()?);
        latencies.sort();
        let percentile = |percent: usize| latencies.get(latencies.len() * percent / 100);
        for percent in [50, 99] {
            if let Some(latency) = percentile(percent) {
                println!("p{percent}\t{}", latency.as_secs_f64() * 1e3);
            }
        }
        Ok(())
    }
}

/// The most memory this process has had, in MiB.
fn peak() -> std::io::Result<f64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib: Option<f64> = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
    kib.map(|kib| kib / 1024.0).ok_or_else(|| std::io::Error::other("the system tells no peak of memory"))
}

/// A CRC-32 as S3 writes it, in Base64.
pub fn encoded(checksum: &crc32fast::Hasher) -> String {
    base64_simd::STANDARD.encode_to_string(checksum.clone().finalize().to_be_bytes())
}

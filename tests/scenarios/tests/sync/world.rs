//! [`World`]: what is on both sides of all cases, twice where it is changed: for us and for the command line.

use crate::case::{Case, INNER, Item, LINK, LINKED, PHASES, Side, Way};
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};
use tempfile::TempDir;
use tokio::task::JoinSet;
use tucuxi::types::Timestamp;
use tucuxi_s3::Client;

/// Who changes a target.
pub const SIDES: [&str; 2] = ["ours", "theirs"];
const SOURCE: &str = "source";

pub struct World {
    pub s3: Client,
    files: TempDir,
}

/// The objects of all buckets, by bucket and key.
pub type Objects = BTreeMap<(String, String), Object>;

#[derive(Debug, PartialEq, Eq)]
pub struct Object {
    pub size: i64,
    /// The MD5 of its bytes.
    pub e_tag: String,
    pub class: String,
    pub modified: Timestamp,
}

/// What is in a directory, by path.
pub type Files = BTreeMap<String, LocalFile>;

#[derive(Debug, PartialEq, Eq)]
pub struct LocalFile {
    pub content: String,
    /// In seconds since 1970.
    pub modified: u64,
    pub is_link: bool,
}

/// An object that is to be made.
struct Put {
    bucket: String,
    key: String,
    bytes: Vec<u8>,
}

impl World {
    /// Makes all of it.
    pub async fn create(s3: Client, cases: &[Case]) -> Result<Self, Box<dyn Error>> {
        let world = Self { s3, files: tempfile::tempdir()? };
        let buckets: BTreeSet<_> =
            cases.iter().flat_map(|case| [SOURCE, "ours", "theirs"].map(|side| case.place(side).0)).collect();
        for bucket in buckets {
            world.s3.create_bucket().bucket(bucket).await?;
        }
        for phase in 0..PHASES {
            if phase > 0 {
                // times of objects are told in seconds
                tokio::time::sleep(Duration::from_millis(1100)).await;
            }
            world.put(cases.iter().flat_map(|case| world.puts(case, phase)).collect()).await?;
            world.settle(cases).await?;
        }
        let objects = world.objects().await?;
        cases.iter().try_for_each(|case| world.write(case, &objects))?;
        Ok(world)
    }

    /// The objects of one phase.
    fn puts(&self, case: &Case, phase: usize) -> Vec<Put> {
        let mut puts = Vec::new();
        for item in &case.items {
            for (side, made, is_bucket) in [
                (SOURCE, &item.source, case.way != Way::Upload),
                ("ours", &item.target, case.way != Way::Download),
                ("theirs", &item.target, case.way != Way::Download),
            ] {
                if let Some(made) = made.as_ref().filter(|made| is_bucket && made.phase == phase) {
                    let (bucket, prefix) = case.place(side);
                    let key = format!("{prefix}{}", item.key);
                    puts.push(Put { bucket, key, bytes: bytes(item, side == SOURCE, made) });
                }
            }
        }
        puts
    }

    async fn put(&self, puts: Vec<Put>) -> Result<(), Box<dyn Error>> {
        let mut tasks = JoinSet::new();
        for put in puts {
            let kind = if put.bytes.len().is_multiple_of(2) { "text/x-even" } else { "text/x-odd" };
            let input =
                self.s3.put_object().bucket(put.bucket).key(put.key).body(put.bytes).content_type(kind);
            tasks.spawn(async { input.await });
            if tasks.len() > 10
                && let Some(ended) = tasks.join_next().await
            {
                ended??;
            }
        }
        while let Some(ended) = tasks.join_next().await {
            ended??;
        }
        Ok(())
    }

    /// Makes objects of the two targets again until they have the same time.
    async fn settle(&self, cases: &[Case]) -> Result<(), Box<dyn Error>> {
        loop {
            let objects = self.objects().await?;
            let differ = |put: &Put, other: &Put| {
                let time = |put: &Put| {
                    objects.get(&(put.bucket.clone(), put.key.clone())).map(|object| object.modified)
                };
                time(put) != time(other)
            };
            let mut again = Vec::new();
            for puts in cases.iter().flat_map(|case| (0..PHASES).map(|phase| self.puts(case, phase))) {
                let targets = puts.into_iter().filter(|put| !put.bucket.contains(SOURCE)).collect::<Vec<_>>();
                let mut targets = targets.into_iter();
                while let (Some(ours), Some(theirs)) = (targets.next(), targets.next()) {
                    if differ(&ours, &theirs) {
                        again.extend([ours, theirs]);
                    }
                }
            }
            if again.is_empty() {
                return Ok(());
            }
            self.put(again).await?;
        }
    }

    pub async fn objects(&self) -> Result<Objects, Box<dyn Error>> {
        let mut objects = Objects::new();
        let buckets = self.s3.list_buckets().prefix("sync-").await?.buckets.unwrap_or_default();
        for bucket in buckets.into_iter().filter_map(|bucket| bucket.name) {
            let mut pages = self.s3.list_objects_v2().bucket(&bucket).pages();
            while let Some(page) = pages.next().await {
                for object in page?.contents.unwrap_or_default() {
                    let key = object.key.unwrap_or_default();
                    let object = Object {
                        size: object.size.unwrap_or_default(),
                        e_tag: object.e_tag.unwrap_or_default(),
                        class: object.storage_class.map(|class| class.to_string()).unwrap_or_default(),
                        modified: object.last_modified.unwrap_or_default(),
                    };
                    objects.insert((bucket.clone(), key), object);
                }
            }
        }
        Ok(objects)
    }

    /// A directory of a case.
    pub fn directory(&self, case: &Case, side: &str) -> PathBuf {
        self.files.path().join(case.seed.to_string()).join(side)
    }

    /// Writes the files of a case, with times that follow from those of its objects.
    fn write(&self, case: &Case, objects: &Objects) -> Result<(), Box<dyn Error>> {
        let (sides, other): (&[&str], _) = match case.way {
            Way::Upload => (&[SOURCE], "ours"),
            Way::Download => (&SIDES, SOURCE),
            Way::Copy => return Ok(()),
        };
        let (bucket, prefix) = case.place(other);
        for side in sides {
            let directory = self.directory(case, side);
            fs::create_dir_all(&directory)?;
            for item in &case.items {
                let is_source = *side == SOURCE;
                let Some(made) = (if is_source { &item.source } else { &item.target }) else { continue };
                let object = objects.get(&(bucket.clone(), format!("{prefix}{}", item.key)));
                let object = object.map_or(1_700_000_000, |object| object.modified.seconds());
                let modified = Duration::from_millis(u64::try_from(object * 1000 + item.newer)?);
                write(&directory.join(&item.key), &bytes(item, is_source, made), modified)?;
            }
            if case.has_links {
                self.link(&directory, case.way)?;
            }
        }
        Ok(())
    }

    fn link(&self, directory: &Path, way: Way) -> Result<(), Box<dyn Error>> {
        if way == Way::Download {
            std::os::unix::fs::symlink(INNER, directory.join(LINK))?;
            return Ok(());
        }
        let outside = self.files.path().join("outside");
        if !outside.exists() {
            for name in ["file", "directory/a.txt", "directory/deep/b.html"] {
                write(&outside.join(name), name.as_bytes(), Duration::from_secs(1_700_000_000))?;
            }
        }
        std::os::unix::fs::symlink(outside.join("file"), directory.join(LINK))?;
        std::os::unix::fs::symlink(outside.join("directory"), directory.join(LINKED))?;
        Ok(())
    }

    /// What is in a directory of a case.
    pub fn files(&self, case: &Case, side: &str) -> Result<Files, Box<dyn Error>> {
        let (root, mut files) = (self.directory(case, side), Files::new());
        let mut directories = vec![root.clone()];
        while let Some(directory) = directories.pop() {
            for entry in fs::read_dir(directory)? {
                let entry = entry?;
                if entry.file_type()?.is_dir() {
                    directories.push(entry.path());
                    continue;
                }
                let path = entry.path().strip_prefix(&root)?.display().to_string();
                let modified =
                    fs::metadata(entry.path())?.modified()?.duration_since(SystemTime::UNIX_EPOCH)?;
                let file = LocalFile {
                    content: fs::read_to_string(entry.path())?,
                    modified: modified.as_secs(),
                    is_link: entry.file_type()?.is_symlink(),
                };
                files.insert(path, file);
            }
        }
        Ok(files)
    }

    /// Deletes the buckets.
    pub async fn delete(self) -> Result<(), Box<dyn Error>> {
        for (bucket, key) in self.objects().await?.into_keys() {
            self.s3.delete_object().bucket(bucket).key(key).await?;
        }
        let buckets = self.s3.list_buckets().prefix("sync-").await?.buckets.unwrap_or_default();
        for bucket in buckets.into_iter().filter_map(|bucket| bucket.name) {
            self.s3.delete_bucket().bucket(bucket).await?;
        }
        Ok(())
    }
}

fn write(path: &Path, bytes: &[u8], modified: Duration) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(path.parent().ok_or("no parent")?)?;
    fs::write(path, bytes)?;
    Ok(File::options().write(true).open(path)?.set_modified(SystemTime::UNIX_EPOCH + modified)?)
}

/// Bytes that tell keys and sides apart.
fn bytes(item: &Item, is_source: bool, side: &Side) -> Vec<u8> {
    let text = format!("{}{}", if is_source { "s" } else { "t" }, item.key);
    text.into_bytes().into_iter().filter(u8::is_ascii).cycle().take(side.size).collect()
}

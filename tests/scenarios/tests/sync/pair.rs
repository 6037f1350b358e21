//! [`Pair`]: one directory and two prefixes, one for us and one for the CLI.

use crate::Outcome;
use scenarios::{Cli, Emulator, Ran};
use std::error::Error;
use std::path::Path;
use tempfile::TempDir;
use tucuxi_s3::{Client, DirectorySync, S3, SyncOutcome};

pub struct Pair {
    pub s3: Client,
    pub cli: Cli,
    pub bucket: &'static str,
    pub source: TempDir,
    session: tucuxi::Session,
}

impl Pair {
    /// In a bucket of its own; `None` where there is no emulator or no CLI.
    pub async fn connect(bucket: &'static str) -> Result<Option<Self>, Box<dyn Error>> {
        let (Some(emulator), Some(cli)) = (Emulator::connect(), Cli::connect()) else { return Ok(None) };
        let s3 = Client::new(&emulator.session);
        s3.create_bucket().bucket(bucket).await?;
        let session = emulator.session.clone();
        Ok(Some(Self { s3, cli, bucket, source: tempfile::tempdir()?, session }))
    }

    /// We synchronise the directory to our prefix.
    pub async fn upload(
        &self,
        change: impl FnOnce(DirectorySync) -> DirectorySync,
    ) -> Result<SyncOutcome, tucuxi::Error> {
        change(self.s3.sync(self.source.path(), format!("s3://{}/ours", self.bucket))).await
    }

    /// The CLI synchronises it to the other one.
    pub fn cli_uploads(&mut self, options: &[&str]) -> Ran {
        let target = format!("s3://{}/theirs", self.bucket);
        let source = self.source.path().display().to_string();
        self.sync(&source, &target, options)
    }

    /// The CLI synchronises `prefix` to a directory.
    pub fn cli_downloads(&mut self, prefix: &str, target: &Path, options: &[&str]) -> Ran {
        let source = format!("s3://{}/{prefix}", self.bucket);
        self.sync(&source, &target.display().to_string(), options)
    }

    fn sync(&mut self, source: &str, target: &str, options: &[&str]) -> Ran {
        let arguments = [&["s3", "sync", "--no-progress", source, target], options].concat();
        self.cli.run(&arguments.into_iter().map(str::to_owned).collect::<Vec<_>>())
    }

    /// That of our object and that of the CLI's.
    pub async fn content_types(&self, name: &str) -> Result<[String; 2], Box<dyn Error>> {
        let content_type = async |side: &str| {
            let head = self.s3.head_object().bucket(self.bucket).key(format!("{side}/{name}")).await?;
            Ok::<_, tucuxi::Error>(head.content_type.unwrap_or_default())
        };
        Ok([content_type("ours").await?, content_type("theirs").await?])
    }

    /// The keys below `prefix`.
    pub async fn keys(&self, prefix: &str) -> Result<Vec<String>, Box<dyn Error>> {
        let listed = self.s3.list_objects_v2().bucket(self.bucket).prefix(prefix).await?;
        let keys = listed.contents.unwrap_or_default().into_iter().filter_map(|object| object.key);
        Ok(keys.filter_map(|key| Some(key.strip_prefix(prefix)?.to_owned())).collect())
    }

    /// Deletes the bucket.
    pub async fn delete(self) -> Outcome {
        let bucket = S3::new(&self.session).bucket(self.bucket);
        bucket.objects().delete().await?;
        bucket.delete().await?;
        Ok(())
    }
}

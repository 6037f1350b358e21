//! Where transfers begin: methods of the client, of buckets and of objects.

use super::copy::ObjectCopy;
use super::download::Download;
use super::sync::{DirectorySync, SyncPlace};
use super::upload::Upload;
use crate::Client;
use crate::resources::{Bucket, Object};
use std::path::PathBuf;
use tucuxi::external::tokio::io::AsyncWrite;
use tucuxi::types::ByteStream;

/// # Transfers
impl Client {
    /// Uploads the file at `path`: boto3's `upload_file`.
    ///
    /// ```no_run
    /// # async fn example(s3: tucuxi_s3::Client) -> Result<(), tucuxi::Error> {
    /// s3.upload_file("report.pdf")
    ///     .bucket("my-bucket")
    ///     .key("reports/2026.pdf")
    ///     .with(|put| put.content_type = Some("application/pdf".into()))
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn upload_file(&self, path: impl Into<PathBuf>) -> Upload {
        Upload::of_file(&self.core, path.into())
    }

    /// Uploads bytes, text or a stream: boto3's `upload_fileobj`. The length need not be known.
    ///
    /// ```no_run
    /// # async fn example(s3: tucuxi_s3::Client, file: tokio::fs::File) -> Result<(), tucuxi::Error> {
    /// use tucuxi::types::ByteStream;
    ///
    /// s3.upload("hello").bucket("my-bucket").key("hello.txt").await?;
    /// s3.upload(ByteStream::from_reader(file)).bucket("my-bucket").key("data").await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn upload(&self, body: impl Into<ByteStream>) -> Upload {
        Upload::of_body(&self.core, body.into())
    }

    /// Downloads an object to the file at `path`: boto3's `download_file`.
    ///
    /// The bytes go into a temporary file beside it, which is renamed when all are there, so that no half of an object is ever
    /// at `path`. A named pipe, a device or a symbolic link at `path` is written directly.
    ///
    /// ```no_run
    /// # async fn example(s3: tucuxi_s3::Client) -> Result<(), tucuxi::Error> {
    /// let output = s3.download_file("report.pdf").bucket("my-bucket").key("reports/2026.pdf").await?;
    /// println!("{} bytes", output.content_length.unwrap_or_default());
    /// # Ok(())
    /// # }
    /// ```
    pub fn download_file(&self, path: impl Into<PathBuf>) -> Download<'static> {
        Download::to_file(&self.core, path.into())
    }

    /// Downloads an object into `writer`, its bytes in order: boto3's `download_fileobj`. The writer is flushed at the end.
    ///
    /// ```no_run
    /// # async fn example(s3: tucuxi_s3::Client) -> Result<(), tucuxi::Error> {
    /// let mut text = Vec::new();
    /// s3.download(&mut text).bucket("my-bucket").key("hello.txt").await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn download<'a>(&self, writer: impl AsyncWrite + Send + Unpin + 'a) -> Download<'a> {
        Download::to_writer(&self.core, writer)
    }

    /// Copies an object, `key` in `bucket`, to where [`bucket`](ObjectCopy::bucket) and [`key`](ObjectCopy::key) say, without its
    /// bytes coming here: boto3's `copy`.
    ///
    /// ```no_run
    /// # async fn example(s3: tucuxi_s3::Client) -> Result<(), tucuxi::Error> {
    /// s3.copy("films", "a.mkv").bucket("archive").key("2026/a.mkv").await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn copy(&self, bucket: impl Into<String>, key: impl Into<String>) -> ObjectCopy {
        ObjectCopy::new(&self.core, bucket.into(), key.into())
    }

    /// Makes `target` the same as `source`, as `aws s3 sync` does: a directory and the objects below a prefix, or the objects of two
    /// prefixes.
    ///
    /// ```no_run
    /// # async fn example(s3: tucuxi_s3::Client) -> Result<(), tucuxi::Error> {
    /// let outcome = s3.sync("site", "s3://my-bucket/site").delete().exclude("*.tmp").await?;
    /// println!("{} transferred, {} deleted", outcome.transferred, outcome.deleted);
    /// outcome.error_for_failures()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn sync(&self, source: impl Into<SyncPlace>, target: impl Into<SyncPlace>) -> DirectorySync {
        DirectorySync::comparing(&self.core, source.into(), target.into())
    }

    /// Uploads all files below the directory `source`, whatever is in `target`: `aws s3 cp --recursive`.
    ///
    /// ```no_run
    /// # async fn example(s3: tucuxi_s3::Client) -> Result<(), tucuxi::Error> {
    /// s3.upload_dir("site", "s3://my-bucket/site").await?.error_for_failures()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn upload_dir(&self, source: impl Into<PathBuf>, target: impl Into<SyncPlace>) -> DirectorySync {
        DirectorySync::always(&self.core, SyncPlace::directory(source), target.into())
    }

    /// Downloads all objects below the prefix `source` into the directory `target`, whatever is in it.
    ///
    /// ```no_run
    /// # async fn example(s3: tucuxi_s3::Client) -> Result<(), tucuxi::Error> {
    /// s3.download_dir("s3://my-bucket/site", "site").await?.error_for_failures()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn download_dir(&self, source: impl Into<SyncPlace>, target: impl Into<PathBuf>) -> DirectorySync {
        DirectorySync::always(&self.core, source.into(), SyncPlace::directory(target))
    }
}

/// # Transfers
impl Bucket {
    /// Uploads the file at `path` into this bucket: [`Client::upload_file`].
    pub fn upload_file(&self, path: impl Into<PathBuf>) -> Upload {
        self.client().upload_file(path).bucket(self.name())
    }

    /// Uploads bytes, text or a stream into this bucket: [`Client::upload`].
    pub fn upload(&self, body: impl Into<ByteStream>) -> Upload {
        self.client().upload(body).bucket(self.name())
    }

    /// Downloads an object of this bucket to the file at `path`: [`Client::download_file`].
    pub fn download_file(&self, path: impl Into<PathBuf>) -> Download<'static> {
        self.client().download_file(path).bucket(self.name())
    }

    /// Downloads an object of this bucket into `writer`: [`Client::download`].
    pub fn download<'a>(&self, writer: impl AsyncWrite + Send + Unpin + 'a) -> Download<'a> {
        self.client().download(writer).bucket(self.name())
    }

    /// Copies an object, `key` in `bucket`, into this bucket: [`Client::copy`].
    pub fn copy(&self, bucket: impl Into<String>, key: impl Into<String>) -> ObjectCopy {
        self.client().copy(bucket, key).bucket(self.name())
    }

    /// Uploads all files below the directory `source` to keys that begin with `prefix` and a `/`: [`Client::upload_dir`].
    pub fn upload_dir(&self, source: impl Into<PathBuf>, prefix: impl Into<String>) -> DirectorySync {
        self.client().upload_dir(source, SyncPlace::bucket(self.name(), prefix))
    }

    /// Downloads all objects whose keys begin with `prefix` and a `/` into the directory `target`: [`Client::download_dir`].
    pub fn download_dir(&self, prefix: impl Into<String>, target: impl Into<PathBuf>) -> DirectorySync {
        self.client().download_dir(SyncPlace::bucket(self.name(), prefix), target)
    }
}

/// # Transfers
impl Object {
    /// Uploads the file at `path` as this object: [`Client::upload_file`].
    pub fn upload_file(&self, path: impl Into<PathBuf>) -> Upload {
        self.client().upload_file(path).bucket(self.bucket_name()).key(self.key())
    }

    /// Uploads bytes, text or a stream as this object: [`Client::upload`].
    pub fn upload(&self, body: impl Into<ByteStream>) -> Upload {
        self.client().upload(body).bucket(self.bucket_name()).key(self.key())
    }

    /// Downloads this object to the file at `path`: [`Client::download_file`].
    pub fn download_file(&self, path: impl Into<PathBuf>) -> Download<'static> {
        self.client().download_file(path).bucket(self.bucket_name()).key(self.key())
    }

    /// Downloads this object into `writer`: [`Client::download`].
    pub fn download<'a>(&self, writer: impl AsyncWrite + Send + Unpin + 'a) -> Download<'a> {
        self.client().download(writer).bucket(self.bucket_name()).key(self.key())
    }

    /// Copies an object, `key` in `bucket`, to this one: [`Client::copy`].
    pub fn copy(&self, bucket: impl Into<String>, key: impl Into<String>) -> ObjectCopy {
        self.client().copy(bucket, key).bucket(self.bucket_name()).key(self.key())
    }
}

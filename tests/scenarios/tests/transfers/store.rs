//! [`Store`]: a bucket on a server, and a folder for files; and bytes to send.

use crate::Outcome;
use scenarios::{Emulator, S3s};
use std::error::Error;
use std::io::Cursor;
use std::path::PathBuf;
use tempfile::TempDir;
use tucuxi::Session;
use tucuxi::external::bytes::Bytes;
use tucuxi::types::ByteStream;
use tucuxi_s3::resources::Bucket;
use tucuxi_s3::{Client, Download, S3, Upload};

pub const MIB: usize = 1 << 20;

/// A bucket of the test's own on a server.
pub struct Store {
    pub server: &'static str,
    pub s3: Client,
    pub bucket: &'static str,
    files: TempDir,
}

/// What the bytes of an upload come from.
#[derive(Clone, Copy, Debug)]
pub enum From {
    File,
    Bytes,
    /// A stream of known length.
    Stream,
    /// A stream of unknown length.
    Unknown,
}

/// Where the bytes of a download go.
#[derive(Clone, Copy, Debug)]
pub enum To {
    File,
    Memory,
    /// A file that the program has opened.
    Writer,
}

impl From {
    pub const ALL: [Self; 4] = [Self::File, Self::Bytes, Self::Stream, Self::Unknown];
}

impl To {
    pub const ALL: [Self; 3] = [Self::File, Self::Memory, Self::Writer];
}

/// The bucket `name` on each of the servers that `cargo xtask test` runs.
pub async fn stores(name: &'static str) -> Result<Vec<Store>, Box<dyn Error>> {
    let moto = Emulator::connect().map(|emulator| ("moto", emulator.session));
    let s3s = S3s::connect().map(|server| ("s3s-fs", server.session));
    let mut stores = Vec::new();
    for (server, session) in moto.into_iter().chain(s3s) {
        stores.push(Store::create(server, &session, name).await?);
    }
    Ok(stores)
}

impl Store {
    pub async fn create(
        server: &'static str,
        session: &Session,
        bucket: &'static str,
    ) -> Result<Self, Box<dyn Error>> {
        let s3 = Client::new(session);
        s3.create_bucket().bucket(bucket).await?;
        Ok(Self { server, s3, bucket, files: TempDir::new()? })
    }

    /// The bucket.
    pub fn resource(&self) -> Bucket {
        S3::from(self.s3.clone()).bucket(self.bucket)
    }

    pub fn is_moto(&self) -> bool {
        self.server == "moto"
    }

    /// The path of a file of the test's own.
    pub fn path(&self, name: &str) -> PathBuf {
        self.files.path().join(name)
    }

    /// An upload of `bytes`.
    pub fn upload(&self, from: From, bytes: &Bytes, key: &str) -> Result<Upload, Box<dyn Error>> {
        let reader = ByteStream::from_reader(Cursor::new(bytes.clone()));
        let upload = match from {
            From::File => {
                let path = self.path("sent");
                std::fs::write(&path, bytes)?;
                self.s3.upload_file(path)
            }
            From::Bytes => self.s3.upload(bytes.clone()),
            From::Stream => self.s3.upload(reader.with_length(bytes.len() as u64)),
            From::Unknown => self.s3.upload(reader),
        };
        Ok(upload.bucket(self.bucket).key(key))
    }

    /// Downloads an object, by a download that `change` changes, and requires that it has these bytes.
    pub async fn expect(
        &self,
        to: To,
        key: &str,
        bytes: &[u8],
        change: impl FnOnce(Download<'_>) -> Download<'_>,
    ) -> Outcome {
        let what = format!("{}, `{key}`, to {to:?}", self.server);
        let path = self.path("received");
        let mut memory = Vec::new();
        let mut file;
        let download = match to {
            To::File => self.s3.download_file(&path),
            To::Memory => self.s3.download(&mut memory),
            To::Writer => {
                file = tokio::fs::File::create(&path).await?;
                self.s3.download(&mut file)
            }
        };
        let output = change(download.bucket(self.bucket).key(key))
            .await
            .map_err(|error| format!("{what}: {error:#}"))?;
        let got = match to {
            To::Memory => memory,
            To::File | To::Writer => std::fs::read(&path)?,
        };
        assert_bytes(&got, bytes, &what);
        assert_eq!(output.content_length, Some(i64::try_from(bytes.len())?), "{what}");
        Ok(())
    }

    /// Deletes the bucket and what is in it.
    pub async fn delete(self) -> Outcome {
        let bucket = self.resource();
        match self.is_moto() {
            true => drop(bucket.object_versions().delete().await?),
            // s3s-fs has no versions
            false => drop(bucket.objects().delete().await?),
        }
        bucket.delete().await?;
        Ok(())
    }
}

/// So many bytes, without a pattern that repeats: a part at another place is noticed.
pub fn pattern(length: usize) -> Bytes {
    let mut bytes = Vec::with_capacity(length + 8);
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    while bytes.len() < length {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        bytes.extend_from_slice(&state.to_le_bytes());
    }
    bytes.truncate(length);
    bytes.into()
}

/// That bytes are equal; megabytes of them are not printed.
pub fn assert_bytes(got: &[u8], expected: &[u8], what: &str) {
    if got != expected {
        let same = got.iter().zip(expected).take_while(|(got, expected)| got == expected).count();
        panic!("{what}: got {} bytes in place of {}, equal are the first {same}", got.len(), expected.len());
    }
}

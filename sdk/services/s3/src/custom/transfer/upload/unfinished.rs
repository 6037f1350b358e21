//! [`UnfinishedUpload`]: what it takes to go on with an upload.

use super::source::Source;
use crate::custom::transfer::members::{checksum as checksum_of, set_checksum};
use crate::custom::transfer::multipart::PartChecksum;
use crate::types::{CompletedPart, PutObjectRequest};
use std::fmt;
use std::time::{Duration, SystemTime};
use tucuxi::Error;
use tucuxi::external::serde::de::{Deserialize, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};
use tucuxi::external::serde::ser::{Serialize, SerializeStruct as _, Serializer};
use tucuxi::internal::checksum::Checksum;
use tucuxi::internal::error::attached;
use tucuxi::reflect::Shape;
use tucuxi::types::ByteStream;

/// A multipart upload that failed, whose parts are still on the server: [`Upload::keep_parts`](super::Upload::keep_parts) keeps
/// them, [`Upload::resume`](super::Upload::resume) goes on, in another process too. `serde` writes and reads it, in
/// formats with names of fields such as JSON.
///
/// ```no_run
/// # async fn example(s3: tucuxi_s3::Client) -> Result<(), tucuxi::Error> {
/// use tucuxi_s3::UnfinishedUpload;
///
/// let upload = s3.upload_file("film.mkv").bucket("films").key("film.mkv").keep_parts();
/// if let Err(error) = upload.await {
///     let Some(unfinished) = UnfinishedUpload::of(&error) else { return Err(error) };
///     // Here it could be written to a file, and be read by another process.
///     s3.upload_file("film.mkv").resume(unfinished.clone()).await?;
/// }
/// # Ok(())
/// # }
/// ```
///
/// Parts cost money as long as they are kept: if you do not go on, call `abort_multipart_upload` with bucket, key and id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnfinishedUpload {
    pub(super) bucket: String,
    pub(super) key: String,
    pub(super) upload_id: String,
    pub(super) part_size: u64,
    pub(super) length: Option<u64>,
    pub(super) modified: Option<SystemTime>,
    pub(super) checksum: PartChecksum,
    pub(super) parts: Vec<FinishedPart>,
}

/// A part that the server has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::custom::transfer) struct FinishedPart {
    pub(in crate::custom::transfer) number: i64,
    pub(in crate::custom::transfer) size: u64,
    pub(in crate::custom::transfer) e_tag: String,
    pub(in crate::custom::transfer) checksum: Option<String>,
}

impl FinishedPart {
    /// The part that a request stored; `output` may have its checksum.
    pub(in crate::custom::transfer) fn new(
        number: i64,
        size: u64,
        output: &dyn Shape,
        e_tag: Option<String>,
        algorithm: Option<&str>,
    ) -> Result<Self, Error> {
        let missing = || Error::parse(format!("the server gave no ETag of part {number}"));
        let checksum = algorithm.and_then(|algorithm| checksum_of(output, algorithm));
        Ok(Self { number, size, e_tag: e_tag.ok_or_else(missing)?, checksum: checksum.map(str::to_owned) })
    }

    /// How the request that ends the upload names it.
    pub(in crate::custom::transfer) fn completed(&self, algorithm: Option<&str>) -> CompletedPart {
        let mut part = CompletedPart::default();
        (part.part_number, part.e_tag) = (Some(self.number), Some(self.e_tag.clone()));
        if let (Some(algorithm), Some(checksum)) = (algorithm, &self.checksum) {
            set_checksum(&mut part, algorithm, checksum);
        }
        part
    }

    /// # Errors
    /// When what is now at its place is not what was sent: it has another length or, where it is in memory, another checksum.
    pub(super) fn check(&self, body: &ByteStream, length: u64, algorithm: Option<&str>) -> Result<(), Error> {
        let is_same = match (body.as_bytes(), algorithm, &self.checksum) {
            _ if self.size != length => false,
            (Some(bytes), Some(algorithm), Some(sent)) => {
                let mut checksum = Checksum::new(algorithm)?;
                checksum.update(bytes);
                checksum.finish() == *sent
            }
            _ => true,
        };
        match is_same {
            true => Ok(()),
            false => Err(Error::validation(format!(
                "part {} of the unfinished upload is not what the body has there now: this is another body",
                self.number
            ))),
        }
    }
}

impl UnfinishedUpload {
    /// What `error`, of an upload with [`keep_parts`](super::Upload::keep_parts), left unfinished.
    pub fn of(error: &Error) -> Option<&Self> {
        attached(error)
    }

    /// The bucket.
    pub fn bucket(&self) -> &str {
        &self.bucket
    }

    /// The key that the object will have.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The id of the multipart upload.
    pub fn upload_id(&self) -> &str {
        &self.upload_id
    }

    /// How many bytes the server has.
    pub fn sent(&self) -> u64 {
        self.parts.iter().map(|part| part.size).sum()
    }

    /// Completes an input with bucket and key.
    ///
    /// # Errors
    /// When it has others.
    pub(super) fn fill(&self, input: &mut PutObjectRequest) -> Result<(), Error> {
        for (own, given) in [(&self.bucket, &mut input.bucket), (&self.key, &mut input.key)] {
            match given {
                Some(given) if given != own => {
                    return Err(Error::validation(format!(
                        "the unfinished upload is one of `{}` in `{}`: go on with it there",
                        self.key, self.bucket
                    )));
                }
                _ => *given = Some(own.clone()),
            }
        }
        Ok(())
    }

    /// # Errors
    /// When `source` is not what the upload began with.
    pub(super) fn check(&self, source: &Source) -> Result<(), Error> {
        let differs = match (self.length, source.length) {
            (Some(before), Some(now)) if before != now => format!("has {now} bytes, and had {before}"),
            (Some(before), None) => format!("had {before} bytes, and now its length is not known"),
            _ if matches!((self.modified, source.modified), (Some(before), Some(now)) if before != now) => {
                "was modified".to_owned()
            }
            _ => return Ok(()),
        };
        let hint = "upload it from the beginning, and abort the unfinished upload";
        Err(Error::validation(format!("the body of the unfinished upload {differs}")).with_hint(hint))
    }
}

const FIELDS: &[&str] =
    &["bucket", "key", "upload_id", "part_size", "length", "modified", "algorithm", "full", "parts"];

impl Serialize for UnfinishedUpload {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let since = self.modified.and_then(|time| time.duration_since(SystemTime::UNIX_EPOCH).ok());
        let parts: Vec<_> =
            self.parts.iter().map(|part| (part.number, part.size, &part.e_tag, &part.checksum)).collect();
        let mut out = serializer.serialize_struct("UnfinishedUpload", FIELDS.len())?;
        out.serialize_field("bucket", &self.bucket)?;
        out.serialize_field("key", &self.key)?;
        out.serialize_field("upload_id", &self.upload_id)?;
        out.serialize_field("part_size", &self.part_size)?;
        out.serialize_field("length", &self.length)?;
        out.serialize_field("modified", &since.map(|since| (since.as_secs(), since.subsec_nanos())))?;
        out.serialize_field("algorithm", &self.checksum.algorithm)?;
        out.serialize_field("full", &self.checksum.is_full)?;
        out.serialize_field("parts", &parts)?;
        out.end()
    }
}

impl<'de> Deserialize<'de> for UnfinishedUpload {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_struct("UnfinishedUpload", FIELDS, Fields)
    }
}

/// Reads the fields of an [`UnfinishedUpload`].
struct Fields;

impl<'de> Visitor<'de> for Fields {
    type Value = UnfinishedUpload;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an unfinished upload")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<UnfinishedUpload, A::Error> {
        let (mut bucket, mut key, mut upload_id, mut part_size, mut parts) = (None, None, None, None, None);
        let (mut length, mut modified, mut checksum) = (None, None, PartChecksum::default());
        while let Some(field) = map.next_key::<String>()? {
            match field.as_str() {
                "bucket" => bucket = Some(map.next_value()?),
                "key" => key = Some(map.next_value()?),
                "upload_id" => upload_id = Some(map.next_value()?),
                "part_size" => part_size = Some(map.next_value()?).filter(|size| *size > 0),
                "length" => length = map.next_value()?,
                "modified" => modified = map.next_value::<Option<(u64, u32)>>()?,
                "algorithm" => checksum.algorithm = map.next_value()?,
                "full" => checksum.is_full = map.next_value()?,
                "parts" => parts = Some(map.next_value::<Vec<(i64, u64, String, Option<String>)>>()?),
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        let parts = parts.ok_or_else(|| A::Error::missing_field("parts"))?.into_iter();
        Ok(UnfinishedUpload {
            bucket: bucket.ok_or_else(|| A::Error::missing_field("bucket"))?,
            key: key.ok_or_else(|| A::Error::missing_field("key"))?,
            upload_id: upload_id.ok_or_else(|| A::Error::missing_field("upload_id"))?,
            part_size: part_size.ok_or_else(|| A::Error::missing_field("part_size"))?,
            length,
            modified: modified.and_then(|(seconds, nanoseconds)| {
                SystemTime::UNIX_EPOCH
                    .checked_add(Duration::from_secs(seconds))?
                    .checked_add(Duration::from_nanos(nanoseconds.into()))
            }),
            checksum,
            parts: parts
                .map(|(number, size, e_tag, checksum)| FinishedPart { number, size, e_tag, checksum })
                .collect(),
        })
    }
}

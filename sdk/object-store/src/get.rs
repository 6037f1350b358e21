//! Objects, parts of them, and what is told of them.

use crate::attributes::{Members, move_members};
use crate::errors::{self, generic};
use crate::store::S3Store;
use futures_util::{StreamExt as _, TryStreamExt as _};
use object_store::path::Path;
use object_store::{Error, GetOptions, GetRange, GetResult, GetResultPayload, ObjectMeta, Result};
use std::ops::Range;
use tucuxi::client::ResponseMetadata;
use tucuxi::prelude::*;
use tucuxi::types::{ByteStream, Timestamp};
use tucuxi_s3::types::{GetObjectOutput, HeadObjectOutput};

/// What responses to GetObject and HeadObject say of an object.
struct Head {
    e_tag: Option<String>,
    version_id: Option<String>,
    last_modified: Option<Timestamp>,
    content_length: Option<i64>,
    content_range: Option<String>,
    members: Members,
}

macro_rules! head {
    ($output:expr) => {{
        let mut members = Members::default();
        move_members!(&mut *$output => &mut members);
        Head {
            e_tag: $output.e_tag.take(),
            version_id: $output.version_id.take(),
            last_modified: $output.last_modified,
            content_length: $output.content_length,
            content_range: $output.content_range.take(),
            members,
        }
    }};
}

/// Gets an object, whose body is read by the caller, or only what is told of it.
///
/// # Errors
/// Those of [`ObjectStore::get_opts`](object_store::ObjectStore::get_opts).
pub(crate) async fn get(store: &S3Store, location: &Path, options: GetOptions) -> Result<GetResult> {
    if let Some(range) = &options.range {
        range.is_valid().map_err(generic)?;
    }
    let range = options.range.clone();
    if options.head {
        let (mut output, metadata) = head(store, location, options).await?;
        let head = head!(&mut output);
        let meta = head.meta(location).map_err(|error| errors::at(location, error))?;
        // the range was not sent: servers differ in what they make of it
        let range = match range {
            Some(range) => range.as_range(meta.size).map_err(generic)?,
            None => 0..meta.size,
        };
        let nothing = futures_util::stream::empty().boxed();
        return Ok(result(head, meta, range, GetResultPayload::Stream(nothing), metadata));
    }
    let (mut output, metadata) = object(store, location, options).await?;
    let body = std::mem::take(&mut output.body);
    let head = head!(&mut output);
    let mut meta = head.meta(location).map_err(|error| errors::at(location, error))?;
    let range = match range {
        Some(wanted) => {
            let (range, size) = content_range(head.content_range.as_deref())?;
            meta.size = size;
            check_range(&wanted, &range, size)?;
            range
        }
        None => 0..meta.size,
    };
    Ok(result(head, meta, range, payload(location, body), metadata))
}

async fn object(
    store: &S3Store,
    location: &Path,
    options: GetOptions,
) -> Result<(GetObjectOutput, ResponseMetadata)> {
    let call = store.client.get_object().bucket(&*store.bucket).key(location.as_ref());
    let call = call.with(|input| {
        input.if_match = options.if_match;
        input.if_none_match = options.if_none_match;
        input.if_modified_since = options.if_modified_since.map(Timestamp::from);
        input.if_unmodified_since = options.if_unmodified_since.map(Timestamp::from);
        input.range = options.range.map(|range| header(&range));
        input.version_id = options.version;
    });
    call.send_with_metadata().await.map_err(|error| errors::at(location, error))
}

async fn head(
    store: &S3Store,
    location: &Path,
    options: GetOptions,
) -> Result<(HeadObjectOutput, ResponseMetadata)> {
    let call = store.client.head_object().bucket(&*store.bucket).key(location.as_ref());
    let call = call.with(|input| {
        input.if_match = options.if_match;
        input.if_none_match = options.if_none_match;
        input.if_modified_since = options.if_modified_since.map(Timestamp::from);
        input.if_unmodified_since = options.if_unmodified_since.map(Timestamp::from);
        input.version_id = options.version;
    });
    call.send_with_metadata().await.map_err(|error| errors::at(location, error))
}

impl Head {
    /// # Errors
    /// When the response lacks length or time.
    fn meta(&self, location: &Path) -> Result<ObjectMeta, tucuxi::Error> {
        Ok(ObjectMeta {
            location: location.clone(),
            last_modified: time(self.last_modified)?,
            size: size(self.content_length)?,
            e_tag: self.e_tag.clone(),
            version: self.version_id.clone(),
        })
    }
}

/// # Errors
/// When there is no time, or one that `chrono` cannot hold.
pub(crate) fn time<T: TryFrom<Timestamp>>(time: Option<Timestamp>) -> Result<T, tucuxi::Error>
where
    T::Error: std::fmt::Display,
{
    let time = time.required("LastModified")?;
    time.try_into().map_err(|error| tucuxi::Error::parse(format!("`LastModified`: {error}")))
}

/// # Errors
/// When there is no size, or a negative one.
pub(crate) fn size(length: Option<i64>) -> Result<u64, tucuxi::Error> {
    let length = length.required("ContentLength")?;
    u64::try_from(length).map_err(|_| tucuxi::Error::parse(format!("an object has {length} bytes")))
}

fn result(
    head: Head,
    meta: ObjectMeta,
    range: Range<u64>,
    payload: GetResultPayload,
    metadata: ResponseMetadata,
) -> GetResult {
    let attributes = head.members.into_attributes();
    let mut result = GetResult { payload, meta, range, attributes, extensions: Default::default() };
    result.extensions.insert(metadata);
    result
}

fn payload(location: &Path, body: ByteStream) -> GetResultPayload {
    let location = location.clone();
    let chunks = body.map_err(move |error| errors::at(&location, error.into()));
    GetResultPayload::Stream(chunks.boxed())
}

/// The header `Range`.
fn header(range: &GetRange) -> String {
    match range {
        GetRange::Bounded(range) => format!("bytes={}-{}", range.start, range.end.saturating_sub(1)),
        GetRange::Offset(start) => format!("bytes={start}-"),
        GetRange::Suffix(length) => format!("bytes=-{length}"),
    }
}

/// The bytes in a response, and the size of the object.
///
/// # Errors
/// When the response has the whole object, or the header is not valid.
fn content_range(header: Option<&str>) -> Result<(Range<u64>, u64)> {
    let header =
        header.ok_or_else(|| generic("a range was asked for, and the response has no `Content-Range`"))?;
    let read = || {
        let (range, size) = header.trim().strip_prefix("bytes ")?.split_once('/')?;
        let (first, last) = range.split_once('-')?;
        let last: u64 = last.parse().ok()?;
        Some((first.parse().ok()?..last.checked_add(1)?, size.parse().ok()?))
    };
    read()
        .ok_or_else(|| generic(format!("`Content-Range` is {header:?}, where bytes and size were expected")))
}

/// # Errors
/// When other bytes came than were `wanted`.
fn check_range(wanted: &GetRange, got: &Range<u64>, size: u64) -> Result<(), Error> {
    let wanted = wanted.as_range(size).map_err(generic)?;
    match wanted == *got {
        true => Ok(()),
        false => Err(generic(format!("bytes {wanted:?} were asked for, and {got:?} came"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_headers() {
        assert_eq!(header(&GetRange::Bounded(2..5)), "bytes=2-4");
        assert_eq!(header(&GetRange::Offset(3)), "bytes=3-");
        assert_eq!(header(&GetRange::Suffix(7)), "bytes=-7");
    }

    #[test]
    fn content_ranges_are_read() {
        assert!(matches!(content_range(Some("bytes 2-4/14")), Ok((range, 14)) if range == (2..5)));
        for wrong in ["bytes */14", "bytes 2-4/*", "2-4/14", "bytes 2-18446744073709551615/1", ""] {
            assert!(content_range(Some(wrong)).is_err(), "{wrong}");
        }
        assert!(content_range(None).is_err());
    }

    #[test]
    fn other_bytes_than_asked_for_are_an_error() {
        assert!(check_range(&GetRange::Bounded(2..100), &(2..14), 14).is_ok());
        assert!(check_range(&GetRange::Suffix(100), &(0..14), 14).is_ok());
        assert!(check_range(&GetRange::Bounded(2..5), &(0..14), 14).is_err());
    }
}

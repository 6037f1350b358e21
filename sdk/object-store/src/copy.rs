//! Copies within the bucket.

use crate::attributes::{Members, move_members};
use crate::condition::{already_exists, send};
use crate::errors::{self, generic};
use crate::get::size;
use crate::multipart::{abort, completion, create, number};
use crate::store::S3Store;
use futures_util::TryStreamExt as _;
use futures_util::stream::{self, StreamExt as _};
use object_store::multipart::PartId;
use object_store::path::Path;
use object_store::{CopyMode, Error, Result, TagSet};
use std::ops::Range;
use tucuxi::prelude::*;
use tucuxi_s3::copy_source;
use tucuxi_s3::operations::CopyObject;
use tucuxi_s3::types::HeadObjectOutput;

/// How much a part of a copy has: S3 allows 10,000 parts of up to 5 GiB, and objects of up to 50 TB.
const PART: u64 = 5 << 30;

/// How many parts are copied at the same time.
const PARTS: usize = 8;

/// Copies an object over another.
pub(crate) async fn replacing(store: &S3Store, from: &Path, to: &Path) -> Result<()> {
    match call(store, from, to)?.await {
        Err(error) if is_too_large(&error) => in_parts(store, from, to, CopyMode::Overwrite).await,
        result => result.map(drop).map_err(|error| errors::at(from, error)),
    }
}

/// Copies an object by a request with a condition.
pub(crate) async fn by_header(store: &S3Store, from: &Path, to: &Path) -> Result<()> {
    let call = call(store, from, to)?.if_none_match("*");
    let copied =
        send(to, |attempts| call.clone().customize(|client| client.interceptor(attempts)).send()).await;
    match copied.map_err(already_exists) {
        Err(Error::Generic { source, .. }) if source.downcast_ref().is_some_and(is_too_large) => {
            in_parts(store, from, to, CopyMode::Create).await
        }
        result => result.map(drop),
    }
}

/// Whether a copy failed since S3 copies no more than 5 GiB in one request.
fn is_too_large(error: &tucuxi::Error) -> bool {
    match error.code() {
        Some("EntityTooLarge") => true,
        Some("InvalidRequest") => error.message().contains("larger than the maximum allowable size"),
        _ => false,
    }
}

fn call(store: &S3Store, from: &Path, to: &Path) -> Result<CopyObject> {
    Ok(store.client.copy_object().bucket(&*store.bucket).key(to.as_ref()).copy_source(source(store, from)?))
}

/// # Errors
/// When the key would be read as one with a version behind it.
fn source(store: &S3Store, from: &Path) -> Result<String> {
    match from.as_ref().contains("?versionId=") {
        true => {
            Err(Error::NotSupported { source: format!("`{from}` cannot be the source of a copy").into() })
        }
        false => Ok(copy_source(&store.bucket, from.as_ref(), None)),
    }
}

/// Copies an object in parts. The completion of the upload has the condition, if there is one.
pub(crate) async fn in_parts(store: &S3Store, from: &Path, to: &Path, mode: CopyMode) -> Result<()> {
    let head = store.client.head_object().bucket(&*store.bucket).key(from.as_ref()).await;
    let mut head = head.map_err(|error| errors::at(from, error))?;
    let tags = match head.tag_count {
        Some(1..) => tags(store, from).await?,
        _ => TagSet::default(),
    };
    let mut members = Members::default();
    move_members!(&mut head => &mut members);
    let id = create(store, to, &tags, &members.into_attributes()).await?;
    let copied = async {
        let parts = parts(store, from, to, &id, &head).await?;
        let call = completion(store, to, &id, parts)?;
        if mode == CopyMode::Overwrite {
            return call.await.map_err(|error| errors::at(to, error));
        }
        let call = call.if_none_match("*");
        send(to, |attempts| call.clone().customize(|client| client.interceptor(attempts)).send()).await
    };
    match copied.await.map_err(already_exists) {
        Ok(_) => Ok(()),
        Err(error) => {
            // what made the copy fail is the error; parts that stay are for the lifecycle rule of the bucket
            let _parts_may_stay = abort(store, to, &id).await;
            Err(error)
        }
    }
}

async fn tags(store: &S3Store, location: &Path) -> Result<TagSet> {
    let call = store.client.get_object_tagging().bucket(&*store.bucket).key(location.as_ref());
    let output = call.await.map_err(|error| errors::at(location, error))?;
    let mut tags = TagSet::default();
    for tag in output.tag_set() {
        tags.push(tag.key.as_deref().unwrap_or_default(), tag.value.as_deref().unwrap_or_default());
    }
    Ok(tags)
}

/// Copies the parts of the object that `head` is of.
async fn parts(
    store: &S3Store,
    from: &Path,
    to: &Path,
    id: &str,
    head: &HeadObjectOutput,
) -> Result<Vec<PartId>> {
    let size = size(head.content_length).map_err(generic)?;
    if size == 0 {
        // no range of bytes can be named in an object that has none
        return empty_part(store, to, id).await;
    }
    let source = source(store, from)?;
    let parts = ranges(size).enumerate().map(|(index, range)| {
        let number = number(index);
        let call = store.client.upload_part_copy().bucket(&*store.bucket).key(to.as_ref()).upload_id(id);
        let call = call.copy_source(&*source);
        let call = call.copy_source_range(format!("bytes={}-{}", range.start, range.end - 1));
        let call = call.with(|input| input.copy_source_if_match.clone_from(&head.e_tag));
        async move {
            let call = call.part_number(number?);
            let copied =
                async { call.await?.copy_part_result.required("CopyPartResult")?.e_tag.required("ETag") };
            let content_id = copied.await.map_err(|error| replaced(errors::at(from, error)))?;
            Ok(PartId { content_id })
        }
    });
    stream::iter(parts).buffered(PARTS).try_collect().await
}

async fn empty_part(store: &S3Store, to: &Path, id: &str) -> Result<Vec<PartId>> {
    use object_store::multipart::MultipartStore as _;
    Ok(vec![store.put_part(to, &id.to_owned(), 0, Default::default()).await?])
}

/// The condition on the source is not that of the copy, which its caller knows of.
fn replaced(error: Error) -> Error {
    match error {
        Error::Precondition { source, .. } => generic(source),
        other => other,
    }
}

/// The ranges of the parts of an object of so many bytes.
fn ranges(size: u64) -> impl Iterator<Item = Range<u64>> {
    (0..size.div_ceil(PART)).map(move |index| index * PART..size.min((index + 1) * PART))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_the_whole() {
        let bounds = |size| ranges(size).map(|range| (range.start, range.end)).collect::<Vec<_>>();
        assert_eq!(bounds(3), [(0, 3)]);
        assert_eq!(bounds(PART), [(0, PART)]);
        assert_eq!(bounds(PART + 1), [(0, PART), (PART, PART + 1)]);
        assert_eq!(bounds(0), []);
    }
}

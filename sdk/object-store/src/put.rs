//! Objects in one request.

use crate::attributes::{Members, move_members};
use crate::condition::{already_exists, send};
use crate::errors::{self, generic};
use crate::store::S3Store;
use object_store::path::Path;
use object_store::{Error, PutMode, PutOptions, PutPayload, PutResult, Result, TagSet, UpdateVersion};
use tucuxi::client::ResponseMetadata;
use tucuxi::external::bytes::Bytes;
use tucuxi_s3::operations::PutObject;
use tucuxi_s3::types::PutObjectOutput;

/// Stores `payload`.
///
/// # Errors
/// Those of [`ObjectStore::put_opts`](object_store::ObjectStore::put_opts).
pub(crate) async fn put(
    store: &S3Store,
    location: &Path,
    payload: PutPayload,
    options: PutOptions,
) -> Result<PutResult> {
    let mut call = store.client.put_object().bucket(&*store.bucket).key(location.as_ref());
    let mut members = Members::new(&options.attributes)?;
    call = call.with(|input| {
        move_members!(&mut members => &mut *input);
        input.tagging = encoded(&options.tags);
    });
    let payload = Bytes::from(payload);
    let stored = match options.mode {
        PutMode::Overwrite => {
            let sent = call.body(payload).send_with_metadata().await;
            sent.map_err(|error| errors::at(location, error))
        }
        PutMode::Create => {
            store.check_conditional_put()?;
            conditional(location, call.if_none_match("*"), payload).await.map_err(already_exists)
        }
        PutMode::Update(version) => {
            store.check_conditional_put()?;
            let call = call.if_match(e_tag(version)?);
            conditional(location, call, payload).await.map_err(changed)
        }
    };
    stored.map(|(output, metadata)| result(output.e_tag, output.version_id, metadata))
}

async fn conditional(
    location: &Path,
    call: PutObject,
    payload: Bytes,
) -> Result<(PutObjectOutput, ResponseMetadata)> {
    send(location, |attempts| {
        let call = call.clone().body(payload.clone());
        call.customize(|client| client.interceptor(attempts)).send_with_metadata()
    })
    .await
}

/// The text of tags in a request.
pub(crate) fn encoded(tags: &TagSet) -> Option<String> {
    (!tags.is_empty()).then(|| tags.encoded().to_owned())
}

/// What is told of an object that was stored. The extensions have the [`ResponseMetadata`].
pub(crate) fn result(
    e_tag: Option<String>,
    version: Option<String>,
    metadata: ResponseMetadata,
) -> PutResult {
    let mut result = PutResult { e_tag, version, extensions: Default::default() };
    result.extensions.insert(metadata);
    result
}

fn e_tag(version: UpdateVersion) -> Result<String> {
    version.e_tag.ok_or_else(|| generic("an update needs the entity tag of the object to replace"))
}

/// The error of an update. An object that is gone is not the one to replace; without its bucket, no retry helps.
fn changed(error: Error) -> Error {
    let is_bucket = |error: &tucuxi::Error| error.code() == Some("NoSuchBucket");
    match error {
        Error::NotFound { path, source } if !source.downcast_ref().is_some_and(is_bucket) => {
            Error::Precondition { path, source }
        }
        other => other,
    }
}

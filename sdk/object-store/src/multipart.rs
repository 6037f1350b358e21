//! Objects in parts.

use crate::attributes::{Members, move_members};
use crate::errors::{self, generic};
use crate::put::{encoded, result};
use crate::store::S3Store;
use async_trait::async_trait;
use object_store::multipart::{MultipartStore, PartId};
use object_store::path::Path;
use object_store::{
    Attributes, MultipartId, MultipartUpload, PutMultipartOptions, PutPayload, PutResult, Result, TagSet,
    UploadPart,
};
use std::sync::{Arc, Mutex, PoisonError};
use tucuxi::config::ChecksumMode;
use tucuxi::external::bytes::Bytes;
use tucuxi::prelude::*;
use tucuxi_s3::operations::CompleteMultipartUpload;
use tucuxi_s3::types::{ChecksumAlgorithm, ChecksumType, CompletedMultipartUpload, CompletedPart};

/// An upload under way. Dropping it leaves its parts on the server, where a lifecycle rule of the bucket deletes them.
#[derive(Debug)]
pub(crate) struct Upload {
    store: S3Store,
    location: Path,
    id: MultipartId,
    /// The parts that were begun, by their index; `None` as long as one is not uploaded.
    parts: Arc<Mutex<Vec<Option<PartId>>>>,
}

impl Upload {
    pub(crate) fn new(store: S3Store, location: Path, id: MultipartId) -> Self {
        Self { store, location, id, parts: Arc::default() }
    }
}

#[async_trait]
impl MultipartUpload for Upload {
    fn put_part(&mut self, data: PutPayload) -> UploadPart {
        let parts = Arc::clone(&self.parts);
        let index = {
            let mut parts = parts.lock().unwrap_or_else(PoisonError::into_inner);
            parts.push(None);
            parts.len() - 1
        };
        let (store, location, id) = (self.store.clone(), self.location.clone(), self.id.clone());
        Box::pin(async move {
            let part = upload_part(&store, &location, &id, index, data).await?;
            let mut parts = parts.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(place) = parts.get_mut(index) {
                *place = Some(part);
            }
            Ok(())
        })
    }

    async fn complete(&mut self) -> Result<PutResult> {
        let parts: Option<Vec<_>> = {
            let parts = self.parts.lock().unwrap_or_else(PoisonError::into_inner);
            parts.iter().cloned().collect()
        };
        let parts =
            parts.ok_or_else(|| generic("an upload is completed, and not all of its parts are uploaded"))?;
        complete(&self.store, &self.location, &self.id, parts).await
    }

    async fn abort(&mut self) -> Result<()> {
        abort(&self.store, &self.location, &self.id).await
    }
}

#[async_trait]
impl MultipartStore for S3Store {
    async fn create_multipart(&self, path: &Path) -> Result<MultipartId> {
        create(self, path, &TagSet::default(), &Attributes::default()).await
    }

    async fn create_multipart_opts(&self, path: &Path, options: PutMultipartOptions) -> Result<MultipartId> {
        create(self, path, &options.tags, &options.attributes).await
    }

    async fn put_part(
        &self,
        path: &Path,
        id: &MultipartId,
        part_idx: usize,
        data: PutPayload,
    ) -> Result<PartId> {
        upload_part(self, path, id, part_idx, data).await
    }

    async fn complete_multipart(
        &self,
        path: &Path,
        id: &MultipartId,
        parts: Vec<PartId>,
    ) -> Result<PutResult> {
        complete(self, path, id, parts).await
    }

    async fn abort_multipart(&self, path: &Path, id: &MultipartId) -> Result<()> {
        abort(self, path, id).await
    }
}

/// The checksum of parts, if the client's settings want one. S3 makes one of the whole object of it, for which a completion need not name
/// those of the parts: a [`PartId`] has no place for them.
fn checksum(store: &S3Store) -> Option<ChecksumAlgorithm> {
    let wanted = store.client.config().request_checksums() == ChecksumMode::WhenSupported;
    wanted.then_some(ChecksumAlgorithm::Crc32)
}

/// Begins an upload.
pub(crate) async fn create(
    store: &S3Store,
    location: &Path,
    tags: &TagSet,
    attributes: &Attributes,
) -> Result<MultipartId> {
    let mut members = Members::new(attributes)?;
    let call = store.client.create_multipart_upload().bucket(&*store.bucket).key(location.as_ref());
    let call = call.with(|input| {
        move_members!(&mut members => &mut *input);
        input.tagging = encoded(tags);
        input.checksum_algorithm = checksum(store);
        input.checksum_type = input.checksum_algorithm.as_ref().map(|_| ChecksumType::FullObject);
    });
    let created = async { call.await?.upload_id.required("UploadId") };
    created.await.map_err(|error| errors::at(location, error))
}

async fn upload_part(
    store: &S3Store,
    location: &Path,
    id: &str,
    index: usize,
    data: PutPayload,
) -> Result<PartId> {
    let call = store.client.upload_part().bucket(&*store.bucket).key(location.as_ref());
    let mut call = call.upload_id(id).part_number(number(index)?).body(Bytes::from(data));
    if let Some(algorithm) = checksum(store) {
        call = call.checksum_algorithm(algorithm);
    }
    let uploaded = async { call.await?.e_tag.required("ETag") };
    let content_id = uploaded.await.map_err(|error| errors::at(location, error))?;
    Ok(PartId { content_id })
}

/// The number of a part, from 1.
pub(crate) fn number(index: usize) -> Result<i64> {
    let number = i64::try_from(index).ok().and_then(|index| index.checked_add(1));
    number.ok_or_else(|| generic(format!("a part has the index {index}")))
}

async fn complete(store: &S3Store, location: &Path, id: &str, mut parts: Vec<PartId>) -> Result<PutResult> {
    if parts.is_empty() {
        // S3 makes no object of no parts
        parts.push(upload_part(store, location, id, 0, PutPayload::default()).await?);
    }
    let sent = completion(store, location, id, parts)?.send_with_metadata().await;
    let (output, metadata) = sent.map_err(|error| errors::at(location, error))?;
    Ok(result(output.e_tag, output.version_id, metadata))
}

/// The call that makes the object of its parts.
pub(crate) fn completion(
    store: &S3Store,
    location: &Path,
    id: &str,
    parts: Vec<PartId>,
) -> Result<CompleteMultipartUpload> {
    let completed = parts.into_iter().enumerate().map(|(index, part)| {
        Ok(CompletedPart::default().with_e_tag(part.content_id).with_part_number(number(index)?))
    });
    let parts = completed.collect::<Result<Vec<_>>>()?;
    let parts = CompletedMultipartUpload::default().with_parts(parts);
    let call = store.client.complete_multipart_upload().bucket(&*store.bucket).key(location.as_ref());
    Ok(call.upload_id(id).multipart_upload(parts))
}

/// Deletes an upload and its parts.
pub(crate) async fn abort(store: &S3Store, location: &Path, id: &str) -> Result<()> {
    let call = store.client.abort_multipart_upload().bucket(&*store.bucket).key(location.as_ref());
    call.upload_id(id).await.map_err(|error| errors::at(location, error))?;
    Ok(())
}

//! [`Multipart`]: a multipart upload on the server, which is completed or deleted, but not left behind.

use super::members::{checksum as checksum_of, set_checksum, share};
use super::parallel::{Parallel, joined};
use super::settled;
use super::trouble::add_hint;
use super::upload::FinishedPart;
use crate::Client;
use crate::types::{
    AbortMultipartUploadRequest, ChecksumType, CompleteMultipartUploadOutput, CompleteMultipartUploadRequest,
    CompletedMultipartUpload, CreateMultipartUploadOutput, CreateMultipartUploadRequest,
};
use tucuxi::Error;
use tucuxi::error::ErrorKind;
use tucuxi::external::tokio;
use tucuxi::external::tokio::runtime::Handle;
use tucuxi::external::tokio::task::JoinHandle;
use tucuxi::internal::checksum::{Checksum, combine, names};
use tucuxi::internal::trace::in_current_span;
use tucuxi::reflect::Shape;

/// A multipart upload on the server. Dropping it deletes the upload as far as the runtime still works.
pub(super) struct Multipart {
    client: Client,
    /// Deletes it; without its id as long as that is not known.
    abort: AbortMultipartUploadRequest,
    /// How it was created. It has a task of its own, so that its id becomes known even if nobody waits for it any longer.
    creation: Option<JoinHandle<Result<CreateMultipartUploadOutput, Error>>>,
    /// Whether the server may have it, and nobody else will delete it.
    is_open: bool,
    /// Whether another transfer began it, and may have completed it.
    is_resumed: bool,
    pub(super) checksum: PartChecksum,
}

/// What is known of the checksums of parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct PartChecksum {
    /// Its algorithm, by the name that S3 has for it: `CRC32`.
    pub(super) algorithm: Option<String>,
    /// Whether the object has a checksum of all its bytes, rather than one of the checksums of its parts.
    pub(super) is_full: bool,
}

impl Multipart {
    /// Creates one.
    pub(super) async fn create(client: &Client, input: CreateMultipartUploadRequest) -> Result<Self, Error> {
        let mut abort = AbortMultipartUploadRequest::default();
        share(&input, &mut abort);
        let call = client.create_multipart_upload().with_input(input);
        let creation = tokio::spawn(in_current_span(async move { call.await }));
        let mut upload = Self {
            client: client.clone(),
            abort,
            creation: Some(creation),
            is_open: true,
            is_resumed: false,
            checksum: PartChecksum::default(),
        };
        upload.created().await?;
        Ok(upload)
    }

    async fn created(&mut self) -> Result<(), Error> {
        let Some(creation) = &mut self.creation else { return Ok(()) };
        let created = joined(creation.await);
        self.creation = None;
        let output = created.inspect_err(|_| self.is_open = false)?;
        self.checksum = PartChecksum {
            algorithm: output.checksum_algorithm.map(|algorithm| algorithm.as_str().to_owned()),
            is_full: output.checksum_type == Some(ChecksumType::FullObject),
        };
        self.abort.upload_id = output.upload_id.filter(|id| !id.is_empty());
        if self.abort.upload_id.is_none() {
            self.is_open = false;
            return Err(Error::parse("the response to CreateMultipartUpload has no UploadId"));
        }
        Ok(())
    }

    /// One that another transfer began. If the program wants to `keep` it, dropping it leaves it on the server.
    pub(super) fn resumed(
        client: &Client,
        abort: AbortMultipartUploadRequest,
        checksum: PartChecksum,
        keep: bool,
    ) -> Self {
        Self { client: client.clone(), abort, creation: None, is_open: !keep, is_resumed: true, checksum }
    }

    pub(super) fn id(&self) -> &str {
        self.abort.upload_id.as_deref().unwrap_or_default()
    }

    /// Makes the object of the parts. `input` has what the program set; `parts` are in the order of their numbers.
    pub(super) async fn complete(
        &mut self,
        mut input: CompleteMultipartUploadRequest,
        parts: &[FinishedPart],
    ) -> Result<CompleteMultipartUploadOutput, Error> {
        input.upload_id = Some(self.id().to_owned());
        let size: u64 = parts.iter().map(|part| part.size).sum();
        input.mpu_object_size = i64::try_from(size).ok();
        if self.checksum.is_full && !has_checksum(&input) {
            self.add_full_checksum(&mut input, parts);
        }
        let completed = parts.iter().map(|part| part.completed(self.checksum.algorithm.as_deref())).collect();
        input.multipart_upload = Some(CompletedMultipartUpload { parts: Some(completed) });
        let output = settled::complete(&self.client, &input, parts, self.is_resumed).await?;
        self.is_open = false;
        Ok(output)
    }

    /// Adds the checksum of the whole, which follows from those of the parts, if the server gave them: S3 then compares it.
    fn add_full_checksum(&self, input: &mut CompleteMultipartUploadRequest, parts: &[FinishedPart]) {
        let Some(algorithm) = self.checksum.algorithm.as_deref() else { return };
        let Ok(none) = Checksum::new(algorithm) else { return };
        let whole = parts.iter().try_fold(none.finish(), |whole, part| {
            combine(algorithm, &whole, part.checksum.as_deref()?, part.size)
        });
        if let Some(whole) = whole {
            set_checksum(input, algorithm, &whole);
            input.checksum_type = Some(ChecksumType::FullObject);
        }
    }

    /// Leaves the upload on the server, for another transfer to go on with.
    pub(super) fn keep(mut self) {
        self.is_open = false;
    }

    /// Ends an upload that failed with `error`: stops `tasks` and deletes the parts. If parts were on their way, the server may still
    /// store them: then the upload is deleted twice, as AWS advises. The error gets a hint if that fails.
    pub(super) async fn fail<T: Send + 'static>(mut self, tasks: &mut Parallel<T>, error: Error) -> Error {
        let was_busy = tasks.stop().await;
        let aborted = abort(&self.client, &self.abort, was_busy).await;
        self.is_open = false;
        match aborted {
            Ok(()) => error,
            Err(other) => add_hint(error, other.to_string()),
        }
    }
}

/// Whether the program has given a checksum of the whole.
pub(super) fn has_checksum(input: &dyn Shape) -> bool {
    names().any(|name| checksum_of(input, name).is_some())
}

async fn abort(client: &Client, input: &AbortMultipartUploadRequest, twice: bool) -> Result<(), Error> {
    for _ in 0..=u8::from(twice) {
        match client.abort_multipart_upload().with_input(input.clone()).await {
            Ok(_) => {}
            Err(error) if error.code() == Some("NoSuchUpload") => break,
            Err(error) => {
                let id = input.upload_id.as_deref().unwrap_or_default();
                let message =
                    format!("the multipart upload `{id}` could not be deleted, and its parts may cost money");
                return Err(Error::new(ErrorKind::Service, message).with_cause(error));
            }
        }
    }
    Ok(())
}

impl Drop for Multipart {
    fn drop(&mut self) {
        let (true, Ok(runtime)) = (self.is_open, Handle::try_current()) else { return };
        let (client, mut input, creation) = (self.client.clone(), self.abort.clone(), self.creation.take());
        drop(runtime.spawn(in_current_span(async move {
            if let Some(creation) = creation {
                let Ok(Ok(output)) = creation.await else { return };
                input.upload_id = output.upload_id;
            }
            // Nobody is left to be told of an error.
            let _ = abort(&client, &input, true).await;
        })));
    }
}

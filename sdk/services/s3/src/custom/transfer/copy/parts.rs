//! [`Parts`]: a copy in parts side by side.

use super::Source;
use super::attributes::{add_metadata, add_tags, copy_annotations};
use crate::Client;
use crate::custom::transfer::cancel::Cancel;
use crate::custom::transfer::config::TransferConfig;
use crate::custom::transfer::members::share;
use crate::custom::transfer::multipart::Multipart;
use crate::custom::transfer::parallel::Parallel;
use crate::custom::transfer::progress::Counter;
use crate::custom::transfer::trouble::explain_replaced;
use crate::custom::transfer::upload::FinishedPart;
use crate::types::{
    CompleteMultipartUploadOutput, CompleteMultipartUploadRequest, CopyObjectOutput, CopyObjectRequest,
    CopyObjectResult, CreateMultipartUploadRequest, UploadPartCopyRequest,
};
use tucuxi::Error;
use tucuxi::internal::resource::copy_members;

/// What it means for a copy that the version of its source is gone.
const REPLACED: &str = "the source was replaced while it was copied: copy it again";

/// A copy in parts: its requests, but for what differs from part to part.
pub(super) struct Parts {
    client: Client,
    config: TransferConfig,
    counter: Counter,
    input: CopyObjectRequest,
    source: Source,
    create: CreateMultipartUploadRequest,
    part: UploadPartCopyRequest,
    complete: CompleteMultipartUploadRequest,
}

impl Parts {
    pub(super) fn new(
        client: Client,
        config: TransferConfig,
        counter: Counter,
        input: CopyObjectRequest,
        source: Source,
    ) -> Result<Self, Error> {
        config.check_length(source.length)?;
        let mut create = CreateMultipartUploadRequest::default();
        let mut part = UploadPartCopyRequest::default();
        let mut complete = CompleteMultipartUploadRequest::default();
        share(&input, &mut create);
        copy_members(&input, &mut part);
        copy_members(&input, &mut complete);
        add_metadata(&source, &input, &mut create);
        // The version that is there now, whatever the program's conditions were: they have been met.
        let e_tag = source.is.e_tag.clone();
        part.copy_source_if_match =
            Some(e_tag.ok_or_else(|| Error::parse("the response to HeadObject has no ETag"))?);
        part.copy_source_if_none_match = None;
        part.copy_source_if_modified_since = None;
        part.copy_source_if_unmodified_since = None;
        Ok(Self { client, config, counter, input, source, create, part, complete })
    }

    pub(super) async fn copy(mut self, cancel: Cancel) -> Result<CopyObjectOutput, Error> {
        cancel.or(add_tags(&self.source, &self.input, &mut self.create)).await?;
        let mut multipart = Multipart::create(&self.client, self.create.clone()).await?;
        let mut tasks = Parallel::new();
        let made = match cancel.or(self.copy_parts(&multipart, &mut tasks)).await {
            Ok(parts) => multipart.complete(self.complete.clone(), &parts).await,
            Err(error) => Err(error),
        };
        let made = match made {
            Ok(made) => made,
            Err(error) => return Err(multipart.fail(&mut tasks, error).await),
        };
        copy_annotations(&self.client, &self.source, &self.input, &made).await?;
        Ok(self.output(&made))
    }

    async fn copy_parts(
        &self,
        multipart: &Multipart,
        tasks: &mut Parallel<FinishedPart>,
    ) -> Result<Vec<FinishedPart>, Error> {
        let length = self.source.length;
        let size = self.config.upload_part_size(Some(length));
        let mut parts = Vec::new();
        for (number, first) in (1..).zip((0..length.div_ceil(size)).map(|index| index * size)) {
            while tasks.len() >= self.config.max_concurrency {
                parts.extend(tasks.next().await?);
            }
            tasks.spawn(self.part(multipart, number, first, size.min(length - first)));
        }
        while let Some(part) = tasks.next().await? {
            parts.push(part);
        }
        parts.sort_by_key(|part| part.number);
        Ok(parts)
    }

    /// Copies one part.
    fn part(
        &self,
        multipart: &Multipart,
        number: i64,
        first: u64,
        length: u64,
    ) -> impl Future<Output = Result<FinishedPart, Error>> + Send + use<> {
        let mut input = self.part.clone();
        input.upload_id = Some(multipart.id().to_owned());
        input.part_number = Some(number);
        input.copy_source_range = Some(format!("bytes={first}-{}", first + length - 1));
        let call = self.client.upload_part_copy().with_input(input);
        let (counter, algorithm) = (self.counter.clone(), multipart.checksum.algorithm.clone());
        async move {
            let output = call.await.map_err(|error| explain_replaced(error, REPLACED))?;
            counter.add(length);
            let result = output.copy_part_result.unwrap_or_default();
            FinishedPart::new(number, length, &result, result.e_tag.clone(), algorithm.as_deref())
        }
    }

    /// What `CopyObject` would say.
    fn output(&self, made: &CompleteMultipartUploadOutput) -> CopyObjectOutput {
        let (mut output, mut result) = (CopyObjectOutput::default(), CopyObjectResult::default());
        copy_members(made, &mut output);
        copy_members(made, &mut result);
        output.copy_object_result = Some(result);
        output.copy_source_version_id.clone_from(&self.source.is.version_id);
        output
    }
}

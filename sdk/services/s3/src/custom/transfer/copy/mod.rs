//! [`ObjectCopy`]: an object becomes another one, without its bytes coming here.

mod attributes;
mod parts;

use super::cancel::Cancel;
use super::handle::Transfer;
use super::members::share;
use super::progress::Counter;
use super::settings::{Settings, setters};
use crate::Client;
use crate::custom::copy_source;
use crate::types::{CopyObjectOutput, CopyObjectRequest, HeadObjectOutput, HeadObjectRequest};
use parts::Parts;
use std::fmt;
use std::future::IntoFuture;
use tucuxi::Error;
use tucuxi::client::Core;
use tucuxi::http::BoxFuture;

/// A copy that is about to begin: await it, or [`start`](Self::start) it. [`Client::copy`] makes one.
///
/// An object below [`multipart_threshold`](super::TransferConfig::multipart_threshold) is copied by one `CopyObject`. A longer one is copied
/// in parts side by side, which become an object at the end: all of the version that is there when the copy begins.
///
/// Either way the copy has the metadata, the content type and the like of its source, unless `metadata_directive` is `REPLACE`; and
/// its tags, unless `tagging_directive` is `REPLACE`. For annotations, set `annotation_directive` to `COPY`. Set them by
/// [`with`](Self::with).
///
/// # Errors
/// When a request fails for good, or the source is replaced meanwhile. Then the parts that were copied are deleted.
///
/// # Stopping
/// As with an [`Upload`](super::Upload).
#[must_use = "a copy does not begin until it is awaited or started"]
pub struct ObjectCopy {
    settings: Settings,
    input: CopyObjectRequest,
    source: From,
}

/// What is copied.
struct From {
    bucket: String,
    key: String,
    version_id: Option<String>,
    /// Asks about it; without one, the client that copies it does.
    client: Option<Client>,
    /// Its length, if that is known.
    length: Option<u64>,
}

/// What is copied, and what is known of it.
struct Source {
    client: Client,
    head: HeadObjectRequest,
    is: HeadObjectOutput,
    length: u64,
}

impl ObjectCopy {
    pub(super) fn new(core: &Core, bucket: String, key: String) -> Self {
        let source = From { bucket, key, version_id: None, client: None, length: None };
        Self { settings: Settings::new(core), input: CopyObjectRequest::default(), source }
    }

    setters!(CopyObjectRequest);

    /// The version of the source; the newest one without it.
    pub fn version_id(mut self, version_id: impl Into<String>) -> Self {
        self.source.version_id = Some(version_id.into());
        self
    }

    /// The client that asks about the source, where that is in another region: boto3's `SourceClient`. The copy itself is made by
    /// the client it began with, whose credentials must be allowed to read the source.
    pub fn source_client(mut self, client: &Client) -> Self {
        self.source.client = Some(client.clone());
        self
    }

    /// The length of the source as a listing has it: one that is copied by one request need not be asked about.
    pub(super) fn length(mut self, length: u64) -> Self {
        self.source.length = Some(length);
        self
    }

    /// Starts the copy in a task of its own.
    pub fn start(self) -> Transfer<CopyObjectOutput> {
        Transfer::start(|cancel| self.run(cancel))
    }

    pub(super) async fn run(mut self, cancel: Cancel) -> Result<CopyObjectOutput, Error> {
        self.settings.check()?;
        let From { bucket, key, version_id, client, length } = self.source;
        if version_id.is_none() && key.contains("?versionId=") {
            let message =
                format!("`{key}` cannot be the source of a copy: S3 would take its end for a version");
            return Err(
                Error::validation(message).with_hint("give the version that you want by `version_id`")
            );
        }
        self.input.copy_source = Some(copy_source(&bucket, &key, version_id.as_deref()));
        let counter = self.settings.counter();
        if let Some(length) = length.filter(|length| *length < self.settings.config.threshold()) {
            return Self::in_one(self.settings, self.input, length, counter, cancel).await;
        }
        let client = client.unwrap_or_else(|| self.settings.client.clone());
        let source = Source::find(client, bucket, key, version_id, &self.input);
        let source = cancel.or(source).await?;
        if source.length >= self.settings.config.threshold() && source.length > 0 {
            counter.set_total(source.length);
            let Settings { client, config, .. } = self.settings;
            return Parts::new(client, config, counter, self.input, source)?.copy(cancel).await;
        }
        Self::in_one(self.settings, self.input, source.length, counter, cancel).await
    }

    /// Copies everything by one request.
    async fn in_one(
        settings: Settings,
        input: CopyObjectRequest,
        length: u64,
        counter: Counter,
        cancel: Cancel,
    ) -> Result<CopyObjectOutput, Error> {
        counter.set_total(length);
        let output = cancel.or(settings.client.copy_object().with_input(input).into_future()).await?;
        counter.add(length);
        Ok(output)
    }
}

impl Source {
    /// Asks about the source of `copy`.
    async fn find(
        client: Client,
        bucket: String,
        key: String,
        version_id: Option<String>,
        copy: &CopyObjectRequest,
    ) -> Result<Self, Error> {
        let head = HeadObjectRequest {
            bucket: Some(bucket),
            key: Some(key),
            version_id,
            request_payer: copy.request_payer.clone(),
            expected_bucket_owner: copy.expected_source_bucket_owner.clone(),
            sse_customer_algorithm: copy.copy_source_sse_customer_algorithm.clone(),
            sse_customer_key: copy.copy_source_sse_customer_key.clone(),
            sse_customer_key_md5: copy.copy_source_sse_customer_key_md5.clone(),
            ..HeadObjectRequest::default()
        };
        let conditions = HeadObjectRequest {
            if_match: copy.copy_source_if_match.clone(),
            if_modified_since: copy.copy_source_if_modified_since,
            if_none_match: copy.copy_source_if_none_match.clone(),
            if_unmodified_since: copy.copy_source_if_unmodified_since,
            ..head.clone()
        };
        let is = client.head_object().with_input(conditions).await?;
        let length = is.content_length.and_then(|length| u64::try_from(length).ok());
        let length = length.ok_or_else(|| Error::parse("the response to HeadObject has no ContentLength"))?;
        Ok(Self { client, head, is, length })
    }

    /// The input of another request about the source.
    fn input<T: tucuxi::reflect::Shape + Default>(&self) -> T {
        let mut input = T::default();
        share(&self.head, &mut input);
        input
    }
}

impl IntoFuture for ObjectCopy {
    type Output = Result<CopyObjectOutput, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run(Cancel::NEVER))
    }
}

impl fmt::Debug for ObjectCopy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let From { bucket, key, version_id, .. } = &self.source;
        f.debug_struct("ObjectCopy")
            .field("source", &copy_source(bucket, key, version_id.as_deref()))
            .field("input", &self.input)
            .field("config", &self.settings.config)
            .finish_non_exhaustive()
    }
}

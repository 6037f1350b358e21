//! [`Upload`]: a file or a stream becomes an object.

mod parts;
mod source;
mod unfinished;

pub(super) use unfinished::FinishedPart;
pub use unfinished::UnfinishedUpload;

use super::cancel::Cancel;
use super::handle::Transfer;
use super::meter::Meter;
use super::settings::{Settings, setters};
use crate::types::{PutObjectOutput, PutObjectRequest};
use parts::Parts;
use source::Source;
use std::fmt;
use std::future::IntoFuture;
use std::path::PathBuf;
use tucuxi::Error;
use tucuxi::client::Core;
use tucuxi::http::BoxFuture;
use tucuxi::internal::error::attach;
use tucuxi::internal::resource::copy_members;
use tucuxi::types::ByteStream;

/// An upload that is about to begin: await it, or [`start`](Self::start) it. [`Client::upload_file`](crate::Client::upload_file)
/// and [`Client::upload`](crate::Client::upload) make one.
///
/// A body below [`multipart_threshold`](super::TransferConfig::multipart_threshold) is sent by one `PutObject`. A longer one is sent in
/// parts side by side, which become an object at the end. A body of unknown length is read into memory part by part.
///
/// # Errors
/// When a request fails for good, or the body cannot be read or is not as long as announced; for a file also when it changes while
/// it is read. Then the parts that were sent are deleted, unless [`keep_parts`](Self::keep_parts) says otherwise. If that fails too, the
/// [hint](Error::hint) says of which multipart upload there may be parts left.
///
/// # Stopping
/// [`Transfer::cancel`] stops an upload that was started, deletes its parts and waits for that. Dropping the future stops it too; the
/// parts are then deleted in the background, as far as the runtime goes on.
///
/// If the connection breaks while a multipart upload is created, the server may have created one whose id never arrives. Give
/// your bucket a lifecycle rule that deletes incomplete multipart uploads.
#[must_use = "an upload does not begin until it is awaited or started"]
pub struct Upload {
    settings: Settings,
    input: PutObjectRequest,
    from: From,
    keep_parts: bool,
    resume: Option<UnfinishedUpload>,
}

/// What is uploaded.
enum From {
    File(PathBuf),
    Body(ByteStream),
}

impl Upload {
    pub(super) fn of_file(core: &Core, path: PathBuf) -> Self {
        Self::new(core, From::File(path))
    }

    pub(super) fn of_body(core: &Core, body: ByteStream) -> Self {
        Self::new(core, From::Body(body))
    }

    fn new(core: &Core, from: From) -> Self {
        let (settings, input) = (Settings::new(core), PutObjectRequest::default());
        Self { settings, input, from, keep_parts: false, resume: None }
    }

    setters!(PutObjectRequest);

    /// Leaves the parts that were sent on the server if the upload fails or is cancelled. The error then has an
    /// [`UnfinishedUpload`], with which [`resume`](Self::resume) goes on.
    pub fn keep_parts(mut self) -> Self {
        self.keep_parts = true;
        self
    }

    /// Goes on with an upload that failed: parts that were sent are not sent again.
    ///
    /// The body must be the same as before, from its first byte on, and what [`with`](Self::with) sets too. Bucket and key
    /// need not be given again. Of a file, size and time of the last change are compared. If this fails too, the parts are
    /// deleted, unless [`keep_parts`](Self::keep_parts) is said again.
    pub fn resume(mut self, unfinished: UnfinishedUpload) -> Self {
        self.resume = Some(unfinished);
        self
    }

    /// Starts the upload in a task of its own.
    pub fn start(self) -> Transfer<PutObjectOutput> {
        Transfer::start(|cancel| self.run(cancel))
    }

    pub(super) async fn run(self, cancel: Cancel) -> Result<PutObjectOutput, Error> {
        let resumed = self.resume.clone().filter(|_| self.keep_parts);
        let result = self.upload(cancel).await;
        result.map_err(|error| match resumed {
            // It failed before anything was sent.
            Some(resumed) if UnfinishedUpload::of(&error).is_none() => attach(error, resumed),
            _ => error,
        })
    }

    async fn upload(mut self, cancel: Cancel) -> Result<PutObjectOutput, Error> {
        self.settings.check()?;
        if let Some(unfinished) = &self.resume {
            unfinished.fill(&mut self.input)?;
        }
        let length = self.input.content_length.take().map(u64::try_from).transpose();
        let length = length.map_err(|_| Error::validation("invalid input: `ContentLength` is negative"))?;
        let mut source = Source::open(self.from, length).await?;
        let config = &self.settings.config;
        let memory = config.memory(config.upload_part_size(source.length));
        let in_one = match self.resume.is_some() {
            true => None,
            false => cancel.or(source.in_one(config.threshold(), memory)).await?,
        };
        match in_one {
            Some(body) => Self::put(self.settings, self.input, body, cancel).await,
            None => {
                let parts = Parts::new(self.settings, self.input, self.keep_parts)?;
                parts.upload(source, self.resume, cancel).await
            }
        }
    }

    /// Sends everything in one request.
    async fn put(
        mut settings: Settings,
        mut input: PutObjectRequest,
        body: ByteStream,
        cancel: Cancel,
    ) -> Result<PutObjectOutput, Error> {
        let length = body.length().unwrap_or_default();
        input.body = body;
        let call = settings.client.put_object().with_input(input);
        if settings.is_unwatched() {
            return cancel.or(call.into_future()).await;
        }
        let counter = settings.counter();
        counter.set_total(length);
        // Others may share the limit.
        let beside = if settings.bandwidth.is_some() { settings.config.max_concurrency } else { 1 };
        let meter = Meter::new(counter, settings.bandwidth(), length, beside);
        let call = call.customize(|client| client.interceptor(meter.clone()));
        let output = cancel.or(call.into_future()).await?;
        meter.finish();
        Ok(output)
    }
}

impl IntoFuture for Upload {
    type Output = Result<PutObjectOutput, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run(Cancel::NEVER))
    }
}

impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Upload");
        match &self.from {
            From::File(path) => debug.field("file", path),
            From::Body(body) => debug.field("body", body),
        };
        debug.field("input", &self.input).field("config", &self.settings.config).finish_non_exhaustive()
    }
}

/// The output of the request that ended an upload in parts, as that of one that sent it at once.
fn as_put(output: &crate::types::CompleteMultipartUploadOutput, size: u64) -> PutObjectOutput {
    let mut put = PutObjectOutput { size: i64::try_from(size).ok(), ..PutObjectOutput::default() };
    copy_members(output, &mut put);
    put
}

//! [`Parts`]: an upload in parts side by side.

use super::as_put;
use super::source::Source;
use super::unfinished::{FinishedPart, UnfinishedUpload};
use crate::Client;
use crate::custom::transfer::bandwidth::Bandwidth;
use crate::custom::transfer::cancel::Cancel;
use crate::custom::transfer::config::{MAX_PARTS, MIB, PART, TransferConfig};
use crate::custom::transfer::members::{checksum as checksum_of, refuse_unshared, share, unsendable};
use crate::custom::transfer::meter::Meter;
use crate::custom::transfer::multipart::{Multipart, has_checksum};
use crate::custom::transfer::parallel::Parallel;
use crate::custom::transfer::progress::Counter;
use crate::custom::transfer::settings::Settings;
use crate::types::{
    AbortMultipartUploadRequest, ChecksumAlgorithm, ChecksumType, CompleteMultipartUploadRequest,
    CreateMultipartUploadRequest, PutObjectOutput, PutObjectRequest, UploadPartRequest,
};
use std::collections::BTreeMap;
use tucuxi::Error;
use tucuxi::config::ChecksumMode;
use tucuxi::internal::checksum;
use tucuxi::internal::error::attach;
use tucuxi::internal::resource::copy_members;
use tucuxi::types::ByteStream;

/// An upload in parts: its requests, but for what differs from part to part.
pub(super) struct Parts {
    client: Client,
    config: TransferConfig,
    create: CreateMultipartUploadRequest,
    part: UploadPartRequest,
    complete: CompleteMultipartUploadRequest,
    keep: bool,
    counter: Counter,
    bandwidth: Bandwidth,
}

impl Parts {
    /// # Errors
    /// When `input` has a member that only an object in one piece can have.
    pub(super) fn new(mut settings: Settings, input: PutObjectRequest, keep: bool) -> Result<Self, Error> {
        let mut create = CreateMultipartUploadRequest::default();
        let mut part = UploadPartRequest::default();
        let mut complete = CompleteMultipartUploadRequest::default();
        refuse_unshared(&input, &[&create, &complete])?;
        share(&input, &mut create);
        share(&input, &mut part);
        copy_members(&input, &mut complete);
        choose_checksum(&settings.client, &input, &mut create)?;
        if has_checksum(&input) {
            complete.checksum_type = Some(ChecksumType::FullObject);
        }
        part.checksum_algorithm.clone_from(&create.checksum_algorithm);
        let (counter, bandwidth) = (settings.counter(), settings.bandwidth());
        let Settings { client, config, .. } = settings;
        Ok(Self { client, config, create, part, complete, keep, counter, bandwidth })
    }

    /// Uploads `source`, from where `resume` ended.
    pub(super) async fn upload(
        mut self,
        source: Source,
        resume: Option<UnfinishedUpload>,
        cancel: Cancel,
    ) -> Result<PutObjectOutput, Error> {
        if let Some(length) = source.length {
            self.config.check_length(length)?;
        }
        let mut part_size = self.config.upload_part_size(source.length);
        let mut sent = BTreeMap::new();
        let multipart = match resume {
            Some(unfinished) => {
                unfinished.check(&source)?;
                part_size = unfinished.part_size;
                let algorithm = unfinished.checksum.algorithm.as_deref();
                self.part.checksum_algorithm = algorithm.map(Into::into);
                let mut abort = AbortMultipartUploadRequest::default();
                share(&self.create, &mut abort);
                abort.upload_id = Some(unfinished.upload_id.clone());
                sent.extend(unfinished.parts.into_iter().map(|part| (part.number, part)));
                Multipart::resumed(&self.client, abort, unfinished.checksum, self.keep)
            }
            None => Multipart::create(&self.client, self.create.clone()).await?,
        };
        Run { parts: self, part_size, multipart, source, sent, tasks: Parallel::new() }.run(cancel).await
    }
}

/// Chooses the checksum that the parts have: what the program wants, else what other requests of the client have. A CRC is made to be
/// one of the whole object, since it follows from those of the parts.
fn choose_checksum(
    client: &Client,
    input: &PutObjectRequest,
    create: &mut CreateMultipartUploadRequest,
) -> Result<(), Error> {
    let given = checksum::names().find(|name| checksum_of(input, name).is_some());
    if let Some(name) = given {
        if !checksum::combines(name) {
            return Err(unsendable(&format!("Checksum{}", name.to_uppercase())));
        }
        create.checksum_algorithm = Some(name.to_uppercase().as_str().into());
    }
    if create.checksum_algorithm.is_none()
        && client.config().request_checksums() == ChecksumMode::WhenSupported
    {
        create.checksum_algorithm = Some(ChecksumAlgorithm::Crc32);
    }
    let algorithm = create.checksum_algorithm.as_ref();
    if algorithm.is_some_and(|algorithm| checksum::combines(algorithm.as_str())) {
        create.checksum_type = Some(ChecksumType::FullObject);
    }
    Ok(())
}

/// An upload in parts under way.
struct Run {
    parts: Parts,
    part_size: u64,
    multipart: Multipart,
    source: Source,
    /// The parts that the server has, by number.
    sent: BTreeMap<i64, FinishedPart>,
    tasks: Parallel<FinishedPart>,
}

impl Run {
    async fn run(mut self, cancel: Cancel) -> Result<PutObjectOutput, Error> {
        if let Some(length) = self.source.length {
            self.parts.counter.set_total(length);
        }
        let made = match cancel.or(self.send()).await {
            Ok(()) => {
                let sent: Vec<_> = self.sent.values().cloned().collect();
                self.multipart.complete(self.parts.complete.clone(), &sent).await
            }
            Err(error) => Err(error),
        };
        match made {
            Ok(output) => {
                let size = self.sent.values().map(|part| part.size).sum();
                Ok(as_put(&output, size))
            }
            Err(error) => Err(self.give_up(error).await),
        }
    }

    /// Ends an upload that failed with `error`.
    async fn give_up(mut self, error: Error) -> Error {
        if !self.parts.keep {
            return self.multipart.fail(&mut self.tasks, error).await;
        }
        self.tasks.stop().await;
        let unfinished = self.unfinished();
        self.multipart.keep();
        attach(error, unfinished)
    }

    fn unfinished(&self) -> UnfinishedUpload {
        UnfinishedUpload {
            bucket: self.parts.create.bucket.clone().unwrap_or_default(),
            key: self.parts.create.key.clone().unwrap_or_default(),
            upload_id: self.multipart.id().to_owned(),
            part_size: self.part_size,
            length: self.source.length,
            modified: self.source.modified,
            checksum: self.multipart.checksum.clone(),
            parts: self.sent.values().cloned().collect(),
        }
    }

    /// Sends all parts that have not been sent.
    async fn send(&mut self) -> Result<(), Error> {
        let in_memory = match self.source.is_read_into_memory() {
            true => self.parts.config.parts_in_memory(self.part_size),
            false => usize::MAX,
        };
        let mut total = 0;
        for number in 1..=i64::MAX {
            self.wait(in_memory).await?;
            let keep = |part: FinishedPart| drop(self.sent.insert(part.number, part));
            let next = self.tasks.beside(self.source.next(self.part_size), keep).await?;
            let Some((body, length)) = next else {
                self.check_end(number)?;
                break;
            };
            if number.unsigned_abs() > MAX_PARTS {
                return Err(self.too_long());
            }
            total += length;
            if let Some(part) = self.sent.get(&number) {
                part.check(&body, length, self.multipart.checksum.algorithm.as_deref())?;
                self.parts.counter.add(length);
                continue;
            }
            self.wait(self.parts.config.max_concurrency).await?;
            let part = self.part(number, body, length);
            self.tasks.spawn(part);
        }
        if self.source.length.is_none() {
            self.parts.counter.set_total(total);
        }
        self.wait(1).await
    }

    /// Waits until fewer than `limit` parts are on their way.
    async fn wait(&mut self, limit: usize) -> Result<(), Error> {
        while self.tasks.len() >= limit {
            let Some(part) = self.tasks.next().await? else { break };
            self.sent.insert(part.number, part);
        }
        Ok(())
    }

    /// Sends one part.
    fn part(
        &self,
        number: i64,
        body: ByteStream,
        length: u64,
    ) -> impl Future<Output = Result<FinishedPart, Error>> + Send + use<> {
        let mut input = self.parts.part.clone();
        input.upload_id = Some(self.multipart.id().to_owned());
        input.part_number = Some(number);
        input.body = body;
        let (counter, bandwidth) = (self.parts.counter.clone(), self.parts.bandwidth.clone());
        let meter = Meter::new(counter, bandwidth, length, self.parts.config.max_concurrency);
        let call = self.parts.client.upload_part().with_input(input);
        let call = call.customize(|client| client.interceptor(meter.clone()));
        let algorithm = self.multipart.checksum.algorithm.clone();
        async move {
            let output = call.await?;
            meter.finish();
            FinishedPart::new(number, length, &output, output.e_tag.clone(), algorithm.as_deref())
        }
    }

    /// # Errors
    /// When the server has a part from `number` on, where the body has ended: it is another one than before.
    fn check_end(&self, number: i64) -> Result<(), Error> {
        match self.sent.keys().next_back() {
            Some(last) if *last >= number => Err(Error::validation(format!(
                "the unfinished upload has {last} parts, and now the body ends before part {number}: this is another body"
            ))),
            _ => Ok(()),
        }
    }

    fn too_long(&self) -> Error {
        let (size, larger) = (self.part_size / MIB, (2 * self.part_size).min(*PART.end()) / MIB);
        let message =
            format!("the stream has more than {MAX_PARTS} parts of {size} MiB, which is what S3 allows");
        let hint =
            format!("set `multipart_chunksize` to {larger} << 20 or more, or give the length of the stream");
        Error::validation(message).with_hint(hint)
    }
}

//! [`Fetch`]: the requests of a download. The first asks for the whole object; if that is long, only its first part is taken of the
//! response, and the others are asked for by their ranges.

use crate::Client;
use crate::custom::transfer::bandwidth::Bandwidth;
use crate::custom::transfer::config::TransferConfig;
use crate::custom::transfer::members::{checksum as checksum_of, share};
use crate::custom::transfer::parallel::Parallel;
use crate::custom::transfer::progress::Counter;
use crate::custom::transfer::settings::Settings;
use crate::custom::transfer::trouble::explain_replaced;
use crate::types::{GetObjectOutput, GetObjectRequest};
use tucuxi::Error;
use tucuxi::error::ErrorKind;
use tucuxi::external::bytes::Bytes;
use tucuxi::external::tokio::time::sleep;
use tucuxi::http::BoxFuture;
use tucuxi::internal::http::ContentRange;
use tucuxi::types::ByteStream;

/// A download whose first response has come.
pub(super) struct Fetch {
    client: Client,
    /// The input of the first request.
    first: GetObjectRequest,
    /// The input of further requests, without their ranges.
    further: GetObjectRequest,
    pub(super) output: GetObjectOutput,
    /// The body of the first response.
    pub(super) body: ByteStream,
    /// How long that is, if the server says it.
    pub(super) length: Option<u64>,
    /// Where it begins in the object, if the server says it.
    start: Option<u64>,
    /// Of the response as a whole, if it has one.
    pub(super) checksum: Option<Expected>,
    pub(super) config: TransferConfig,
    pub(super) flow: Flow,
    /// The requests for parts.
    pub(super) tasks: Parallel<(Part, Option<String>)>,
    /// How often the object may still be asked for from its beginning.
    attempts: u32,
}

/// The checksum that an object must have.
#[derive(Clone)]
pub(super) struct Expected {
    /// The algorithm, in lower case.
    pub(super) algorithm: &'static str,
    value: String,
}

impl Expected {
    /// # Errors
    /// When the checksum of what came is another one.
    pub(super) fn check(&self, actual: &str) -> Result<(), Error> {
        if actual == self.value {
            return Ok(());
        }
        let (algorithm, value) = (self.algorithm, &self.value);
        let message =
            format!("the {algorithm} checksum of what came is {actual}, and that of the object is {value}");
        Err(Error::new(ErrorKind::Transport, message))
    }
}

/// A part of a download.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) index: usize,
    /// Where it begins in what is downloaded.
    pub(super) offset: u64,
    pub(super) length: u64,
}

impl Fetch {
    /// Makes the first request.
    pub(super) async fn begin(mut settings: Settings, input: GetObjectRequest) -> Result<Self, Error> {
        let flow = Flow { counter: settings.counter(), bandwidth: settings.bandwidth() };
        let Settings { client, config, .. } = settings;
        let attempts = config.num_download_attempts.max(client.config().max_attempts());
        let client = client
            .customize(|client| client.max_attempts(attempts).s3(|s3| s3.disable_continued_bodies = false));
        let mut further = GetObjectRequest::default();
        share(&input, &mut further);
        let mut fetch = Self {
            client,
            first: input,
            further,
            output: GetObjectOutput::default(),
            body: ByteStream::default(),
            length: None,
            start: None,
            checksum: None,
            attempts: config.num_download_attempts,
            config,
            flow,
            tasks: Parallel::new(),
        };
        fetch.ask().await?;
        Ok(fetch)
    }

    /// Asks for the object from its beginning.
    async fn ask(&mut self) -> Result<(), Error> {
        self.attempts = self.attempts.saturating_sub(1);
        let call = self.client.get_object().with_input(self.first.clone());
        let (mut output, metadata) = call.send_with_metadata().await?;
        self.checksum = metadata.checksum_algorithm().and_then(|algorithm| {
            Some(Expected { algorithm, value: checksum_of(&output, algorithm)?.to_owned() })
        });
        self.body = std::mem::take(&mut output.body);
        self.length = self.body.length();
        if let Some(length) = self.length {
            self.flow.counter.set_total(length);
        }
        self.start = match metadata.status() {
            200 => Some(0),
            _ => output.content_range.as_deref().and_then(ContentRange::parse).map(|range| range.first),
        };
        self.further.if_match = output.e_tag.clone().filter(|e_tag| !e_tag.starts_with("W/"));
        self.output = output;
        Ok(())
    }

    /// Asks for the object once more, after `error` broke off its only response and its rest could not be asked for: that takes a
    /// version to be named, and is not possible for a part by its number. `received` bytes have come in vain.
    ///
    /// # Errors
    /// The same error if that does not help, or has been tried often enough.
    pub(super) async fn again(&mut self, error: Error, received: u64) -> Result<(), Error> {
        let is_continued = self.further.if_match.is_some() && self.first.part_number.is_none();
        if is_continued || self.attempts == 0 || error.kind() != ErrorKind::Transport {
            return Err(error);
        }
        self.flow.counter.take_off(received);
        self.ask().await
    }

    /// The parts to download side by side. None if the object comes in one response: it is short, or the response says neither its
    /// length nor its version.
    pub(super) fn parts(&self) -> Option<impl Iterator<Item = Part> + use<>> {
        let (size, threshold) = (self.config.multipart_chunksize, self.config.multipart_threshold);
        let length = self.length.filter(|length| *length >= threshold && *length > size)?;
        self.further.if_match.as_ref()?;
        self.start?;
        let part = move |index: u64| {
            let offset = index * size;
            Part {
                index: usize::try_from(index).unwrap_or(usize::MAX),
                offset,
                length: size.min(length - offset),
            }
        };
        Some((0..length.div_ceil(size)).map(part))
    }

    /// The body of a part.
    pub(super) fn part(&mut self, part: Part) -> BoxFuture<'static, Result<ByteStream, Error>> {
        if part.index == 0 {
            let first = std::mem::take(&mut self.body);
            return Box::pin(std::future::ready(Ok(first)));
        }
        let mut input = self.further.clone();
        let first = self.start.unwrap_or(0) + part.offset;
        let wanted = ContentRange { first, last: first + part.length - 1, total: None };
        input.range = Some(format!("bytes={}-{}", wanted.first, wanted.last));
        let e_tag = input.if_match.clone();
        let call = self.client.get_object().with_input(input);
        Box::pin(async move {
            let output = call.await.map_err(|error| explain_replaced(error, REPLACED))?;
            let came = output.content_range.as_deref().and_then(ContentRange::parse);
            let is_wanted = came.is_some_and(|came| (came.first, came.last) == (wanted.first, wanted.last));
            if !is_wanted || output.e_tag != e_tag {
                let message = "the server sent another range than the one asked for, or of another version";
                return Err(Error::new(ErrorKind::Transport, message));
            }
            Ok(output.body)
        })
    }
}

/// What it means for a download that its version is gone.
const REPLACED: &str = "the object was replaced while it was downloaded: download it again";

/// What all bytes of a download go through: they are counted, and wait for their turn.
#[derive(Clone)]
pub(super) struct Flow {
    counter: Counter,
    bandwidth: Bandwidth,
}

impl Flow {
    /// The next bytes of a body.
    pub(super) async fn next(&self, body: &mut ByteStream) -> Result<Option<Bytes>, Error> {
        match body.next_chunk().await.transpose()? {
            Some(chunk) => Ok(Some(self.pass(chunk).await)),
            None => Ok(None),
        }
    }

    /// The next bytes of a part, of which `left` are missing. The first part is the beginning of a longer body, whose rest is not read;
    /// any other is read to its end, so that what is wrong with it is noticed.
    pub(super) async fn next_of_part(
        &self,
        part: Part,
        body: &mut ByteStream,
        left: &mut u64,
    ) -> Result<Option<Bytes>, Error> {
        if part.index == 0 && *left == 0 {
            return Ok(None);
        }
        let Some(mut chunk) = body.next_chunk().await.transpose()? else {
            return match *left {
                0 => Ok(None),
                left => Err(ended_early(left)),
            };
        };
        chunk.truncate(usize::try_from(*left).unwrap_or(usize::MAX));
        *left -= chunk.len() as u64;
        Ok(Some(self.pass(chunk).await))
    }

    async fn pass(&self, chunk: Bytes) -> Bytes {
        if let Some(wait) = self.bandwidth.take(chunk.len() as u64) {
            sleep(wait).await;
        }
        self.counter.add(chunk.len() as u64);
        chunk
    }
}

/// The error of a part of which `left` bytes are missing.
pub(super) fn ended_early(left: u64) -> Error {
    Error::new(ErrorKind::Transport, format!("a part ended {left} bytes early"))
}

//! [`Fetch`]: the requests of a download. The first asks for the whole object; if that is long, only its first part is taken of the
//! response, and the others are asked for by their ranges.

use crate::Client;
use crate::custom::transfer::bandwidth::Bandwidth;
use crate::custom::transfer::members::{checksum as checksum_of, share};
use crate::custom::transfer::progress::Counter;
use crate::custom::transfer::settings::Settings;
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
    /// The input of further requests, without their ranges.
    input: GetObjectRequest,
    pub(super) output: GetObjectOutput,
    /// The body of the first response.
    pub(super) body: ByteStream,
    /// How long that is, if the server says it.
    pub(super) length: Option<u64>,
    /// Where it begins in the object.
    start: u64,
    /// Of the response as a whole, if it has one.
    pub(super) checksum: Option<Expected>,
    pub(super) flow: Flow,
    /// How many requests may be under way.
    pub(super) concurrency: usize,
    /// How many parts may be in memory.
    pub(super) parts_in_memory: usize,
    /// How many bytes may be.
    pub(super) memory: u64,
    part_size: u64,
    threshold: u64,
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
        let attempts = settings.config.num_download_attempts.max(settings.client.config().max_attempts());
        let client = settings
            .client
            .customize(|client| client.max_attempts(attempts).s3(|s3| s3.disable_continued_bodies = false));
        let mut further = GetObjectRequest::default();
        share(&input, &mut further);
        let (mut output, metadata) = client.get_object().with_input(input).send_with_metadata().await?;
        let checksum = metadata.checksum_algorithm().and_then(|algorithm| {
            Some(Expected { algorithm, value: checksum_of(&output, algorithm)?.to_owned() })
        });
        let body = std::mem::take(&mut output.body);
        let length = body.length();
        if let Some(length) = length {
            flow.counter.set_total(length);
        }
        further.if_match = output.e_tag.clone().filter(|e_tag| !e_tag.starts_with("W/"));
        let part_size = settings.config.multipart_chunksize;
        Ok(Self {
            client,
            input: further,
            start: output
                .content_range
                .as_deref()
                .and_then(ContentRange::parse)
                .map_or(0, |range| range.first),
            output,
            body,
            length,
            checksum,
            flow,
            concurrency: settings.config.max_concurrency,
            parts_in_memory: settings.config.parts_in_memory(part_size),
            memory: settings.config.memory(part_size),
            part_size,
            threshold: settings.config.multipart_threshold,
        })
    }

    /// The parts to download side by side. None if the object comes in one response: it is short, or the response says neither its
    /// length nor its version.
    pub(super) fn parts(&self) -> Option<impl Iterator<Item = Part> + use<>> {
        let length = self.length.filter(|length| *length >= self.threshold && *length > self.part_size)?;
        self.input.if_match.as_ref()?;
        let size = self.part_size;
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
        let mut input = self.input.clone();
        let first = self.start + part.offset;
        let wanted = ContentRange { first, last: first + part.length - 1, total: None };
        input.range = Some(format!("bytes={}-{}", wanted.first, wanted.last));
        let e_tag = input.if_match.clone();
        let call = self.client.get_object().with_input(input);
        Box::pin(async move {
            let output = call.await.map_err(as_replaced)?;
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

/// Says of a version that is gone what that means.
fn as_replaced(error: Error) -> Error {
    match error.status() {
        Some(412) => error.with_hint("the object was replaced while it was downloaded: download it again"),
        _ => error,
    }
}

/// What all bytes of a download go through: they are counted, and wait for their turn.
#[derive(Clone)]
pub(super) struct Flow {
    counter: Counter,
    bandwidth: Bandwidth,
}

impl Flow {
    /// The next bytes of a body.
    pub(super) async fn next(&self, body: &mut ByteStream) -> Result<Option<Bytes>, Error> {
        let Some(chunk) = body.next_chunk().await.transpose()? else { return Ok(None) };
        if let Some(wait) = self.bandwidth.take(chunk.len() as u64) {
            sleep(wait).await;
        }
        self.counter.add(chunk.len() as u64);
        Ok(Some(chunk))
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
                left => Err(Error::new(ErrorKind::Transport, format!("a part ended {left} bytes early"))),
            };
        };
        chunk.truncate(usize::try_from(*left).unwrap_or(usize::MAX));
        let length = chunk.len() as u64;
        if let Some(wait) = self.bandwidth.take(length) {
            sleep(wait).await;
        }
        *left -= length;
        self.counter.add(length);
        Ok(Some(chunk))
    }
}

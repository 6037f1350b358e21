//! The rest of a body that broke off. It is requested from the byte where the body broke off (RFC 9110 section 14), and only from
//! the same version, which its strong `ETag` names.

use super::attempt::{self, Failure};
use super::body;
use super::framing::{self, Asked};
use super::observe;
use super::prepare::Prepared;
use super::receive;
use crate::checksum;
use crate::client::{Context, ResponseMetadata};
use crate::error::{Error, ErrorKind, TransportError};
use crate::http::{BoxFuture, ContentRange, Response};
use crate::retry::{Decision, Policy};
use crate::trace::{self, Instrument};
use crate::types::ByteStream;
use bytes::Bytes;
use futures_core::Stream;
use http::header::{ETAG, IF_MATCH, RANGE};
use http::{HeaderValue, Method, StatusCode};
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context as TaskContext, Poll, ready};
use tokio::runtime::Handle;

/// Says that the operation gives its body by ranges: when the body of a response breaks off, the rest is asked for. A hook
/// puts it into [`Context::extensions`].
#[derive(Clone, Copy, Debug)]
pub struct Rangeable;

/// Makes `body`, that of a response with this metadata, ask for its rest where the hooks and the response allow it, and verify
/// its checksum at the end.
pub(super) fn bind(
    context: &Context,
    prepared: Prepared,
    metadata: &mut ResponseMetadata,
    body: &mut ByteStream,
) {
    let verifier = checksum::expected(prepared.response_checksums, &metadata.head);
    metadata.checksum_algorithm = verifier.as_ref().map(|verifier| verifier.algorithm().name());
    let mut whole = std::mem::take(body);
    if let Some(rest) = Rest::new(context, prepared, metadata, &whole) {
        let length = rest.end - rest.at;
        let continued = Continued { rest: Some(Box::new(rest)), state: State::Reading(whole) };
        whole = ByteStream::from_stream(continued, Some(length));
    }
    *body = match verifier {
        Some(verifier) => whole.verified(verifier).received(),
        None => whole.received(),
    };
}

/// A body and what it takes to ask for its rest.
struct Continued {
    /// `None` while the rest is asked for.
    rest: Option<Box<Rest>>,
    state: State,
}

enum State {
    Reading(ByteStream),
    Asking(BoxFuture<'static, (Box<Rest>, io::Result<ByteStream>)>),
}

impl Stream for Continued {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut TaskContext<'_>) -> Poll<Option<io::Result<Bytes>>> {
        loop {
            match &mut self.state {
                State::Reading(body) => match ready!(Pin::new(body).poll_next(cx)) {
                    Some(Ok(chunk)) => {
                        if let Some(rest) = &mut self.rest {
                            rest.at += chunk.len() as u64;
                        }
                        return Poll::Ready(Some(Ok(chunk)));
                    }
                    Some(Err(error)) => match self.rest.take() {
                        // All bytes are there: how the transfer ended after them does not matter.
                        Some(rest) if rest.at == rest.end && is_of_transfer(&error) => {
                            return Poll::Ready(None);
                        }
                        Some(rest) if is_of_transfer(&error) => {
                            self.state = State::Asking(Box::pin(rest.ask(error)));
                        }
                        _ => return Poll::Ready(Some(Err(error))),
                    },
                    None => return Poll::Ready(None),
                },
                State::Asking(asking) => {
                    let (rest, body) = ready!(asking.as_mut().poll(cx));
                    self.rest = Some(rest);
                    match body {
                        Ok(body) => self.state = State::Reading(body),
                        Err(error) => {
                            self.state = State::Reading(ByteStream::default());
                            return Poll::Ready(Some(Err(error)));
                        }
                    }
                }
            }
        }
    }
}

/// Whether a body broke off, rather than being longer than announced, and there is a runtime to ask for its rest in.
fn is_of_transfer(error: &io::Error) -> bool {
    error.kind() != io::ErrorKind::InvalidData && Handle::try_current().is_ok()
}

/// What it takes to ask for the rest of a body.
struct Rest {
    context: Context,
    prepared: Prepared,
    etag: HeaderValue,
    /// The position of the next byte in the whole.
    at: u64,
    /// The position where the body ends in the whole.
    end: u64,
    /// How many requests there have been for the body.
    tries: u32,
}

impl Rest {
    /// Returns `None` if the rest of `body` cannot be asked for: its length is not known, or the response does not name its
    /// version.
    fn new(
        context: &Context,
        mut prepared: Prepared,
        metadata: &ResponseMetadata,
        body: &ByteStream,
    ) -> Option<Self> {
        let allowed = context.extensions.get::<Rangeable>().is_some()
            && prepared.method == Method::GET
            && body.as_bytes().is_none();
        if !allowed {
            return None;
        }
        let head = &metadata.head;
        let etag = head.headers.get(ETAG).filter(|etag| is_strong(etag))?.clone();
        let length = body.length().filter(|length| *length > 0)?;
        let at = match head.status {
            StatusCode::OK => 0,
            StatusCode::PARTIAL_CONTENT => ContentRange::of(head)?.first,
            _ => return None,
        };
        prepared.headers.insert(IF_MATCH, etag.clone());
        Some(Self { context: context.again(), prepared, etag, at, end: at.checked_add(length)?, tries: 1 })
    }

    /// Asks for the rest of the body, which broke off with `error`. Returns itself for the next break.
    async fn ask(mut self: Box<Self>, error: io::Error) -> (Box<Self>, io::Result<ByteStream>) {
        let span = observe::rest(&self.context, self.at);
        let body = self.retry(TransportError::from_body(error).into()).instrument(span).await;
        let body = body.map_err(|error| {
            let kind = if error.is_timeout() { io::ErrorKind::TimedOut } else { io::ErrorKind::Other };
            io::Error::new(kind, error.in_call(self.context.operation(), self.tries))
        });
        (self, body)
    }

    /// Makes requests, as far as the retries of the client allow, until one succeeds.
    async fn retry(&mut self, mut failure: Failure) -> Result<ByteStream, Error> {
        let live = Arc::clone(self.context.live());
        let config = &live.config;
        let operation = self.context.operation();
        let mut policy = Policy::new(&live.learnt.quota, operation, config.retry_mode, config.max_attempts);
        loop {
            let Decision::Retry(delay) = failure.decide(&mut policy, self.tries, config) else {
                let hint = format!("the body broke off at byte {}, and its rest was asked for", self.at);
                return Err(if self.tries > 1 { failure.error.with_hint(hint) } else { failure.error });
            };
            observe::broke_off(self.at, &failure, delay);
            tokio::time::sleep(delay).await;
            self.tries += 1;
            match super::limited(&live, self.attempt()).await {
                Ok(body) => {
                    policy.succeeded();
                    return Ok(body);
                }
                Err(other) => failure = other,
            }
        }
    }

    /// Makes one request, in a span of its own.
    async fn attempt(&mut self) -> Result<ByteStream, Failure> {
        let (span, start) = (observe::attempt(&self.context, &self.prepared), trace::start());
        let result = self.request().instrument(span.clone()).await;
        observe::attempted(&span, start, result.as_ref().map(|(_, metadata)| metadata));
        result.map(|(body, _)| body)
    }

    async fn request(&mut self) -> Result<(ByteStream, ResponseMetadata), Failure> {
        let range = format!("bytes={}-{}", self.at, self.end - 1);
        let range = HeaderValue::try_from(range).map_err(|error| {
            Failure::for_good(Error::serialize("a range that cannot be a header").with_cause(error))
        })?;
        self.prepared.headers.insert(RANGE, range);
        self.context.next_attempt();
        let request =
            attempt::build(&mut self.context, &mut self.prepared).await.map_err(Failure::for_good)?;
        let asked = Asked::by(&request);
        let limit = self.context.config().attempt_timeout;
        let response = attempt::send(&mut self.context, request);
        let response = attempt::within(limit, async { Ok(response.await?) }).await?;
        self.accept(&asked, response).await
    }

    /// The body of a response, if it is what is missing.
    async fn accept(
        &mut self,
        asked: &Asked,
        response: Response,
    ) -> Result<(ByteStream, ResponseMetadata), Failure> {
        let Response { head, body } = response;
        if head.status.as_u16() >= 300 {
            let body = body::read(&self.context, &head, body).await?;
            return Err(receive::service_failure(&mut self.context, head, body.bytes));
        }
        let range = ContentRange::of(&head).filter(|_| head.status == StatusCode::PARTIAL_CONTENT);
        let is_rest =
            range.is_some_and(|range| range.first == self.at && range.last.checked_add(1) == Some(self.end));
        let metadata = ResponseMetadata::new(head, self.context.attempt());
        if !is_rest || metadata.head.headers.get(ETAG) != Some(&self.etag) {
            let message =
                "the server sent another range than the one asked for, or a range of another version";
            return Err(Failure::for_good(Error::new(ErrorKind::Transport, message).with_unread(metadata)));
        }
        Ok((framing::check(&self.context, asked, &metadata.head, body)?, metadata))
    }
}

/// Whether an entity tag stands for the very bytes: a weak one begins with `W/`.
fn is_strong(etag: &HeaderValue) -> bool {
    !etag.as_bytes().starts_with(b"W/")
}

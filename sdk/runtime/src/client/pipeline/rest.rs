//! The rest of a body that broke off: asked for from the byte on at which it broke (RFC 9110 section 14), and only if it is
//! still of the same whole, by its strong `ETag`.

use super::attempt;
use super::framing::{self, Asked};
use super::observe;
use super::prepare::Prepared;
use crate::checksum;
use crate::client::{Context, ResponseMetadata};
use crate::error::{Error, ErrorKind, TransportError, TransportErrorKind};
use crate::http::{BoxFuture, ContentRange, Response};
use crate::retry::{Decision, Policy, RetryReason};
use crate::types::ByteStream;
use bytes::Bytes;
use futures_core::Stream;
use http::header::{ETAG, IF_MATCH, RANGE};
use http::{HeaderValue, Method, StatusCode};
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context as TaskContext, Poll, ready};

/// Says that the operation gives its body by ranges: when the body of a response breaks off, the rest is asked for. A hook
/// puts it into [`Context::extensions`].
#[derive(Clone, Copy, Debug)]
pub struct Rangeable;

/// Makes `body`, that of a response with this metadata, ask for its rest where the hooks and the response allow it, and verify
/// its checksum at the end.
pub(super) fn bind(
    context: &Context,
    prepared: Prepared,
    metadata: &ResponseMetadata,
    body: &mut ByteStream,
) {
    let verifier = checksum::expected(prepared.response_checksums, &metadata.head);
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
                        Some(rest) => self.state = State::Asking(Box::pin(rest.ask(error))),
                        None => return Poll::Ready(Some(Err(error))),
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

/// What it takes to ask for the rest of a body.
struct Rest {
    context: Context,
    prepared: Prepared,
    etag: HeaderValue,
    /// The next byte, and the one behind the last.
    at: u64,
    end: u64,
    /// How often bytes of the body have been asked for.
    tries: u32,
}

/// Why the rest did not come.
enum Refusal {
    /// Another try may help.
    Passing(TransportError),
    /// It will not come.
    Final(Error),
}

impl Rest {
    /// What it takes, if `body` is of a known length and the response names its version.
    fn new(
        context: &Context,
        mut prepared: Prepared,
        metadata: &ResponseMetadata,
        body: &ByteStream,
    ) -> Option<Self> {
        let head = &metadata.head;
        let etag = head.headers.get(ETAG).filter(|etag| is_strong(etag))?.clone();
        let length = body.length().filter(|length| *length > 0)?;
        let at = match head.status {
            StatusCode::OK => 0,
            StatusCode::PARTIAL_CONTENT => ContentRange::of(head)?.first,
            _ => return None,
        };
        let allowed = context.extensions.get::<Rangeable>().is_some()
            && prepared.method == Method::GET
            && body.as_bytes().is_none();
        if !allowed {
            return None;
        }
        prepared.headers.insert(IF_MATCH, etag.clone());
        Some(Self { context: context.again(), prepared, etag, at, end: at.checked_add(length)?, tries: 1 })
    }

    /// The rest of the body, which broke off with `error`; the rest of `self` is for the next time.
    async fn ask(mut self: Box<Self>, error: io::Error) -> (Box<Self>, io::Result<ByteStream>) {
        let mut last = error;
        let live = Arc::clone(self.context.live());
        let config = &live.config;
        let operation = self.context.operation();
        let mut policy = Policy::new(&live.learnt.quota, operation, config.retry_mode, config.max_attempts);
        self.prepared.max_attempts = policy.max_attempts();
        loop {
            let decision = policy.decide(self.tries, Some(RetryReason::Transient), None, (config.jitter)());
            let Decision::Retry(delay) = decision else { return (self, Err(last)) };
            observe::continued(self.at, &last, delay);
            tokio::time::sleep(delay).await;
            self.tries += 1;
            match self.request().await {
                Ok(body) => {
                    policy.succeeded();
                    return (self, Ok(body));
                }
                Err(Refusal::Passing(error)) => last = io::Error::other(error),
                Err(Refusal::Final(error)) => return (self, Err(io::Error::other(error))),
            }
        }
    }

    /// Asks once.
    async fn request(&mut self) -> Result<ByteStream, Refusal> {
        let range = format!("bytes={}-{}", self.at, self.end - 1);
        let range = HeaderValue::try_from(range)
            .map_err(|error| Refusal::Final(Error::serialize(error.to_string())))?;
        self.prepared.headers.insert(RANGE, range);
        let request = attempt::build(&mut self.context, &mut self.prepared).await.map_err(Refusal::Final)?;
        let asked = Asked::by(&request);
        let http = Arc::clone(&self.context.config().http);
        let response = http.send(request).await.map_err(Refusal::Passing)?;
        self.accept(&asked, response)
    }

    /// The body of a response, if it is what is missing.
    fn accept(&self, asked: &Asked, response: Response) -> Result<ByteStream, Refusal> {
        let Response { head, body } = response;
        let refused = |what: String| {
            let message =
                format!("the body broke off at byte {}, and the rest cannot be had: {what}", self.at);
            Refusal::Final(Error::new(ErrorKind::Transport, message))
        };
        match head.status {
            StatusCode::PARTIAL_CONTENT => {}
            StatusCode::PRECONDITION_FAILED => {
                return Err(refused("it has been replaced meanwhile (status 412)".to_owned()));
            }
            status if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS => {
                let message =
                    format!("the server responded with status {} to a request for the rest", status.as_u16());
                return Err(Refusal::Passing(TransportError::new(TransportErrorKind::Broken, message)));
            }
            status => return Err(refused(format!("the server responded with status {}", status.as_u16()))),
        }
        let is_rest = ContentRange::of(&head)
            .is_some_and(|range| range.first == self.at && range.last.checked_add(1) == Some(self.end));
        if !is_rest || head.headers.get(ETAG) != Some(&self.etag) {
            return Err(refused("the server sent another range, or one of another version".to_owned()));
        }
        framing::check(&self.context, asked, &head, body).map_err(Refusal::Passing)
    }
}

/// Whether an entity tag stands for the very bytes: a weak one begins with `W/`.
fn is_strong(etag: &HeaderValue) -> bool {
    !etag.as_bytes().starts_with(b"W/")
}

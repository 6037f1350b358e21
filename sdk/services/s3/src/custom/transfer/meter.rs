//! [`Meter`]: counts the bytes of one request as they are sent, and keeps to the limit of bytes per second.

use super::bandwidth::Bandwidth;
use super::progress::Counter;
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context as TaskContext, Poll, ready};
use tucuxi::Error;
use tucuxi::client::{Context, Interceptor};
use tucuxi::external::bytes::Bytes;
use tucuxi::external::futures_core::Stream;
use tucuxi::external::http;
use tucuxi::external::tokio::time::{Sleep, sleep};
use tucuxi::http::Body;
use tucuxi::types::ByteStream;

/// Counts what a call sends of an object. What an attempt sent in vain is taken off again.
#[derive(Clone)]
pub(super) struct Meter(Arc<Shared>);

struct Shared {
    counter: Counter,
    bandwidth: Bandwidth,
    /// How many bytes of the object the request has.
    length: u64,
    /// How many bytes go at once.
    step: usize,
    /// How many of them the present attempt has sent.
    sent: Mutex<u64>,
}

impl Meter {
    /// Of one of so many requests at once.
    pub(super) fn new(counter: Counter, bandwidth: Bandwidth, length: u64, requests: usize) -> Self {
        let step = bandwidth.step(requests, STEP);
        Self(Arc::new(Shared { counter, bandwidth, length, step, sent: Mutex::new(0) }))
    }

    /// Notes that all has been sent.
    pub(super) fn finish(&self) {
        self.0.set(|_| self.0.length);
    }
}

impl Shared {
    /// Changes how many bytes have been sent. A body is framed where its checksum comes behind it, so that there can be a few
    /// more than the object has.
    fn set(&self, change: impl FnOnce(u64) -> u64) {
        let mut sent = self.sent.lock().unwrap_or_else(PoisonError::into_inner);
        let now = change(*sent).min(self.length);
        match now.checked_sub(*sent) {
            Some(more) => self.counter.add(more),
            None => self.counter.take_off(*sent - now),
        }
        *sent = now;
    }
}

impl Interceptor for Meter {
    fn before_send(&self, _: &mut Context, request: &mut http::Request<Body>) -> Result<(), Error> {
        self.0.set(|_| 0);
        let body = match std::mem::take(request.body_mut()) {
            Body::Empty => return Ok(()),
            Body::Bytes(bytes) => bytes.into(),
            Body::Stream(stream) => stream,
        };
        let length = body.length();
        let shared = Arc::clone(&self.0);
        let metered = Metered { body, shared, held: Bytes::new(), is_counted: false, wait: None };
        *request.body_mut() = Body::Stream(ByteStream::from_stream(metered, length));
        Ok(())
    }
}

/// How many bytes of a body in memory count at once, so that a limit and a progress bar see more than all or nothing.
const STEP: usize = 256 << 10;

/// A body that is counted.
struct Metered {
    body: ByteStream,
    shared: Arc<Shared>,
    /// What has been taken from the body and not been given away.
    held: Bytes,
    /// Whether the limit knows of the next step, and until when that has to wait.
    is_counted: bool,
    wait: Option<Pin<Box<Sleep>>>,
}

impl Stream for Metered {
    type Item = io::Result<Bytes>;

    fn poll_next(self: Pin<&mut Self>, context: &mut TaskContext<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        while this.held.is_empty() {
            match ready!(Pin::new(&mut this.body).poll_next(context)) {
                Some(Ok(bytes)) => this.held = bytes,
                end => return Poll::Ready(end),
            }
        }
        let step = this.held.len().min(this.shared.step);
        if !std::mem::replace(&mut this.is_counted, true) {
            this.wait = this.shared.bandwidth.take(step as u64).map(|wait| Box::pin(sleep(wait)));
        }
        if let Some(wait) = &mut this.wait {
            ready!(wait.as_mut().poll(context));
        }
        (this.is_counted, this.wait) = (false, None);
        this.shared.set(|sent| sent.saturating_add(step as u64));
        Poll::Ready(Some(Ok(this.held.split_to(step))))
    }
}

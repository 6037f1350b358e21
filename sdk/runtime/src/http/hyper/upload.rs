//! [`Upload`]: a request body of which is known how far it has been sent, and which may wait for the server.

use super::hold::Held;
use crate::http::Body;
use crate::http::transfer::{PIECE, WireBody};
use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::time::Instant;

/// How far the sending of a request body has come.
#[derive(Debug)]
pub(super) struct Progress {
    start: Instant,
    /// When hyper last asked for a piece of the body, in milliseconds since `start`.
    last: AtomicU64,
    /// Whether hyper has been given the whole body.
    whole: AtomicBool,
}

impl Progress {
    fn new(empty: bool) -> Self {
        Self { start: Instant::now(), last: AtomicU64::new(0), whole: AtomicBool::new(empty) }
    }

    fn mark(&self) {
        let elapsed = u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.last.store(elapsed, Ordering::Relaxed);
    }

    /// The instant of the last progress.
    pub fn last(&self) -> Instant {
        self.start + Duration::from_millis(self.last.load(Ordering::Relaxed))
    }

    /// Whether hyper has been given the whole body. A response that comes before is not one to the whole request.
    pub fn is_whole(&self) -> bool {
        self.whole.load(Ordering::Acquire)
    }
}

/// A request body for hyper.
pub(super) struct Upload {
    body: WireBody,
    held: Option<Held>,
    /// Of a body that is not sent in one piece.
    progress: Option<Arc<Progress>>,
}

impl Upload {
    /// The body, sent only when `held` lets it go.
    pub fn new(body: Body, held: Option<Held>) -> Self {
        let observed = match &body {
            Body::Empty => false,
            Body::Bytes(bytes) => bytes.len() > PIECE || (held.is_some() && !bytes.is_empty()),
            Body::Stream(_) => true,
        };
        let body = WireBody::new(body);
        let progress = observed.then(|| Arc::new(Progress::new(body.left() == Some(0))));
        Self { body, held, progress }
    }

    /// How far the sending comes, of a body that is not sent in one piece.
    pub fn progress(&self) -> Option<Arc<Progress>> {
        self.progress.clone()
    }
}

impl HttpBody for Upload {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let this = self.get_mut();
        if let Some(progress) = &this.progress {
            progress.mark();
        }
        if let Some(held) = &mut this.held {
            if !ready!(held.poll(cx)) {
                return Poll::Ready(Some(Err(io::Error::other("the server did not want the body"))));
            }
            this.held = None;
        }
        let frame = ready!(Pin::new(&mut this.body).poll_frame(cx));
        if let Some(progress) = this.progress.as_ref().filter(|_| this.body.left() == Some(0)) {
            progress.whole.store(true, Ordering::Release);
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

//! Bodies: ours as HTTP libraries send them, and theirs as we read them.

use super::Body;
use super::hold::{Held, RefuseOnDrop};
use crate::error::NO_RUNTIME;
use crate::types::ByteStream;
use bytes::Bytes;
use futures_core::Stream;
use http_body::{Body as HttpBody, Frame, SizeHint};
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::time::{Instant, Sleep};

/// A body in memory is handed over in pieces of this size, so that progress shows.
const PIECE: usize = 256 * 1024;

/// How far the sending of a request body has come.
#[derive(Debug)]
pub(crate) struct Progress {
    start: Instant,
    /// When the library last asked for a piece of the body, in milliseconds since `start`.
    last: AtomicU64,
    /// Whether the library has been given the whole body.
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
    #[cfg(feature = "hyper")]
    pub fn last(&self) -> Instant {
        self.start + Duration::from_millis(self.last.load(Ordering::Relaxed))
    }

    /// Whether the library has been given the whole body: a response that comes before is not one to the whole request.
    #[cfg(feature = "hyper")]
    pub fn is_whole(&self) -> bool {
        self.whole.load(Ordering::Acquire)
    }
}

/// A request body for an HTTP library.
pub(crate) struct Outgoing {
    body: Body,
    /// Bytes still to come, if their number is known.
    left: Option<u64>,
    held: Option<Held>,
    progress: Option<Arc<Progress>>,
}

impl Outgoing {
    /// The body.
    pub fn new(body: Body) -> Self {
        let left = body.length();
        Self { body, left, held: None, progress: None }
    }

    /// The body, sent only when `held` lets it go.
    #[cfg(feature = "hyper")]
    pub fn held(self, held: Held) -> Self {
        Self { held: Some(held), ..self }
    }

    /// How far the sending of a body comes that is not sent in one piece.
    #[cfg(feature = "hyper")]
    pub fn observe(&mut self) -> Option<Arc<Progress>> {
        let long = match &self.body {
            Body::Empty => false,
            Body::Bytes(bytes) => bytes.len() > PIECE || (self.held.is_some() && !bytes.is_empty()),
            Body::Stream(_) => true,
        };
        self.progress = long.then(|| Arc::new(Progress::new(self.left == Some(0))));
        self.progress.clone()
    }

    /// The next piece; `None` at the end.
    fn poll_piece(&mut self, cx: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        match &mut self.body {
            Body::Empty => Poll::Ready(None),
            Body::Bytes(bytes) if bytes.is_empty() => Poll::Ready(None),
            Body::Bytes(bytes) => Poll::Ready(Some(Ok(bytes.split_to(bytes.len().min(PIECE))))),
            Body::Stream(stream) => Pin::new(stream).poll_next(cx),
        }
    }

    /// Notes what the library is given.
    fn note(&mut self, piece: Option<&io::Result<Bytes>>) {
        match piece {
            Some(Ok(piece)) => self.left = self.left.map(|left| left.saturating_sub(piece.len() as u64)),
            Some(Err(_)) => return,
            None => self.left = Some(0),
        }
        if let Some(progress) = self.progress.as_ref().filter(|_| self.left == Some(0)) {
            progress.whole.store(true, Ordering::Release);
        }
    }
}

impl HttpBody for Outgoing {
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
        let piece = ready!(this.poll_piece(cx));
        this.note(piece.as_ref());
        Poll::Ready(piece.map(|piece| piece.map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        match &self.body {
            Body::Empty => true,
            Body::Bytes(bytes) => bytes.is_empty(),
            Body::Stream(_) => false,
        }
    }

    fn size_hint(&self) -> SizeHint {
        self.body.length().map(SizeHint::with_exact).unwrap_or_default()
    }
}

/// A response body, with a limit for each wait.
struct Reading<B> {
    body: B,
    limit: Option<Duration>,
    /// Runs while the server keeps us waiting; most small bodies come with the head and never start it.
    sleep: Option<Pin<Box<Sleep>>>,
    /// Kept until the body is read.
    _refuse: Option<RefuseOnDrop>,
}

/// The body of a response; reading fails when nothing comes for `limit`. `refuse` is dropped with the body.
pub(crate) fn incoming<B>(body: B, limit: Option<Duration>, refuse: Option<RefuseOnDrop>) -> ByteStream
where
    B: HttpBody<Data = Bytes> + Send + Unpin + 'static,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    if body.is_end_stream() {
        return ByteStream::from(Bytes::new());
    }
    let length = body.size_hint().exact();
    ByteStream::from_stream(Reading { body, limit, sleep: None, _refuse: refuse }, length)
}

impl<B> Stream for Reading<B>
where
    B: HttpBody<Data = Bytes> + Unpin,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    type Item = io::Result<Bytes>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        let this = self.get_mut();
        loop {
            match Pin::new(&mut this.body).poll_frame(cx) {
                Poll::Ready(Some(Ok(frame))) => {
                    this.sleep = None;
                    // Trailers carry nothing we read.
                    if let Ok(data) = frame.into_data() {
                        return Poll::Ready(Some(Ok(data)));
                    }
                }
                Poll::Ready(Some(Err(error))) => return Poll::Ready(Some(Err(io::Error::other(error)))),
                Poll::Ready(None) => return Poll::Ready(None),
                Poll::Pending => break,
            }
        }
        let Some(limit) = this.limit else { return Poll::Pending };
        if this.sleep.is_none() && Handle::try_current().is_err() {
            return Poll::Ready(Some(Err(io::Error::other(NO_RUNTIME))));
        }
        let sleep = this.sleep.get_or_insert_with(|| Box::pin(tokio::time::sleep(limit)));
        ready!(sleep.as_mut().poll(cx));
        let message = format!("nothing came for {limit:?}");
        Poll::Ready(Some(Err(io::Error::new(io::ErrorKind::TimedOut, message))))
    }
}

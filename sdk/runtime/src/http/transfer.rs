//! Bodies: ours as HTTP libraries send them, and theirs as we read them.

use super::Body;
use crate::types::ByteStream;
use bytes::Bytes;
use futures_core::Stream;
use http_body::{Body as HttpBody, Frame, SizeHint};
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::time::{Instant, Sleep};

/// A body in memory is handed over in pieces of this size, so that progress shows.
const PIECE: usize = 256 * 1024;

/// When the library last asked for a piece of the body, in milliseconds since the request began.
#[derive(Clone)]
pub(crate) struct Progress {
    start: Instant,
    last: Arc<AtomicU64>,
}

impl Progress {
    fn mark(&self) {
        let elapsed = u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.last.store(elapsed, Ordering::Relaxed);
    }

    /// The instant of the last progress.
    #[cfg(feature = "hyper")]
    pub fn last(&self) -> Instant {
        self.start + Duration::from_millis(self.last.load(Ordering::Relaxed))
    }
}

/// A request body for an HTTP library.
pub(crate) struct Outgoing {
    body: Body,
    progress: Option<Progress>,
}

impl Outgoing {
    /// The body, and how to tell that a long one is still being sent.
    pub fn new(body: Body) -> (Self, Option<Progress>) {
        let long = match &body {
            Body::Empty => false,
            Body::Bytes(bytes) => bytes.len() > PIECE,
            Body::Stream(_) => true,
        };
        let progress = long.then(|| Progress { start: Instant::now(), last: Arc::default() });
        (Self { body, progress: progress.clone() }, progress)
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
        match &mut this.body {
            Body::Empty => Poll::Ready(None),
            Body::Bytes(bytes) if bytes.is_empty() => Poll::Ready(None),
            Body::Bytes(bytes) => {
                let piece = bytes.split_to(bytes.len().min(PIECE));
                Poll::Ready(Some(Ok(Frame::data(piece))))
            }
            Body::Stream(stream) => {
                let chunk = ready!(Pin::new(stream).poll_next(cx));
                Poll::Ready(chunk.map(|chunk| chunk.map(Frame::data)))
            }
        }
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
}

/// The body of a response; reading fails when nothing comes for `limit`.
pub(crate) fn incoming<B>(body: B, limit: Option<Duration>) -> ByteStream
where
    B: HttpBody<Data = Bytes> + Send + Unpin + 'static,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    if body.is_end_stream() {
        return ByteStream::from(Bytes::new());
    }
    let length = body.size_hint().exact();
    ByteStream::from_stream(Reading { body, limit, sleep: None }, length)
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
        let sleep = this.sleep.get_or_insert_with(|| Box::pin(tokio::time::sleep(limit)));
        ready!(sleep.as_mut().poll(cx));
        let message = format!("nothing came for {limit:?}");
        Poll::Ready(Some(Err(io::Error::new(io::ErrorKind::TimedOut, message))))
    }
}

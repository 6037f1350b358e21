//! Bodies: ours as HTTP libraries send them, and theirs as we read them.

use super::Body;
use crate::error::NO_RUNTIME;
use crate::types::ByteStream;
use bytes::Bytes;
use futures_core::Stream;
use http_body::{Body as HttpBody, Frame, SizeHint};
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::time::Sleep;

/// A body in memory is handed over in pieces of this size, so that progress shows.
pub(super) const PIECE: usize = 256 * 1024;

/// A request body for an HTTP library.
pub(crate) struct WireBody {
    body: Body,
    /// Bytes still to come, if their number is known.
    left: Option<u64>,
    /// The piece that completes the announced length, until the stream has ended: libraries ask for nothing beyond that
    /// length, so that nobody would notice if there is more.
    last: Option<Bytes>,
}

impl WireBody {
    /// The body.
    pub fn new(body: Body) -> Self {
        let left = body.length();
        Self { body, left, last: None }
    }

    /// How many bytes are still to come, if that is known.
    #[cfg(feature = "hyper")]
    pub fn left(&self) -> Option<u64> {
        self.left
    }

    /// The next piece; `None` at the end.
    fn poll_piece(&mut self, cx: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        match &mut self.body {
            Body::Empty => Poll::Ready(None),
            Body::Bytes(bytes) if bytes.is_empty() => Poll::Ready(None),
            Body::Bytes(bytes) => Poll::Ready(Some(Ok(bytes.split_to(bytes.len().min(PIECE))))),
            Body::Stream(stream) => loop {
                match ready!(Pin::new(&mut *stream).poll_next(cx)) {
                    Some(Ok(piece)) if piece.is_empty() => {}
                    Some(Ok(piece)) if self.left == Some(piece.len() as u64) => self.last = Some(piece),
                    Some(piece) => return Poll::Ready(Some(piece)),
                    None => return Poll::Ready(self.last.take().map(Ok)),
                }
            },
        }
    }
}

impl HttpBody for WireBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let this = self.get_mut();
        let piece = ready!(this.poll_piece(cx));
        match &piece {
            Some(Ok(piece)) => this.left = this.left.map(|left| left.saturating_sub(piece.len() as u64)),
            Some(Err(_)) => {}
            None => this.left = Some(0),
        }
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
        self.left.map(SizeHint::with_exact).unwrap_or_default()
    }
}

/// Whether hyper, which stands behind both libraries, refused a response because its head is too large. It has a method
/// for this in servers only.
pub(crate) fn is_head_too_large(error: &(dyn std::error::Error + 'static)) -> bool {
    let chain = std::iter::successors(Some(error), |error| error.source());
    chain.map(ToString::to_string).any(|text| text == "message head is too large")
}

/// A response body, with a limit for each wait.
struct Reading<B, G> {
    body: B,
    limit: Option<Duration>,
    /// Runs while the server keeps us waiting; most small bodies come with the head and never start it.
    sleep: Option<Pin<Box<Sleep>>>,
    /// Dropped with the body.
    _guard: G,
}

/// The body of a response; reading fails when nothing comes for `limit`. `guard` is dropped with the body.
pub(crate) fn incoming<B, G>(body: B, limit: Option<Duration>, guard: G) -> ByteStream
where
    B: HttpBody<Data = Bytes> + Send + Unpin + 'static,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    G: Send + Unpin + 'static,
{
    if body.is_end_stream() {
        return ByteStream::from(Bytes::new());
    }
    let length = body.size_hint().exact();
    ByteStream::from_stream(Reading { body, limit, sleep: None, _guard: guard }, length)
}

impl<B, G> Stream for Reading<B, G>
where
    B: HttpBody<Data = Bytes> + Unpin,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    G: Unpin,
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

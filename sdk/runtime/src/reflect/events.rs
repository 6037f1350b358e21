//! [`EventStream`]: the events of a response, read one by one.

use super::Shape;
use crate::error::{Error, TransportError, TransportErrorKind};
use futures_core::Stream;
use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

/// Events of type `T` that the service sends for as long as the call is open.
///
/// `T` is a union: one member for each kind of event. Kinds this model does not know are skipped. An error the service
/// reports ends the stream with that error. The events can be read only once: a clone of a stream has none, and ends
/// with an error that says so.
///
/// The stream keeps one message in memory. A message with more than 128 KiB of headers or 24 MiB of payload ends it with an
/// error of kind [`Parse`](crate::error::ErrorKind::Parse).
pub struct EventStream<T> {
    source: Binding,
    event: PhantomData<fn() -> T>,
}

/// Where events come from.
#[derive(Default)]
enum Binding {
    /// No response.
    #[default]
    Unbound,
    Open(EventSource),
    /// Read to its end, or to an error.
    Over,
    /// The events are those of another stream.
    Cloned,
    /// The same, and a reader has been told.
    ClonedTold,
}

/// An [`EventStream`] of any type, to be bound to the response body.
pub trait EventStreamSlot: Send + Sync {
    /// Hands over where the events come from.
    fn bind(&mut self, source: EventSource);
    /// Makes this the clone of a stream that has events.
    fn bind_clone(&mut self);
}

/// Reads events out of a response.
pub(crate) trait ReadEvents: Send + Sync {
    /// Reads the next event into `union`. Kinds that it does not know are skipped. After an error there are no more.
    fn poll_event(
        &mut self,
        context: &mut Context<'_>,
        union: &mut dyn Shape,
    ) -> Poll<Option<Result<(), Error>>>;
}

/// The events of a response, for an [`EventStreamSlot`].
pub struct EventSource(Box<dyn ReadEvents>);

impl EventSource {
    pub(crate) fn new(events: impl ReadEvents + 'static) -> Self {
        Self(Box::new(events))
    }
}

impl<T: Shape + Default> EventStream<T> {
    /// The next event; `None` when the service has closed the stream.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<T: Shape + Default> Stream for EventStream<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let source = match &mut self.source {
            Binding::Open(source) => source,
            Binding::Unbound | Binding::Over | Binding::ClonedTold => return Poll::Ready(None),
            Binding::Cloned => {
                self.source = Binding::ClonedTold;
                let message = "a clone of an event stream has no events; use the original";
                return Poll::Ready(Some(Err(
                    TransportError::new(TransportErrorKind::Request, message).into()
                )));
            }
        };
        let mut event = T::default();
        let item = ready!(source.0.poll_event(context, &mut event));
        if !matches!(item, Some(Ok(()))) {
            self.source = Binding::Over;
        }
        Poll::Ready(item.map(|read| read.map(|()| event)))
    }
}

impl<T> EventStreamSlot for EventStream<T> {
    fn bind(&mut self, source: EventSource) {
        self.source = Binding::Open(source);
    }

    fn bind_clone(&mut self) {
        self.source = Binding::Cloned;
    }
}

impl<T> EventStream<T> {
    /// Whether this is the stream of a response, or a clone of one.
    pub(crate) fn is_bound(&self) -> bool {
        !matches!(self.source, Binding::Unbound)
    }
}

impl<T> Default for EventStream<T> {
    fn default() -> Self {
        Self { source: Binding::Unbound, event: PhantomData }
    }
}

/// A stream cannot be read twice: the clone has no events, and fails when it is read.
impl<T> Clone for EventStream<T> {
    fn clone(&self) -> Self {
        let source = if self.is_bound() { Binding::Cloned } else { Binding::Unbound };
        Self { source, event: PhantomData }
    }
}

impl<T> fmt::Debug for EventStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.source {
            Binding::Cloned | Binding::ClonedTold => "EventStream(clone, cannot be read)",
            _ => "EventStream",
        })
    }
}

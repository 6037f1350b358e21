//! [`Messages`]: frames turned into events.

use super::frame::{self, Frame, HeaderValue};
use crate::error::{Error, TransportError, TransportErrorKind};
use crate::failure::{ResponseMetadata, ServiceFailure};
use crate::reflect::{ReadEvents, Shape, Slot};
use crate::schema::{ErrorDocument, Flags, OperationSchema};
use crate::types::{Blob, ByteStream, Timestamp};
use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

/// A response body cut into messages.
pub(crate) struct Messages {
    body: ByteStream,
    buffer: BytesMut,
    operation: &'static OperationSchema,
    metadata: ResponseMetadata,
}

impl Messages {
    pub(crate) fn new(
        operation: &'static OperationSchema,
        body: ByteStream,
        metadata: ResponseMetadata,
    ) -> Self {
        Self { body, buffer: BytesMut::new(), operation, metadata }
    }

    /// Reads the message that a protocol without bindings sends first: the members beside the stream.
    pub(crate) async fn initial_response(&mut self) -> Result<Bytes, Error> {
        let first = poll_fn(|context| self.poll_frame(context)).await;
        match first {
            Some(Ok(frame)) if frame.text(":event-type") == Some("initial-response") => Ok(frame.payload),
            Some(Ok(frame)) => Err(self.failure(&frame, None).unwrap_or_else(|| {
                Error::parse("event stream: the first message is not the initial response")
            })),
            Some(Err(error)) => Err(error),
            None => Err(Error::parse("event stream: it ended before the initial response")),
        }
    }

    fn poll_frame(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Frame, Error>>> {
        loop {
            match frame::decode(&mut self.buffer) {
                Ok(Some(frame)) => return Poll::Ready(Some(Ok(frame))),
                Ok(None) => {}
                Err(error) => return Poll::Ready(Some(Err(error))),
            }
            match ready!(Pin::new(&mut self.body).poll_next(context)) {
                Some(Ok(chunk)) => self.buffer.extend_from_slice(&chunk),
                Some(Err(error)) => {
                    let broken =
                        TransportError::new(TransportErrorKind::Broken, "the event stream broke off");
                    return Poll::Ready(Some(Err(broken.with_cause(error).into())));
                }
                None if self.buffer.is_empty() => return Poll::Ready(None),
                None => {
                    return Poll::Ready(Some(Err(Error::parse("event stream: it ended within a message"))));
                }
            }
        }
    }

    /// Reads `frame` into `union`; `false` for a kind of event the model does not know.
    fn read(&self, frame: &Frame, union: &mut dyn Shape) -> Result<bool, Error> {
        if let Some(error) = self.failure(frame, Some(union)) {
            return Err(error);
        }
        let Some(kind) = frame.text(":event-type") else {
            return Err(Error::parse("event stream: a message does not say what it is"));
        };
        let Some(index) = union.schema().member(kind) else { return Ok(false) };
        match union.get_mut(index).slot() {
            Slot::Structure(event) => self.read_event(frame, event).map(|()| true),
            _ => Err(Error::parse("event stream: an event is not a structure")),
        }
    }

    fn read_event(&self, frame: &Frame, event: &mut dyn Shape) -> Result<(), Error> {
        let protocol = self.operation.service.protocol;
        let mut payload_read = frame.payload.is_empty();
        for (index, member) in event.schema().members.iter().enumerate() {
            if member.is(Flags::EVENT_HEADER) {
                if let Some(value) = frame.header(member.wire) {
                    set_header(event.get_mut(index).slot(), value);
                }
            } else if member.is(Flags::EVENT_PAYLOAD) && !payload_read {
                payload_read = true;
                match event.get_mut(index).slot() {
                    Slot::Blob(blob) => *blob = Blob::from(frame.payload.clone()),
                    Slot::String(text) => *text = String::from_utf8_lossy(&frame.payload).into_owned(),
                    Slot::Structure(shape) => protocol.parse_event(&frame.payload, shape)?,
                    _ => return Err(Error::parse("event stream: the payload has no place in its event")),
                }
            }
        }
        if payload_read { Ok(()) } else { protocol.parse_event(&frame.payload, event) }
    }

    /// The error a message reports, if it does.
    fn failure(&self, frame: &Frame, union: Option<&mut dyn Shape>) -> Option<Error> {
        let (document, exception) = match frame.text(":message-type") {
            Some("error") => {
                let text = |name| frame.text(name).unwrap_or_default().to_owned();
                let document = ErrorDocument {
                    code: text(":error-code"),
                    message: text(":error-message"),
                    ..ErrorDocument::default()
                };
                (document, None)
            }
            Some("exception") => {
                let code = frame.text(":exception-type").unwrap_or_default();
                let service = self.operation.service;
                let head = &self.metadata.head;
                let read = service.protocol.parse_error(service, head, &frame.payload);
                let document = ErrorDocument { code: code.to_owned(), ..read };
                (document, union.and_then(|union| member_shape(union, code)))
            }
            _ => return None,
        };
        let mut failure = ServiceFailure {
            operation: self.operation,
            document,
            metadata: self.metadata.clone(),
            body: frame.payload.clone(),
            exception,
        };
        failure.metadata.body_request_id = failure.document.request_id.clone();
        Some(Error::service(failure))
    }
}

impl ReadEvents for Messages {
    fn poll_event(
        &mut self,
        context: &mut Context<'_>,
        union: &mut dyn Shape,
    ) -> Poll<Option<Result<(), Error>>> {
        let error = loop {
            match ready!(self.poll_frame(context)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => break error,
                Some(Ok(frame)) => match self.read(&frame, union) {
                    Ok(true) => return Poll::Ready(Some(Ok(()))),
                    Ok(false) => {}
                    Err(error) => break error,
                },
            }
        };
        Poll::Ready(Some(Err(error.in_operation(self.operation))))
    }
}

/// The name of the shape of union member `name`.
fn member_shape(union: &mut dyn Shape, name: &str) -> Option<&'static str> {
    let index = union.schema().member(name)?;
    match union.get_mut(index).slot() {
        Slot::Structure(shape) => Some(shape.schema().name),
        _ => None,
    }
}

/// Puts the value of a message header into a member; one of another type is left out.
fn set_header(slot: Slot<'_>, value: &HeaderValue) {
    match (slot, value) {
        (Slot::Boolean(target), HeaderValue::Boolean(value)) => *target = *value,
        (Slot::Integer(target), HeaderValue::Integer(value)) => *target = *value,
        (Slot::Blob(target), HeaderValue::Bytes(value)) => *target = value.clone().into(),
        (Slot::String(target), HeaderValue::String(value)) => target.clone_from(value),
        (Slot::Enum(target), HeaderValue::String(value)) => target.set(value),
        (Slot::Timestamp(target), HeaderValue::Timestamp(millis)) => {
            let nanos = u32::try_from(millis.rem_euclid(1000)).unwrap_or(0) * 1_000_000;
            *target = Timestamp::new(millis.div_euclid(1000), nanos);
        }
        _ => {}
    }
}

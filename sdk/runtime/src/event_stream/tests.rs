#![allow(clippy::unwrap_used)]
use super::Messages;
use super::frame::tests::encode;
use crate::error::Error;
use crate::failure::ResponseMetadata;
use crate::reflect::{NO_VALUE, Shape, Value};
use crate::schema::{Flags, Member, OperationSchema, ServiceSchema, StructSchema, Type};
use crate::testing::plain::PLAIN;
use crate::testing::{exceptions, operation, service, structure};
use crate::types::{Blob, ByteStream, EventSource, EventStream, EventStreamSlot};
use bytes::Bytes;
use futures_core::Stream;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

structure! {
    Record() {
        payload: Option<Blob> => Member::new("Payload", "Payload", Type::Blob).with(Flags::EVENT_PAYLOAD),
        label: Option<String> => Member::new("Label", "label", Type::String).with(Flags::EVENT_HEADER),
    }
}
structure! {
    Note() {
        text: Option<String> => Member::new("Text", "Text", Type::String),
    }
}
exceptions!(Note of "Test");

/// A union of events.
#[derive(Default, Debug, PartialEq)]
enum Events {
    Record(Record),
    Note(Note),
    Denied(Note),
    #[default]
    Unknown,
}

impl Shape for Events {
    fn schema(&self) -> &'static StructSchema {
        const {
            &StructSchema::union(
                "Events",
                const {
                    &[
                        Member::new("Record", "Record", Type::Structure),
                        Member::new("Note", "Note", Type::Structure),
                        Member::new("denied", "denied", Type::Structure),
                    ]
                },
            )
        }
    }
    fn get(&self, index: usize) -> &dyn Value {
        match (self, index) {
            (Self::Record(value), 0) => value,
            (Self::Note(value), 1) | (Self::Denied(value), 2) => value,
            _ => NO_VALUE,
        }
    }
    fn get_mut(&mut self, index: usize) -> &mut dyn Value {
        *self = match index {
            0 => Self::Record(Record::default()),
            1 => Self::Note(Note::default()),
            _ => Self::Denied(Note::default()),
        };
        match self {
            Self::Record(value) => value,
            Self::Note(value) | Self::Denied(value) => value,
            Self::Unknown => unreachable!("set above"),
        }
    }
}

static SERVICE: ServiceSchema = service(PLAIN);
static OPERATION: OperationSchema = operation(&SERVICE);

/// A body that comes in pieces of three bytes.
struct Drops(Bytes);

impl Stream for Drops {
    type Item = io::Result<Bytes>;
    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let size = self.0.len().min(3);
        let drop = self.0.split_to(size);
        Poll::Ready((size > 0).then_some(Ok(drop)))
    }
}

fn source(messages: &[Vec<u8>]) -> Messages {
    let body = ByteStream::from_stream(Drops(messages.concat().into()), None);
    Messages::new(&OPERATION, body, ResponseMetadata::default())
}

async fn events(messages: &[Vec<u8>]) -> (Vec<Events>, Option<Error>) {
    let mut stream = EventStream::<Events>::default();
    stream.bind(EventSource::new(source(messages)));
    let mut events = Vec::new();
    loop {
        match stream.next().await {
            Some(Ok(event)) => events.push(event),
            Some(Err(error)) => {
                assert!(stream.next().await.is_none(), "an error ends the stream");
                return (events, Some(error));
            }
            None => return (events, None),
        }
    }
}

fn event(kind: &str, payload: &str) -> Vec<u8> {
    encode(&[(":message-type", "event"), (":event-type", kind), ("label", "x")], payload.as_bytes())
}

#[tokio::test]
async fn events_are_read_from_payload_and_headers() {
    let messages = [event("Record", "a,b\n"), event("Unheard", "?"), event("Note", "hi"), event("Note", "")];
    let (events, error) = events(&messages).await;
    assert!(error.is_none());
    let record = Record { payload: Some("a,b\n".into()), label: Some("x".to_owned()) };
    let note = |text: Option<&str>| Events::Note(Note { text: text.map(str::to_owned) });
    assert_eq!(events, [Events::Record(record), note(Some("hi")), note(None)]);
}

#[tokio::test]
async fn a_clone_has_no_events_and_says_so() {
    let mut original = EventStream::<Events>::default();
    assert!(original.clone().next().await.is_none(), "there is no response yet");
    original.bind(EventSource::new(source(&[event("Note", "hi")])));
    let mut clone = original.clone().clone();
    assert!(format!("{clone:?}").contains("clone"));
    let error = clone.next().await.unwrap().unwrap_err();
    assert!(error.to_string().contains("a clone of an event stream has no events"), "{error}");
    assert!(clone.next().await.is_none());
    let mut copy = EventStream::<Events>::default();
    assert!(crate::reflect::copy(original.view(), copy.slot()));
    assert!(copy.next().await.unwrap().is_err());
    original.next().await.unwrap().unwrap();
    assert!(original.next().await.is_none());
    assert!(original.clone().next().await.unwrap().is_err(), "there were events");
}

#[tokio::test]
async fn an_exception_ends_the_stream_and_keeps_its_fields() {
    let denied = [(":message-type", "exception"), (":exception-type", "denied")];
    let (events, error) = events(&[event("Note", "hi"), encode(&denied, b"why: not you")]).await;
    assert_eq!(events.len(), 1);
    let error = error.unwrap();
    assert_eq!((error.code(), error.message()), (Some("denied"), "not you"));
    assert_eq!(error.exception::<Note>().unwrap().text.as_deref(), Some("why: not you"));
}

#[tokio::test]
async fn an_error_message_is_an_error() {
    let failed =
        [(":message-type", "error"), (":error-code", "InternalError"), (":error-message", "out of order")];
    let (_, error) = events(&[encode(&failed, b"")]).await;
    assert_eq!(error.unwrap().to_string(), "test Act: InternalError: out of order (status 200)");
}

#[tokio::test]
async fn a_stream_that_breaks_off_is_an_error() {
    let message = event("Note", "hi");
    let (events, error) = events(&[message.clone(), message[..message.len() - 1].to_vec()]).await;
    assert_eq!(events.len(), 1);
    assert_eq!(error.unwrap().to_string(), "test Act: event stream: it ended within a message");
}

#[tokio::test]
async fn the_initial_response_comes_first() {
    let mut with = source(&[event("initial-response", "{}"), event("Note", "hi")]);
    assert_eq!(with.initial_response().await.unwrap(), "{}");
    let error = source(&[event("Note", "hi")]).initial_response().await.unwrap_err();
    assert!(error.to_string().contains("the first message is not the initial response"));
    let error = source(&[]).initial_response().await.unwrap_err();
    assert!(error.to_string().contains("ended before the initial response"));
}

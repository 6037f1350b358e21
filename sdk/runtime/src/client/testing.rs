//! What the tests of the call path need: a protocol of plain text and a server that follows a script.

#![allow(clippy::unwrap_used)]

use super::Core;
use crate::config::ClientConfig;
use crate::error::{Error, TransportError};
use crate::http::{Body, BoxFuture, HttpClient, Request, Response, ResponseHead};
use crate::protocol::{ErrorDocument, Parsed, Protocol};
use crate::reflect::{Shape, Slot, View};
use crate::schema::{OperationSchema, ServiceSchema};
use crate::types::ByteStream;
use bytes::Bytes;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

/// A protocol whose body is the text of the first member; `Code: message` in errors.
pub(crate) struct Plain;

pub(crate) const PLAIN: &dyn Protocol = &Plain;

impl Protocol for Plain {
    fn serialize(
        &self,
        operation: &'static OperationSchema,
        input: &mut dyn Shape,
        request: &mut Request,
    ) -> Result<(), Error> {
        request.method = operation.method.parse().map_err(|_| Error::serialize("method"))?;
        request.path = "/".to_owned();
        request.body = match input.get(0).view() {
            View::String(text) => Body::Bytes(Bytes::copy_from_slice(text.as_bytes())),
            _ => Body::Empty,
        };
        if let Slot::Stream(stream) = input.get_mut(0).slot() {
            request.body = Body::Stream(std::mem::take(stream));
        }
        Ok(())
    }

    fn parse(
        &self,
        _: &'static OperationSchema,
        _: &ResponseHead,
        body: &[u8],
        output: &mut dyn Shape,
    ) -> Result<Parsed, Error> {
        self.parse_event(body, output)?;
        Ok(Parsed::default())
    }

    fn parse_error(&self, _: &ServiceSchema, _: &ResponseHead, body: &[u8]) -> ErrorDocument {
        let text = String::from_utf8_lossy(body);
        let (code, message) = text.split_once(": ").unwrap_or((&text, ""));
        ErrorDocument { code: code.to_owned(), message: message.to_owned(), ..ErrorDocument::default() }
    }

    fn parse_exception(&self, _: &ResponseHead, body: &[u8], exception: &mut dyn Shape) -> Result<(), Error> {
        self.parse_event(body, exception)
    }

    fn parse_event(&self, payload: &[u8], event: &mut dyn Shape) -> Result<(), Error> {
        if payload.starts_with(b"garbage") {
            return Err(Error::parse("no text"));
        }
        if let Slot::String(text) = event.get_mut(0).slot() {
            *text = String::from_utf8_lossy(payload).into_owned();
        }
        Ok(())
    }
}

/// What the server of a script does with a request.
pub(crate) type Answer = Result<Response, TransportError>;

/// An HTTP client that gives the answers of a script, in order, and keeps the requests.
#[derive(Clone, Debug, Default)]
pub(crate) struct Script(Arc<Mutex<Tape>>);

#[derive(Debug, Default)]
struct Tape {
    answers: VecDeque<Answer>,
    requests: Vec<http::Request<Bytes>>,
}

impl Script {
    pub(crate) fn new(answers: impl IntoIterator<Item = Answer>) -> Self {
        let tape = Tape { answers: answers.into_iter().collect(), requests: Vec::new() };
        Self(Arc::new(Mutex::new(tape)))
    }

    /// The requests so far, with their bodies.
    pub(crate) fn requests(&self) -> Vec<http::Request<Bytes>> {
        self.0.lock().unwrap().requests.clone()
    }

    /// A client of `service` that talks to this script.
    pub(crate) fn client(
        &self,
        service: &'static ServiceSchema,
        change: impl FnOnce(&mut ClientConfig),
    ) -> Core {
        let session = crate::Session::builder()
            .region("us-east-1")
            .endpoint_url("https://test.example")
            .anonymous()
            .build()
            .unwrap();
        let mut config = session.client_config(service).unwrap();
        config.http = Arc::new(self.clone());
        change(&mut config);
        Core::with_config(service, config)
    }
}

impl HttpClient for Script {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'static, Answer> {
        let this = self.clone();
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let body = body.read_all().await?;
            let mut tape = this.0.lock().unwrap();
            tape.requests.push(http::Request::from_parts(parts, body));
            tape.answers.pop_front().expect("the script has no further answer")
        })
    }
}

/// A response with this status, these headers and this body.
pub(crate) fn response(status: u16, headers: &[(&'static str, &str)], body: &'static str) -> Answer {
    let mut head =
        ResponseHead { status: http::StatusCode::from_u16(status).unwrap(), ..ResponseHead::default() };
    for (name, value) in headers {
        head.headers.insert(*name, value.parse().unwrap());
    }
    Ok(Response { head, body: ByteStream::from(body) })
}

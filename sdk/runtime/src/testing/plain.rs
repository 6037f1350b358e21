//! What the tests of the call path need: a protocol of plain text, and clients of servers that follow a script.

#![allow(clippy::unwrap_used)]

use crate::client::Core;
use crate::config::ClientConfig;
use crate::error::{Error, Origin};
use crate::http::test::{Answer, TestClient};
use crate::http::{Body, Request, ResponseHead};
use crate::protocol::failure::Failure;
use crate::protocol::{ErrorDocument, Parsed, Protocol};
use crate::reflect::{Shape, Slot, View};
use crate::schema::{OperationSchema, ServiceSchema};
use bytes::Bytes;

/// A protocol whose body is the text of the first member; `Code: message` in errors. Text that begins with `<` is
/// another server's, text that ends with `!` an error.
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
        if body.starts_with(b"<") {
            return Err(Failure::foreign("no text").parse());
        }
        if body.ends_with(b"!") {
            return Err(Failure::new("an error").with_origin(Origin::ErrorDocument).parse());
        }
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

/// A client of `service`, without signature, whose requests go to `http`.
pub(crate) fn client(
    http: &TestClient,
    service: &'static ServiceSchema,
    change: impl FnOnce(&mut ClientConfig),
) -> Core {
    let session = crate::Session::builder()
        .region("us-east-1")
        .endpoint_url("https://test.example")
        .anonymous(true)
        .http_client(http.clone())
        .build()
        .unwrap();
    let mut config = session.client_config(service).unwrap();
    change(&mut config);
    Core::with_config(service, config)
}

/// A response with this status and this body.
pub(crate) fn response(status: u16, body: &'static str) -> Answer {
    Answer::new(status).body(body)
}

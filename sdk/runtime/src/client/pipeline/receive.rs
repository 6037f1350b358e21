//! From the response to the output or an error.

use super::attempt::Failure;
use super::body;
use super::framing::{self, Asked};
use super::observe;
use super::prepare::Prepared;
use crate::checksum;
use crate::client::discovery;
use crate::client::{Context, ResponseMetadata};
use crate::context::interceptor::run_hooks;
use crate::error::{Error, Origin, ServiceFailure, TransportError, TransportErrorKind};
use crate::event_stream::Messages;
use crate::http::{Response, ResponseHead};
use crate::protocol;
use crate::reflect::{Shape, Slot};
use crate::retry::{self, RetryReason};
use crate::schema::{StructSchema, Type};
use crate::types::{Beginning, ByteStream, EventSource};
use bytes::Bytes;

/// How the body of a successful response is read.
#[derive(Clone, Copy)]
enum Reading {
    /// Whole.
    Whole,
    /// By the user: this member is the body.
    Stream(usize),
    /// By the user: this member is the events in the body. The first one may be the rest of the output.
    Events { member: usize, initial_response: bool },
}

/// Reads a response: fills `output`, or says what failed.
pub(super) async fn receive(
    context: &mut Context,
    prepared: &Prepared,
    asked: &Asked,
    response: Response,
    output: &mut dyn Shape,
) -> Result<ResponseMetadata, Failure> {
    let Response { mut head, body } = response;
    let body = match framing::check(context, asked, &head, body) {
        Ok(body) => body,
        Err(error) => {
            let metadata = ResponseMetadata::new(head, context.attempt());
            return Err(Error::from(error).with_unread(metadata).into());
        }
    };
    run_hooks!(context, after_send, &mut head);
    match reading(output.schema()) {
        Reading::Stream(member) if head.status.as_u16() < 300 => {
            Ok(bind_stream(context, head, body, member, output)?)
        }
        Reading::Events { member, initial_response } if head.status.as_u16() < 300 => {
            Ok(bind_events(context, head, body, member, initial_response, output).await?)
        }
        _ => read_whole(context, prepared, head, body, output).await,
    }
}

fn reading(output: &StructSchema) -> Reading {
    let member = |index: usize| output.members.get(index).map(|member| member.ty);
    match output.payload {
        Some(index) if matches!(member(index), Some(Type::Stream)) => Reading::Stream(index),
        Some(index) if matches!(member(index), Some(Type::Events)) => {
            Reading::Events { member: index, initial_response: false }
        }
        _ => match output.members.iter().position(|member| matches!(member.ty, Type::Events)) {
            Some(member) => Reading::Events { member, initial_response: true },
            None => Reading::Whole,
        },
    }
}

/// The body of a successful response that the user reads.
pub(super) fn streamed(output: &mut dyn Shape) -> Option<&mut ByteStream> {
    let Reading::Stream(member) = reading(output.schema()) else { return None };
    match output.get_mut(member).slot() {
        Slot::Stream(body) => Some(body),
        _ => None,
    }
}

fn bind_stream(
    context: &Context,
    head: ResponseHead,
    body: ByteStream,
    member: usize,
    output: &mut dyn Shape,
) -> Result<ResponseMetadata, Error> {
    let operation = context.operation();
    operation.service.protocol.parse(operation, &head, &[], output)?;
    if let Slot::Stream(slot) = output.get_mut(member).slot() {
        *slot = body;
    }
    Ok(ResponseMetadata::new(head, context.attempt()))
}

async fn bind_events(
    context: &Context,
    head: ResponseHead,
    body: ByteStream,
    member: usize,
    initial_response: bool,
    output: &mut dyn Shape,
) -> Result<ResponseMetadata, Error> {
    let operation = context.operation();
    let metadata = ResponseMetadata::new(head, context.attempt());
    let mut source = Messages::new(operation, body, metadata.clone());
    let first = if initial_response { source.initial_response().await? } else { Bytes::new() };
    if !first.is_empty() || !initial_response {
        operation.service.protocol.parse(operation, &metadata.head, &first, output)?;
    }
    if let Slot::Events(slot) = output.get_mut(member).slot() {
        slot.bind(EventSource::new(source));
    }
    Ok(metadata)
}

async fn read_whole(
    context: &mut Context,
    prepared: &Prepared,
    mut head: ResponseHead,
    body: ByteStream,
    output: &mut dyn Shape,
) -> Result<ResponseMetadata, Failure> {
    let operation = context.operation();
    let Beginning { bytes: mut body, is_whole } = body::read(context, &head, body).await?;
    if operation.service.retry.crc32 && is_whole {
        check_crc32(&head, &body)?;
    }
    run_hooks!(context, before_parse, &mut head, &mut body);
    if head.status.as_u16() >= 300 {
        return Err(service_failure(context, head, body));
    }
    let algorithm = check_checksum(prepared.response_checksums, &head, &body)?;
    let parsed = match operation.service.protocol.parse(operation, &head, &body, output) {
        Ok(parsed) => parsed,
        Err(error) => return Err(unread(context, &error, head, body, output)),
    };
    let mut metadata = ResponseMetadata::new(head, context.attempt());
    metadata.body_request_id = parsed.request_id;
    metadata.checksum_algorithm = algorithm;
    Ok(metadata)
}

/// The check of services that send `x-amz-crc32`, over errors as well. A mismatch is worth another attempt.
fn check_crc32(head: &ResponseHead, body: &Bytes) -> Result<(), TransportError> {
    let Some(expected) = head.header("x-amz-crc32").and_then(|value| value.trim().parse::<u32>().ok()) else {
        return Ok(());
    };
    let actual = crc32fast::hash(body);
    if actual == expected {
        return Ok(());
    }
    let message = format!("the CRC-32 of the body is {actual}, the response says {expected}");
    Err(TransportError::new(TransportErrorKind::Broken, message))
}

fn check_checksum(
    algorithms: &[&str],
    head: &ResponseHead,
    body: &Bytes,
) -> Result<Option<&'static str>, TransportError> {
    let Some(mut verifier) = checksum::expected(algorithms, head) else { return Ok(None) };
    let name = verifier.algorithm().name();
    verifier.update(body);
    match verifier.finish() {
        Ok(()) => Ok(Some(name)),
        Err(message) => Err(TransportError::new(TransportErrorKind::Broken, message)),
    }
}

/// The failure of an error response.
pub(super) fn service_failure(context: &mut Context, head: ResponseHead, body: Bytes) -> Failure {
    let (operation, service) = (context.operation(), context.service());
    let document = protocol::generic_error(&head, &body)
        .unwrap_or_else(|| service.protocol.parse_error(service, &head, &body));
    let retry_after = retry::retry_after(&head);
    let moved = discovery::evict(context, head.status.as_u16(), &document.code);
    let config = context.config();
    let wrong_clock = config.skew.learn(&document.code, &head, (config.clock)());
    if wrong_clock {
        observe::clock_is_wrong(config);
    }
    let mut metadata = ResponseMetadata::new(head, context.attempt());
    metadata.body_request_id.clone_from(&document.request_id);
    metadata.body_host_id.clone_from(&document.host_id);
    let failure = ServiceFailure { operation, document, metadata, body, exception: None };
    let reason = failure.retry_reason(config.retry_mode);
    Failure { error: Error::service(failure), reason, corrected: wrong_clock || moved, retry_after }
}

/// The failure of a response whose status means success and that `error` keeps from being read.
///
/// What is not the service's is worth another attempt, as status 500 is. So is an error document, unless its code says
/// otherwise. A value that the model rules out would only come again.
fn unread(
    context: &mut Context,
    error: &Error,
    head: ResponseHead,
    body: Bytes,
    output: &mut dyn Shape,
) -> Failure {
    // Another attempt must not add to what this one has read.
    for index in 0..output.schema().members.len() {
        output.get_mut(index).clear();
    }
    let reason = match error.origin() {
        Origin::ErrorDocument => return service_failure(context, head, body),
        Origin::Foreign => Some(RetryReason::Transient),
        Origin::Service => None,
    };
    let mut error = Error::parse(describe(error, &head, &body));
    if reason.is_some() {
        error = error.with_hint(
            "the response is not the service's: it broke off, or a captive portal, a proxy or another server sent it; \
             check the network and the endpoint",
        );
    }
    let error = error.with_unread(ResponseMetadata::new(head, context.attempt()));
    Failure { reason, ..Failure::for_good(error) }
}

/// How much is shown of a web page, and of a content type.
const EXCERPT: usize = 60;

/// Says what came where a body cannot be read. The status is told with the error.
fn describe(error: &Error, head: &ResponseHead, body: &[u8]) -> String {
    let kind = match head.header("content-type") {
        Some(kind) => format!("of {}", kind.get(..EXCERPT).unwrap_or(kind)),
        None => "without a content type".to_owned(),
    };
    let message = format!("{}, in a response {kind}, {} bytes", error.message(), body.len());
    // What the service sent can be secret, unless it is markup of something else in between.
    if protocol::is_web_page(body) {
        let start = String::from_utf8_lossy(body.get(..EXCERPT).unwrap_or(body));
        return format!("{message}: `{}`", start.trim());
    }
    message
}

impl From<TransportError> for Failure {
    fn from(error: TransportError) -> Self {
        Error::from(error).into()
    }
}

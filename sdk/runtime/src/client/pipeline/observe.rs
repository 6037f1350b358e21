//! Spans, events and numbers of a call. The names are those of OpenTelemetry for calls of AWS SDKs, where it has some.
#![cfg_attr(not(feature = "tracing"), allow(unused_variables))]

use super::Done;
use super::attempt::Failure;
use super::prepare::Prepared;
#[cfg(feature = "tracing")]
use super::shown::{Headers, Shown, kind, path};
use crate::client::{Context, ResponseMetadata};
use crate::config::ClientConfig;
use crate::error::Error;
use crate::http::{Body, ResponseHead};
use crate::reflect::Shape;
#[cfg(feature = "tracing")]
use crate::retry::RetryReason;
use crate::target::Target;
use crate::trace::{Span, event, record, span};
use std::time::Duration;
use tokio::time::Instant;

/// The span of a call. What comes of the call is filled in by [`called`].
pub(super) fn call(context: &Context) -> Span {
    span!(
        INFO,
        CALL,
        "call",
        otel.name = %format_args!("{}.{}", context.service().id, context.operation_name()),
        otel.kind = "client",
        otel.status_code = ::tracing::field::Empty,
        rpc.system = "aws-api",
        rpc.service = context.service().id,
        rpc.method = context.operation_name(),
        cloud.region = context.config().region.as_deref(),
        aws.request_id = ::tracing::field::Empty,
        aws.extended_request_id = ::tracing::field::Empty,
        http.response.status_code = ::tracing::field::Empty,
        error.type = ::tracing::field::Empty,
        attempts = ::tracing::field::Empty,
        duration_ms = ::tracing::field::Empty,
    )
}

/// The span of a call that is signed and not sent.
pub(super) fn presign(context: &Context) -> Span {
    span!(
        INFO,
        CALL,
        "presign",
        otel.name = %format_args!("presign {}.{}", context.service().id, context.operation_name()),
        rpc.service = context.service().id,
        rpc.method = context.operation_name(),
        cloud.region = context.config().region.as_deref(),
    )
}

/// The input of a call, as it was given.
pub(super) fn input(input: &dyn Shape) {
    event!(TRACE, WIRE, input = ?Shown(input));
}

/// Where a call goes.
pub(super) fn addressed(input: &dyn Shape, target: &Target) {
    event!(
        TRACE,
        WIRE,
        server.address = target.uri().host(),
        url.path = path(input, target.uri()),
        "endpoint"
    );
}

/// What came of the call with this span, `start`ed then.
pub(super) fn called(span: &Span, context: &Context, start: Option<Instant>, result: &Result<Done, Error>) {
    let Some(start) = start else { return };
    let duration = start.elapsed();
    record!(span, "attempts", context.sent());
    record!(span, "duration_ms", milliseconds(duration));
    record_outcome(span, result.as_ref().map(|done| &done.metadata));
    span.in_scope(|| match result {
        Ok(done) => {
            event!(TRACE, WIRE, output = ?Shown(&*done.output));
            event!(DEBUG, CALL, duration_ms = milliseconds(duration), attempts = context.sent(), "succeeded");
        }
        Err(error) => {
            event!(DEBUG, CALL, duration_ms = milliseconds(duration), attempts = context.sent(), %error, "failed");
        }
    });
    span.in_scope(|| {
        event!(
            TRACE,
            METRICS,
            histogram.rpc.client.call.duration = duration.as_secs_f64(),
            histogram.tucuxi.call.attempts = u64::from(context.sent()),
            rpc.service = context.service().id,
            rpc.method = context.operation_name(),
            error.type = result.as_ref().err().map(kind),
        );
    });
}

/// The span of the attempt that is about to be made.
pub(super) fn attempt(context: &Context, prepared: &Prepared) -> Span {
    let number = context.attempt() + 1;
    span!(
        DEBUG,
        ATTEMPT,
        "attempt",
        attempt = number,
        http.request.method = %prepared.method,
        http.request.resend_count = (number > 1).then_some(number - 1),
        server.address = ::tracing::field::Empty,
        server.port = ::tracing::field::Empty,
        aws.request_id = ::tracing::field::Empty,
        aws.extended_request_id = ::tracing::field::Empty,
        http.response.status_code = ::tracing::field::Empty,
        error.type = ::tracing::field::Empty,
        otel.status_code = ::tracing::field::Empty,
    )
}

/// The request of an attempt, signed and about to be sent.
pub(super) fn request(request: &http::Request<Body>) {
    let uri = request.uri();
    #[cfg(feature = "tracing")]
    let span = Span::current();
    record!(span, "server.address", uri.host());
    record!(span, "server.port", uri.port_u16());
    event!(
        TRACE,
        WIRE,
        http.request.method = %request.method(),
        headers = ?Headers(request.headers()),
        body_bytes = request.body().length(),
        "request"
    );
}

/// The head of a response, which came so long after the request was handed over.
pub(super) fn response(context: &Context, head: &ResponseHead, start: Option<Instant>) {
    event!(
        TRACE,
        WIRE,
        http.response.status_code = head.status.as_u16(),
        headers = ?Headers(&head.headers),
        "response"
    );
    let Some(start) = start else { return };
    event!(
        TRACE,
        METRICS,
        histogram.tucuxi.attempt.time_to_first_byte = start.elapsed().as_secs_f64(),
        rpc.service = context.service().id,
        rpc.method = context.operation_name(),
        http.response.status_code = head.status.as_u16(),
    );
}

/// What came of the attempt with this span.
pub(super) fn attempted(span: &Span, start: Option<Instant>, result: Result<&ResponseMetadata, &Failure>) {
    let Some(start) = start else { return };
    let duration_ms = milliseconds(start.elapsed());
    record_outcome(span, result.map_err(|failure| &failure.error));
    span.in_scope(|| match result {
        Ok(_) => event!(DEBUG, ATTEMPT, duration_ms, "succeeded"),
        Err(Failure { error, .. }) => event!(DEBUG, ATTEMPT, duration_ms, %error, "failed"),
    });
}

/// Status and ids of a response, and what kind of error it was.
fn record_outcome(span: &Span, result: Result<&ResponseMetadata, &Error>) {
    let metadata = match result {
        Ok(metadata) => Some(metadata),
        Err(error) => {
            record!(span, "error.type", kind(error));
            record!(span, "otel.status_code", "error");
            error.metadata()
        }
    };
    let Some(metadata) = metadata else { return };
    record!(span, "http.response.status_code", metadata.status());
    record!(span, "aws.request_id", metadata.request_id());
    record!(span, "aws.extended_request_id", metadata.host_id());
}

/// Another attempt is made after this one, which failed so.
pub(super) fn retried(context: &Context, failure: &Failure, delay: Duration, max_attempts: u32) {
    event!(
        INFO,
        CALL,
        attempt = context.attempt(),
        max_attempts,
        reason = reason(failure),
        error.type = kind(&failure.error),
        delay_ms = milliseconds(delay),
        "trying again"
    );
}

/// No other attempt is made, though one might have helped.
pub(super) fn gave_up(context: &Context, failure: &Failure, retry_quota_reached: bool) {
    if failure.reason.is_none() && !failure.corrected {
        return;
    }
    event!(
        INFO,
        CALL,
        attempt = context.attempt(),
        reason = reason(failure),
        error.type = kind(&failure.error),
        "giving up: {}",
        if retry_quota_reached { "too many recent calls of this client failed" } else { "no attempts are left" }
    );
}

/// The span of requests for the rest of a body that broke off at byte `at`.
pub(super) fn rest(context: &Context, at: u64) -> Span {
    span!(
        INFO,
        CALL,
        "rest",
        otel.name = %format_args!("{}.{} rest", context.service().id, context.operation_name()),
        rpc.service = context.service().id,
        rpc.method = context.operation_name(),
        cloud.region = context.config().region.as_deref(),
        at,
    )
}

/// A body broke off, and its rest is asked for.
pub(super) fn broke_off(at: u64, failure: &Failure, delay: Duration) {
    event!(
        INFO,
        CALL,
        at,
        reason = reason(failure),
        error = %failure.error,
        delay_ms = milliseconds(delay),
        "asking for the rest of a body that broke off"
    );
}

/// The call goes on at another endpoint.
pub(super) fn redirected(prepared: &Prepared, failure: &Error) {
    event!(
        INFO,
        CALL,
        server.address = prepared.target.uri().host(),
        signing_region = prepared.auth.region(),
        error.type = kind(failure),
        "redirected to another endpoint"
    );
}

/// The server does not know `Expect: 100-continue`.
pub(super) fn without_expectation() {
    event!(DEBUG, CALL, "trying again without `Expect: 100-continue`");
}

/// The adaptive retry mode holds an attempt up.
pub(super) fn held_up(wait: Duration) {
    event!(
        DEBUG,
        CALL,
        delay_ms = milliseconds(wait),
        "waiting for the rate limit of the adaptive retry mode"
    );
}

/// The clock of this machine was found to be wrong.
pub(super) fn clock_is_wrong(config: &ClientConfig) {
    event!(
        INFO,
        CALL,
        clock = crate::trace::time((config.clock)()),
        corrected = crate::trace::time(config.now()),
        "the clock of this machine is wrong: requests are signed with the time of the service"
    );
}

#[cfg(feature = "tracing")]
fn reason(failure: &Failure) -> &'static str {
    match failure.reason {
        _ if failure.corrected => "corrected",
        Some(RetryReason::Throttling) => "throttling",
        Some(RetryReason::Transient) => "transient",
        None => "none",
    }
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_micros() as f64 / 1e3
}

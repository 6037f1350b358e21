//! How requests, responses and errors are shown in events: without what may be secret.

use crate::error::{Error, ErrorKind, TransportErrorKind};
use crate::reflect::{self, Shape};
use crate::schema::{Flags, Location};
use http::{HeaderMap, Uri};
use std::fmt;

/// An input or output by its `Debug`, which redacts sensitive members.
pub(super) struct Shown<'a>(pub(super) &'a dyn Shape);

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        reflect::debug(self.0, f)
    }
}

/// Headers whose values say nothing of what is in a request. All others may hold credentials, or members of the input: those
/// that are not sensitive are shown with it.
const PLAIN: &[&str] = &[
    "accept",
    "amz-sdk-invocation-id",
    "amz-sdk-request",
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "date",
    "expect",
    "host",
    "retry-after",
    "server",
    "traceparent",
    "transfer-encoding",
    "user-agent",
    "x-amz-bucket-region",
    "x-amz-content-sha256",
    "x-amz-date",
    "x-amz-decoded-content-length",
    "x-amz-id-2",
    "x-amz-request-id",
    "x-amz-sdk-checksum-algorithm",
    "x-amz-target",
    "x-amz-trailer",
    "x-amzn-errortype",
    "x-amzn-query-mode",
    "x-amzn-requestid",
    "x-amzn-trace-id",
];

/// The names of all headers, and the values of [`PLAIN`] ones.
pub(super) struct Headers<'a>(pub(super) &'a HeaderMap);

impl fmt::Debug for Headers<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut map = f.debug_map();
        for (name, value) in self.0 {
            match PLAIN.binary_search(&name.as_str()) {
                Ok(_) => map.entry(&name, value),
                Err(_) => map.entry(&name, &format_args!("[{} bytes]", value.len())),
            };
        }
        map.finish()
    }
}

/// The path of a URL, unless a sensitive member of the input is in it.
pub(super) fn path<'a>(input: &dyn Shape, uri: &'a Uri) -> Option<&'a str> {
    let mut members = input.schema().members.iter();
    let secret = members.any(|member| member.location == Location::Uri && member.is(Flags::SENSITIVE));
    (!secret).then(|| uri.path())
}

/// What kind of error it is, as OpenTelemetry's `error.type`: the code of the service, else a word.
pub(super) fn kind(error: &Error) -> &str {
    if let Some(code) = error.code().filter(|code| !code.is_empty()) {
        return code;
    }
    match (error.kind(), error.transport_kind()) {
        (_, Some(TransportErrorKind::Timeout)) => "timeout",
        (_, Some(TransportErrorKind::Connect)) => "connect",
        (ErrorKind::Service, _) => "service",
        (ErrorKind::Transport, _) => "transport",
        (ErrorKind::Configuration, _) => "configuration",
        (ErrorKind::Credentials, _) => "credentials",
        (ErrorKind::Validation, _) => "validation",
        (ErrorKind::Endpoint, _) => "endpoint",
        (ErrorKind::Serialize, _) => "serialize",
        (ErrorKind::Parse, _) => "parse",
        (ErrorKind::Wait, _) => "wait",
        (ErrorKind::NotFound, _) => "not_found",
        (ErrorKind::Interceptor, _) => "interceptor",
        (ErrorKind::Cancelled, _) => "cancelled",
        (ErrorKind::Io, _) => "io",
    }
}

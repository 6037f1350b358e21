//! Whether a response is what its head announces: as long, and the part that was asked for.

use crate::client::Context;
use crate::error::{TransportError, TransportErrorKind};
use crate::http::{Body, ContentRange, ResponseHead};
use crate::types::ByteStream;
use http::header::{CONTENT_LENGTH, RANGE, TRANSFER_ENCODING};
use http::{HeaderValue, Method, StatusCode};

/// Says that the call asks for a part of something in another way than by a `Range` header: S3 takes the number of a
/// part. A hook puts it into [`Context::extensions`]; without it, a response with a part (status 206) is an error.
#[derive(Clone, Copy, Debug)]
pub struct PartRequested;

/// What a request says of the body of its response.
pub(super) struct Asked {
    method: Method,
    range: Option<HeaderValue>,
}

impl Asked {
    pub(super) fn by(request: &http::Request<Body>) -> Self {
        Self { method: request.method().clone(), range: request.headers().get(RANGE).cloned() }
    }
}

/// Gives back the body of a response, which ends with an error if it is not what `head` announces.
///
/// # Errors
/// When the head shows already that something is missing.
pub(super) fn check(
    context: &Context,
    asked: &Asked,
    head: &ResponseHead,
    mut body: ByteStream,
) -> Result<ByteStream, TransportError> {
    if head.status.is_informational() {
        return Err(broken(format!("status {} is not that of a final response", head.status.as_u16())));
    }
    // Both announce the body that another request would get.
    if asked.method == Method::HEAD || head.status == StatusCode::NOT_MODIFIED {
        return Ok(body);
    }
    if let Some(length) = announced_length(head)? {
        body = as_long_as(length, "the response announces", body)?;
    }
    if head.status == StatusCode::PARTIAL_CONTENT {
        body = check_part(context, asked, head, body)?;
    }
    Ok(body)
}

/// The length in the head of a response. In chunks, the body itself says where it ends.
fn announced_length(head: &ResponseHead) -> Result<Option<u64>, TransportError> {
    if head.headers.contains_key(TRANSFER_ENCODING) {
        return Ok(None);
    }
    let mut announced = None;
    for value in head.headers.get_all(CONTENT_LENGTH) {
        for text in value.to_str().unwrap_or("?").split(',') {
            let length = text.trim().parse::<u64>().ok();
            if length.is_none() || announced.is_some_and(|announced| Some(announced) != length) {
                return Err(broken("the Content-Length of the response is not one whole number".to_owned()));
            }
            announced = length;
        }
    }
    Ok(announced)
}

fn check_part(
    context: &Context,
    asked: &Asked,
    head: &ResponseHead,
    body: ByteStream,
) -> Result<ByteStream, TransportError> {
    let range = ContentRange::of(head);
    let wanted = asked.range.is_some() || context.extensions.get::<PartRequested>().is_some();
    if !wanted && !range.is_some_and(ContentRange::is_whole) {
        return Err(broken("the response is a part of what was asked for (status 206)".to_owned()));
    }
    let Some(range) = range else { return Ok(body) };
    if let Some((first, last)) = asked.range.as_ref().and_then(asked_bytes)
        && (range.first != first || range.last > last)
    {
        let message = format!(
            "the response has bytes {} to {}, and {first} to {last} were asked for",
            range.first, range.last
        );
        return Err(broken(message));
    }
    as_long_as(range.length(), "the Content-Range of the response is", body)
}

/// First and last byte of a `Range` header with one range that begins at a byte.
fn asked_bytes(range: &HeaderValue) -> Option<(u64, u64)> {
    let (first, last) = range.to_str().ok()?.trim().strip_prefix("bytes=")?.split_once('-')?;
    let last = if last.trim().is_empty() { u64::MAX } else { last.trim().parse().ok()? };
    Some((first.trim().parse().ok()?, last))
}

/// `body`, which fails if it does not have `length` bytes.
fn as_long_as(length: u64, who: &str, body: ByteStream) -> Result<ByteStream, TransportError> {
    match body.length() {
        Some(actual) if actual != length => {
            Err(broken(format!("{who} {length} bytes, and its body has {actual}")))
        }
        Some(_) => Ok(body),
        None => Ok(body.announced(length)),
    }
}

fn broken(message: String) -> TransportError {
    TransportError::new(TransportErrorKind::Broken, message)
}

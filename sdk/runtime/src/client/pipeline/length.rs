//! The length that the headers of a request announce for its body.

use crate::error::Error;
use crate::http::Body;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, TRANSFER_ENCODING};
use http::{HeaderMap, HeaderName};

/// How long a body is without the chunks of `aws-chunked`.
pub(super) const DECODED_LENGTH: HeaderName = HeaderName::from_static("x-amz-decoded-content-length");

/// Gives back a body that is as long as `headers` announce: a stream of unknown length will end with an error if it is
/// not.
///
/// # Errors
/// When its length is another one.
pub(super) fn check(headers: &mut HeaderMap, body: Body) -> Result<Body, Error> {
    let announced = given(headers, &CONTENT_LENGTH)?;
    let decoded = given(headers, &DECODED_LENGTH)?;
    if announced.is_none() && decoded.is_none() {
        return Ok(body);
    }
    let encoded = is_aws_chunked(headers);
    let body = match decoded {
        Some(decoded) if !encoded => as_long_as(decoded, &DECODED_LENGTH, body)?,
        _ => body,
    };
    let Some(announced) = announced else { return Ok(body) };
    if headers.contains_key(TRANSFER_ENCODING) && encoded {
        if let Some(decoded) = decoded.filter(|decoded| *decoded != announced) {
            return Err(mismatch(&CONTENT_LENGTH, announced, decoded));
        }
        // Where the body ends, its last chunk says.
        headers.remove(CONTENT_LENGTH);
        return Ok(body);
    }
    as_long_as(announced, &CONTENT_LENGTH, body)
}

/// The length in header `name`.
fn given(headers: &HeaderMap, name: &HeaderName) -> Result<Option<u64>, Error> {
    let mut values = headers.get_all(name).iter();
    let Some(value) = values.next() else { return Ok(None) };
    let length = value.to_str().ok().and_then(|text| text.trim().parse().ok());
    match length.filter(|_| values.next().is_none()) {
        Some(length) => Ok(Some(length)),
        None => Err(Error::validation(format!(
            "invalid input: {} must be one whole number of bytes, and is {value:?}",
            display(name)
        ))),
    }
}

fn is_aws_chunked(headers: &HeaderMap) -> bool {
    let values = headers.get_all(CONTENT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    values
        .flat_map(|value| value.split(','))
        .any(|encoding| encoding.trim().eq_ignore_ascii_case("aws-chunked"))
}

fn as_long_as(length: u64, name: &HeaderName, body: Body) -> Result<Body, Error> {
    match (body.length(), body) {
        (Some(actual), _) if actual != length => Err(mismatch(name, length, actual)),
        (None, Body::Stream(stream)) => Ok(Body::Stream(stream.announced(length))),
        (_, body) => Ok(body),
    }
}

fn mismatch(name: &HeaderName, announced: u64, actual: u64) -> Error {
    let name = display(name);
    let message = format!("invalid input: {name} is {announced}, but the body has {actual} bytes");
    Error::validation(message).with_hint(format!("give the length of the whole body, or no {name}"))
}

/// The name as users know it.
fn display(name: &HeaderName) -> &str {
    if *name == CONTENT_LENGTH { "Content-Length" } else { name.as_str() }
}

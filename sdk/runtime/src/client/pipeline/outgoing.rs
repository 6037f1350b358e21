//! The body of a request: compression, checksum, and how it is sent more than once.

use super::lease::Lent;
use super::length::{self, DECODED_LENGTH};
use crate::auth::PayloadHash;
use crate::checksum::{self, Algorithm, CONTENT_MD5, Placement};
use crate::client::Context;
use crate::config::ClientConfig;
use crate::error::Error;
use crate::http::{Body, Request};
use crate::reflect::{Shape, View};
use crate::schema::{Checksum, Flags, Location, Type};
use crate::target::Target;
use crate::types::ByteStream;
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, header};

/// A request body that yields one body for each attempt.
pub(super) struct Outgoing {
    source: Content,
    trailer: Option<Algorithm>,
    payload: PayloadHash,
}

enum Content {
    Empty,
    Bytes(Bytes),
    /// Can be read again.
    Stream(ByteStream),
    /// Can be read once.
    Once(Lent),
}

impl Content {
    fn new(body: Body) -> Self {
        match body {
            Body::Empty => Self::Empty,
            Body::Bytes(bytes) => Self::Bytes(bytes),
            Body::Stream(stream) if stream.again().is_some() => Self::Stream(stream),
            Body::Stream(stream) => Self::Once(Lent::new(stream)),
        }
    }
}

impl Outgoing {
    /// Whether another attempt can send the same bytes.
    pub(super) fn is_repeatable(&self) -> bool {
        match &self.source {
            Content::Once(lent) => lent.is_whole(),
            _ => true,
        }
    }

    /// Whether it comes piece by piece.
    pub(super) fn is_stream(&self) -> bool {
        matches!(self.source, Content::Stream(_) | Content::Once(_))
    }

    /// What the signature covers of the body.
    pub(super) fn payload_hash(&self) -> PayloadHash {
        self.payload.clone()
    }

    /// The body for the next attempt.
    pub(super) fn next(&self) -> Body {
        let body = match &self.source {
            Content::Empty => Body::Empty,
            Content::Bytes(bytes) => Body::Bytes(bytes.clone()),
            Content::Stream(stream) => stream.again().map_or(Body::Empty, Body::Stream),
            Content::Once(lent) => lent.body(),
        };
        let Some(algorithm) = self.trailer else { return body };
        let plain = match body {
            Body::Empty => ByteStream::from(Bytes::new()),
            Body::Bytes(bytes) => bytes.into(),
            Body::Stream(stream) => stream,
        };
        normalize(Body::Stream(checksum::chunked(plain, algorithm)))
    }
}

/// Compresses the body and gives it a checksum, as the operation and the settings want it.
pub(super) async fn prepare(
    context: &mut Context,
    input: &dyn Shape,
    target: &Target,
    request: &mut Request,
) -> Result<Outgoing, Error> {
    let operation = context.operation();
    let schema = input.schema();
    let member = schema.payload.and_then(|index| schema.members.get(index));
    let name = member.map_or("the body", |member| member.name);
    let body = normalize(whole(name, std::mem::take(&mut request.body))?);
    // What users say of the length is meant before compression.
    request.body = length::check(&mut request.headers, body)?;
    if member.is_some_and(|member| member.is(Flags::REQUIRES_LENGTH)) && request.body.length().is_none() {
        let message = format!("invalid input: {name} is a stream of unknown length");
        let hint = "give its length with `ByteStream::from_stream(stream, Some(length))`";
        return Err(Error::validation(message).with_hint(hint));
    }
    compress(context, request)?;
    let streaming = member.is_some_and(|member| matches!(member.ty, Type::Stream));
    let https = target.is_secure();
    let mut trailer = None;
    let mut unhashed = false;
    if let Some(checksum) = operation.checksum {
        let chosen = chosen_algorithm(checksum, input);
        let policy = context.live().checksums;
        let choice = checksum::choose(checksum, policy, chosen, &request.headers, streaming, https)?;
        if let Some((algorithm, placement)) = choice {
            match placement {
                Placement::Header => {
                    let header = HeaderName::from_static(algorithm.header());
                    add_header(request, algorithm, header).await?;
                }
                Placement::ContentMd5 => add_header(request, algorithm, CONTENT_MD5).await?,
                Placement::Trailer => {
                    announce_trailer(request, algorithm);
                    trailer = Some(algorithm);
                }
            }
            if placement != Placement::ContentMd5 {
                context.use_feature(algorithm.feature());
                if chosen.is_none() {
                    name_default_algorithm(checksum, input, &mut request.headers);
                }
            }
        }
        let headers = &request.headers;
        unhashed = headers.contains_key(CONTENT_MD5)
            || headers.keys().any(|name| checksum::is_checksum(name.as_str()))
            || is_sent_once(&request.body);
    }
    let payload = if trailer.is_some() {
        PayloadHash::UnsignedTrailer
    } else if operation.unsigned_payload || (https && streaming && unhashed) {
        PayloadHash::Unsigned
    } else {
        PayloadHash::Bytes
    };
    let source = Content::new(std::mem::take(&mut request.body));
    if !is_worth_asking(context.config(), &source) {
        request.headers.remove(header::EXPECT);
    }
    Ok(Outgoing { source, trailer, payload })
}

/// Whether the service is asked if it wants the body before it is sent (`Expect: 100-continue`): one that is large, or
/// that can be sent only once.
fn is_worth_asking(config: &ClientConfig, source: &Content) -> bool {
    let Some(least) = config.expect_continue_from else { return false };
    match source {
        Content::Empty => false,
        Content::Bytes(bytes) => bytes.len() as u64 >= least,
        Content::Stream(stream) => stream.length().is_none_or(|length| length >= least),
        Content::Once(_) => true,
    }
}

/// The body from its first byte, whatever has been read of it. `name` is what the input calls it.
fn whole(name: &str, body: Body) -> Result<Body, Error> {
    match body {
        Body::Stream(stream) => Ok(Body::Stream(stream.whole_as(name)?)),
        body => Ok(body),
    }
}

/// A stream that is in memory after all is bytes.
fn normalize(body: Body) -> Body {
    match body {
        Body::Stream(stream) if stream.is_absent() => Body::Empty,
        Body::Stream(stream) => match stream.as_bytes() {
            Some(bytes) => Body::Bytes(bytes.clone()),
            None => Body::Stream(stream),
        },
        other => other,
    }
}

/// The algorithm the input asks for.
fn chosen_algorithm<'a>(checksum: &Checksum, input: &'a dyn Shape) -> Option<&'a str> {
    match input.get(checksum.algorithm_member?).view() {
        View::String(name) => Some(name),
        _ => None,
    }
}

/// Says that CRC-32 was chosen by the SDK, in the header the algorithm's member would go in.
fn name_default_algorithm(checksum: &Checksum, input: &dyn Shape, headers: &mut HeaderMap) {
    let member = checksum.algorithm_member.and_then(|index| input.schema().members.get(index));
    if let Some(member) = member.filter(|member| member.location == Location::Header)
        && let Ok(name) = HeaderName::from_bytes(member.wire.as_bytes())
    {
        headers.insert(name, HeaderValue::from_static("CRC32"));
    }
}

/// Whether the body can be read only once. With TLS around it, that is no reason to read it into memory to hash it for the
/// signature, where the operation takes it unsigned.
fn is_sent_once(body: &Body) -> bool {
    matches!(body, Body::Stream(stream) if stream.again().is_none())
}

/// Computes the checksum of the body now; a stream that cannot be read again is read into memory for it.
async fn add_header(request: &mut Request, algorithm: Algorithm, header: HeaderName) -> Result<(), Error> {
    let mut hasher = algorithm.hasher();
    match &mut request.body {
        Body::Empty => {}
        Body::Bytes(bytes) => hasher.update(bytes),
        Body::Stream(stream) => match stream.again() {
            Some(mut copy) => {
                while let Some(chunk) = copy.next_chunk().await {
                    hasher.update(&chunk.map_err(unreadable)?);
                }
            }
            None => {
                let bytes = stream.take_to_send().into_memory().await?;
                hasher.update(&bytes);
                request.body = Body::Bytes(bytes);
            }
        },
    }
    let value = HeaderValue::try_from(hasher.finish())
        .map_err(|error| Error::serialize("the checksum cannot be a header").with_cause(error))?;
    request.headers.insert(header, value);
    Ok(())
}

fn unreadable(error: std::io::Error) -> Error {
    Error::serialize("the body of the request cannot be read").with_cause(error)
}

/// Tells the service that the body comes in chunks with a checksum behind them.
fn announce_trailer(request: &mut Request, algorithm: Algorithm) {
    let headers = &mut request.headers;
    // The service looks for the length elsewhere.
    headers.remove(header::CONTENT_LENGTH);
    if let Some(length) = request.body.length() {
        headers.insert(DECODED_LENGTH, length.into());
    }
    append_encoding(headers, "aws-chunked");
    headers.insert(header::TRANSFER_ENCODING, HeaderValue::from_static("chunked"));
    headers.insert("x-amz-trailer", HeaderValue::from_static(algorithm.header()));
    // The signature says so too; a request without one must say it as well.
    let payload = HeaderValue::from_static(PayloadHash::UNSIGNED_TRAILER);
    headers.insert("x-amz-content-sha256", payload);
}

fn append_encoding(headers: &mut HeaderMap, encoding: &'static str) {
    let before = headers.get(header::CONTENT_ENCODING).and_then(|value| value.to_str().ok());
    let value = before.and_then(|before| HeaderValue::try_from(format!("{before},{encoding}")).ok());
    headers.insert(header::CONTENT_ENCODING, value.unwrap_or(HeaderValue::from_static(encoding)));
}

/// Compresses a body that is large enough, where the operation takes it.
#[cfg(feature = "gzip")]
fn compress(context: &mut Context, request: &mut Request) -> Result<(), Error> {
    use crate::features::Features;
    use flate2::{Compression, write::GzEncoder};
    use std::io::Write;
    let Some(from) = context.config().compress_from else { return Ok(()) };
    let Body::Bytes(bytes) = &request.body else { return Ok(()) };
    if bytes.len() < from || !context.operation().compression.contains(&"gzip") {
        return Ok(());
    }
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 4), Compression::default());
    let compressed = encoder.write_all(bytes).and_then(|()| encoder.finish());
    let compressed = compressed.map_err(|error| Error::serialize("gzip failed").with_cause(error))?;
    request.body = Body::Bytes(compressed.into());
    request.headers.remove(header::CONTENT_LENGTH);
    append_encoding(&mut request.headers, "gzip");
    context.use_feature(Features::GZIP);
    Ok(())
}

#[cfg(not(feature = "gzip"))]
fn compress(_: &mut Context, _: &mut Request) -> Result<(), Error> {
    Ok(())
}

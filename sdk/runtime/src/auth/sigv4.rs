//! AWS Signature Version 4, in headers and in the query string; and that of 4a, which differs little.

use super::canonical::{self, Headers};
use crate::error::{Error, ErrorKind};
use crate::http::Body;
use crate::identity::Credentials;
use crate::percent::RESERVED;
use crate::target;
use crate::types::{ByteStream, Timestamp, TimestampFormat};
use hmac::{Hmac, KeyInit, Mac};
use http::header::{AUTHORIZATION, CONTENT_TYPE, HeaderName};
use http::{HeaderMap, HeaderValue, Request};
use percent_encoding::utf8_percent_encode;
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::time::{Duration, SystemTime};
use zeroize::Zeroizing;

/// The SHA-256 of nothing.
pub(super) const EMPTY_SHA256: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

const DATE: HeaderName = HeaderName::from_static("x-amz-date");
const TOKEN: HeaderName = HeaderName::from_static("x-amz-security-token");
const S3_EXPRESS_TOKEN: HeaderName = HeaderName::from_static("x-amz-s3session-token");
const CONTENT_SHA256: HeaderName = HeaderName::from_static("x-amz-content-sha256");
const REGION_SET: HeaderName = HeaderName::from_static("x-amz-region-set");

/// The longest a presigned URL may hold: seven days.
const LONGEST: Duration = Duration::from_secs(7 * 24 * 3600);

/// How signatures are made.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Algorithm {
    /// SigV4: with a key both sides have.
    Hmac,
    /// SigV4a: with a private key.
    #[cfg(feature = "sigv4a")]
    Ecdsa,
}

impl Algorithm {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Hmac => "AWS4-HMAC-SHA256",
            #[cfg(feature = "sigv4a")]
            Self::Ecdsa => super::sigv4a::ALGORITHM,
        }
    }
}

/// Who signs, for what and when.
pub(super) struct Signer<'a> {
    pub credentials: &'a Credentials,
    pub algorithm: Algorithm,
    /// The region, or the set of regions with commas for SigV4a.
    pub region: &'a str,
    pub name: &'a str,
    /// S3's rules for path and payload.
    pub s3: bool,
    pub time: SystemTime,
}

impl Signer<'_> {
    /// Adds `Authorization` and the headers it covers. The date always goes into `X-Amz-Date`.
    pub fn sign_headers<B>(
        &self,
        request: &mut Request<B>,
        payload: &str,
        send_payload_hash: bool,
        s3_express: bool,
    ) -> Result<(), Error> {
        let date = amz_date(self.time);
        let headers = request.headers_mut();
        headers.remove(AUTHORIZATION);
        headers.insert(DATE, value(&date)?);
        headers.remove(TOKEN);
        if let Some(token) = self.credentials.session_token() {
            let name = if s3_express { S3_EXPRESS_TOKEN } else { TOKEN };
            headers.insert(name, secret(token)?);
        }
        headers.remove(REGION_SET);
        if let Some(regions) = self.region_set() {
            headers.insert(REGION_SET, value(regions)?);
        }
        if send_payload_hash {
            headers.insert(CONTENT_SHA256, value(payload)?);
        }
        let (names, signature) = self.signature(request, payload, &date)?;
        let mut authorization = String::with_capacity(320);
        let _ = write!(
            authorization,
            "{} Credential={}/{}, SignedHeaders={names}, Signature={signature}",
            self.algorithm.name(),
            self.credentials.access_key_id(),
            self.scope(&date),
        );
        request.headers_mut().insert(AUTHORIZATION, secret(&authorization)?);
        Ok(())
    }

    /// Adds the parameters of a presigned URL after those that are there.
    pub fn sign_query<B>(
        &self,
        request: &mut Request<B>,
        payload: &str,
        expires: Duration,
        s3_express: bool,
    ) -> Result<(), Error> {
        check_lifetime(expires)?;
        let date = amz_date(self.time);
        drop_form_type(request.headers_mut());
        let names = Headers::new(request.headers(), request.uri()).names();
        let mut query = with_values(request.uri().query().unwrap_or_default());
        let credential = self.credential(&date);
        let _ = write!(
            query,
            "X-Amz-Algorithm={}&X-Amz-Credential={}&X-Amz-Date={date}&X-Amz-Expires={}&X-Amz-SignedHeaders={}",
            self.algorithm.name(),
            utf8_percent_encode(&credential, RESERVED),
            expires.as_secs(),
            utf8_percent_encode(&names, RESERVED),
        );
        if let Some(regions) = self.region_set() {
            let _ = write!(query, "&X-Amz-Region-Set={}", utf8_percent_encode(regions, RESERVED));
        }
        if let Some(token) = self.credentials.session_token() {
            let name = if s3_express { "X-Amz-S3session-Token" } else { "X-Amz-Security-Token" };
            let _ = write!(query, "&{name}={}", utf8_percent_encode(token, RESERVED));
        }
        target::set_query(request.uri_mut(), &query)?;
        let (_, signature) = self.signature(request, payload, &date)?;
        let _ = write!(query, "&X-Amz-Signature={signature}");
        target::set_query(request.uri_mut(), &query)?;
        Ok(())
    }

    /// Names of the signed headers, and the signature.
    fn signature<B>(
        &self,
        request: &Request<B>,
        payload: &str,
        date: &str,
    ) -> Result<(String, String), Error> {
        let headers = Headers::new(request.headers(), request.uri());
        let names = headers.names();
        let payload = request.headers().get(CONTENT_SHA256).map_or(payload.as_bytes(), HeaderValue::as_bytes);
        let method = request.method().as_str();
        let canonical = canonical::request(method, request.uri(), self.s3, &headers, &names, payload);
        let mut text = String::with_capacity(192);
        let algorithm = self.algorithm.name();
        let _ = write!(text, "{algorithm}\n{date}\n{}\n{}", self.scope(date), sha256_hex(&canonical));
        let signature = match self.algorithm {
            Algorithm::Hmac => self.hmac(&text, date),
            #[cfg(feature = "sigv4a")]
            Algorithm::Ecdsa => {
                let keys = self.credentials.signing_keys();
                let key = keys.private(|| super::sigv4a::derive(self.credentials)).ok_or_else(|| {
                    Error::new(ErrorKind::Credentials, "SigV4a has no key for these credentials")
                })?;
                hex(&key.sign(text.as_bytes()).der())
            }
        };
        Ok((names, signature))
    }

    /// The signature of a text by SigV4, in hexadecimal digits.
    pub fn hmac(&self, text: &str, date: &str) -> String {
        let (day, region, name) = (day(date), self.region, self.name);
        let derive = || derive(self.credentials, day, region, name);
        let key = self.credentials.signing_keys().shared(day, region, name, derive);
        hex(&hmac(&*key, text.as_bytes()))
    }

    /// The access key and what the signature is for: a day, a region and a service.
    pub fn credential(&self, date: &str) -> String {
        format!("{}/{}", self.credentials.access_key_id(), self.scope(date))
    }

    fn scope(&self, date: &str) -> String {
        let mut scope = String::with_capacity(64);
        let _ = match self.algorithm {
            Algorithm::Hmac => write!(scope, "{}/{}/{}/aws4_request", day(date), self.region, self.name),
            #[cfg(feature = "sigv4a")]
            Algorithm::Ecdsa => write!(scope, "{}/{}/aws4_request", day(date), self.name),
        };
        scope
    }

    /// The regions that are sent along, since the scope has none.
    fn region_set(&self) -> Option<&str> {
        (self.algorithm != Algorithm::Hmac).then_some(self.region)
    }
}

/// The query string with an ampersand behind it; `name` alone becomes `name=`, as botocore writes it in presigned URLs.
fn with_values(query: &str) -> String {
    let mut written = String::with_capacity(query.len() + 512);
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        written.push_str(pair);
        written.push_str(if pair.contains('=') { "&" } else { "=&" });
    }
    written
}

/// Form posts whose body moved into the URL no longer have a content type.
fn drop_form_type(headers: &mut HeaderMap) {
    let form = "application/x-www-form-urlencoded; charset=utf-8";
    if headers.get(CONTENT_TYPE).is_some_and(|value| value == form) {
        headers.remove(CONTENT_TYPE);
    }
}

/// Refuses the lifetime of a presigned request that no service accepts.
pub(super) fn check_lifetime(lifetime: Duration) -> Result<(), Error> {
    if lifetime.as_secs() == 0 || lifetime > LONGEST {
        let message = "a presigned request is valid for at least a second and at most seven days";
        return Err(Error::new(ErrorKind::Configuration, message));
    }
    Ok(())
}

/// `20260101T000000Z`.
pub(super) fn amz_date(time: SystemTime) -> String {
    let seconds = Timestamp::from(time).seconds();
    let mut text = Timestamp::new(seconds, 0).format(TimestampFormat::Iso8601);
    text.retain(|c| c != '-' && c != ':');
    text
}

fn day(date: &str) -> &str {
    date.get(..8).unwrap_or(date)
}

fn value(text: &str) -> Result<HeaderValue, Error> {
    HeaderValue::from_str(text).map_err(|_| {
        let message = "a key, token or region has characters that no header can have";
        Error::new(ErrorKind::Credentials, message)
    })
}

fn secret(text: &str) -> Result<HeaderValue, Error> {
    let mut value = value(text)?;
    value.set_sensitive(true);
    Ok(value)
}

pub(super) fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Reads a stream for its SHA-256, and gives back a body with the same bytes.
pub(super) async fn sha256_of_stream(stream: ByteStream) -> Result<(String, Body), Error> {
    let Some(mut copy) = stream.again() else {
        let bytes = stream.into_memory().await?;
        return Ok((sha256_hex(&bytes), Body::Bytes(bytes)));
    };
    let mut hasher = Sha256::new();
    while let Some(chunk) = copy.next_chunk().await {
        let unreadable = |cause| Error::serialize("the body of the request cannot be read").with_cause(cause);
        hasher.update(&chunk.map_err(unreadable)?);
    }
    Ok((hex(&hasher.finalize()), Body::Stream(stream)))
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |nibble: u8| char::from(DIGITS[usize::from(nibble & 15)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(*byte)]).collect()
}

pub(super) fn hmac(key: &[u8], message: &[u8]) -> [u8; 32] {
    // HMAC takes keys of any length, so there is no error to meet.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return [0; 32] };
    mac.update(message);
    mac.finalize().into_bytes().into()
}

/// The key for a day, a region and a service.
fn derive(credentials: &Credentials, day: &str, region: &str, name: &str) -> Zeroizing<[u8; 32]> {
    let start = Zeroizing::new(format!("AWS4{}", credentials.secret_access_key()));
    let first = hmac(start.as_bytes(), day.as_bytes());
    let steps = [region, name, "aws4_request"];
    Zeroizing::new(steps.iter().fold(first, |key, step| hmac(&key, step.as_bytes())))
}

//! Authentication: which scheme a call uses, and how it is carried out.
//!
//! SigV4 is our own, on the SHA-2 and HMAC of RustCrypto, rather than the `aws-sigv4` crate, by measurement: signing a
//! GetItem takes a third of the time (1.7 µs against 5.1), and the crate with what it needs would be two fifths of the
//! time to compile our dependencies. Expected signatures in the tests are botocore's.

mod canonical;
mod choose;
mod identities;
mod own;
#[cfg(feature = "sigv2")]
mod sigv2;
mod sigv4;
#[cfg(feature = "sigv4a")]
mod sigv4a;
#[cfg(test)]
mod tests;
mod text;

pub use crate::rules::AuthChoice;
pub use choose::choose;
pub(crate) use choose::{can_do, scheme_named, signature_version, without};
pub use identities::Identities;
pub(crate) use own::Own;
pub use own::Payload;
pub use text::TextSigner;

use crate::config::ClientConfig;
use crate::error::{Error, ErrorKind};
use crate::features::Features;
use crate::http::Body;
use crate::identity::Credentials;
use crate::schema::AuthScheme;
use crate::target;
use http::header::AUTHORIZATION;
use http::{HeaderValue, Request};
use sigv4::{Algorithm, Signer};
use std::borrow::Cow;
use std::time::{Duration, SystemTime};

/// What a signature says of the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PayloadHash {
    /// The SHA-256 of the body.
    Bytes,
    /// Nothing (`UNSIGNED-PAYLOAD`).
    Unsigned,
    /// Nothing; a checksum follows the body ([`UNSIGNED_TRAILER`](Self::UNSIGNED_TRAILER)).
    UnsignedTrailer,
}

impl PayloadHash {
    /// The hash of a body that is not signed.
    pub const UNSIGNED: &'static str = "UNSIGNED-PAYLOAD";

    /// The hash where a checksum follows the body. It stands in a header too, so that a request without a signature says it
    /// as well.
    pub const UNSIGNED_TRAILER: &'static str = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";

    /// What goes into the signature. A stream is read for it: once more where that can be, else into memory.
    async fn text(&self, body: &mut Body) -> Result<Cow<'static, str>, Error> {
        let hash = match (self, body) {
            (Self::Unsigned, _) => Self::UNSIGNED.into(),
            (Self::UnsignedTrailer, _) => Self::UNSIGNED_TRAILER.into(),
            (Self::Bytes, Body::Empty) => sigv4::EMPTY_SHA256.into(),
            (Self::Bytes, Body::Bytes(bytes)) => sigv4::sha256_hex(bytes).into(),
            (Self::Bytes, body @ Body::Stream(_)) => {
                let Body::Stream(stream) = std::mem::take(body) else {
                    return Ok(sigv4::EMPTY_SHA256.into());
                };
                let (hash, again) = sigv4::sha256_of_stream(stream).await?;
                *body = again;
                hash.into()
            }
        };
        Ok(hash)
    }
}

/// Signs `request`, or gives it a token, as `choice` says. May be repeated: what an earlier attempt added is replaced.
/// Returns what the user agent, which is not signed, tells of where the credentials come from.
///
/// `identity` stands for the client's own credentials where there is one.
///
/// # Errors
/// When there are no credentials, no region to sign for, or a token would travel without TLS.
pub async fn sign(
    choice: &AuthChoice,
    config: &ClientConfig,
    identity: Option<&Credentials>,
    request: &mut Request<Body>,
    payload: PayloadHash,
) -> Result<Features, Error> {
    match choice.scheme() {
        AuthScheme::Anonymous => Ok(Features::NONE),
        AuthScheme::Bearer => bearer(choice, config, request).await.map(|()| Features::NONE),
        scheme => {
            target::settle(request.uri_mut())?;
            let credentials = credentials(scheme, config, identity).await?;
            #[cfg(feature = "sigv2")]
            if scheme == AuthScheme::SigV2 {
                sigv2::sign(&credentials, config.now(), request)?;
                return Ok(credentials.features());
            }
            let signer = signer(choice, config, &credentials)?;
            let payload = match config.s3.payload_signing {
                Some(always) if choice.is_s3() && payload != PayloadHash::UnsignedTrailer => {
                    if always {
                        PayloadHash::Bytes
                    } else {
                        PayloadHash::Unsigned
                    }
                }
                _ => payload,
            };
            let hash = payload.text(request.body_mut()).await?;
            // botocore sends the header only for S3, and where the payload is left out.
            let send_hash = choice.is_s3() || payload == PayloadHash::Unsigned;
            signer.sign_headers(request, &hash, send_hash, scheme == AuthScheme::SigV4S3Express)?;
            Ok(credentials.features())
        }
    }
}

/// Puts the signature into the query string instead of headers, for a request that can be sent without credentials from
/// `start` on for `lifetime`. Returns when the credentials end, if they do.
///
/// # Errors
/// When the scheme has no such form, there are no credentials, or no region to sign for.
pub async fn presign(
    choice: &AuthChoice,
    config: &ClientConfig,
    identity: Option<&Credentials>,
    request: &mut Request<Body>,
    start: SystemTime,
    lifetime: Duration,
) -> Result<Option<SystemTime>, Error> {
    match choice.scheme() {
        AuthScheme::Anonymous => Ok(None),
        AuthScheme::Bearer => {
            Err(Error::new(ErrorKind::Configuration, "a request with a bearer token cannot be presigned"))
        }
        AuthScheme::SigV2 => {
            Err(Error::new(ErrorKind::Configuration, "a request by Signature Version 2 cannot be presigned"))
        }
        scheme => {
            target::settle(request.uri_mut())?;
            let credentials = credentials(scheme, config, identity).await?;
            let signer = Signer { time: start, ..signer(choice, config, &credentials)? };
            let payload = if choice.is_s3() { PayloadHash::Unsigned } else { PayloadHash::Bytes };
            let hash = payload.text(request.body_mut()).await?;
            signer.sign_query(request, &hash, lifetime, scheme == AuthScheme::SigV4S3Express)?;
            Ok(credentials.expiration())
        }
    }
}

/// What signs texts, as of `start`, with the keys and for the region and service that the requests of a call are signed with.
///
/// # Errors
/// When requests are not signed by Signature Version 4, there are no credentials, or no region to sign for.
pub(crate) async fn text_signer(
    choice: &AuthChoice,
    config: &ClientConfig,
    identity: Option<&Credentials>,
    start: SystemTime,
) -> Result<TextSigner, Error> {
    let why = match choice.scheme() {
        AuthScheme::SigV4 => {
            let credentials = credentials(AuthScheme::SigV4, config, identity).await?;
            let region = choice.region().ok_or_else(|| missing_region(config))?.to_owned();
            return Ok(TextSigner::new(credentials, region, choice.name().to_owned(), start));
        }
        AuthScheme::Anonymous => "an anonymous client signs nothing",
        AuthScheme::SigV4a => "Signature Version 4a, which holds in several regions, is for requests alone",
        AuthScheme::SigV4S3Express => "the session of a directory bucket signs requests alone",
        AuthScheme::Bearer => "a bearer token signs nothing",
        AuthScheme::SigV2 => "Signature Version 2 is for requests alone",
    };
    Err(Error::configuration(format!("a policy must be signed by Signature Version 4: {why}")))
}

/// The credentials to sign with.
async fn credentials(
    scheme: AuthScheme,
    config: &ClientConfig,
    identity: Option<&Credentials>,
) -> Result<Credentials, Error> {
    match identity {
        Some(identity) => Ok(identity.clone()),
        // The keys of an account are not those of a session with a bucket.
        None if scheme == AuthScheme::SigV4S3Express => {
            Err(Error::new(ErrorKind::Credentials, "there is no S3 Express session to sign this call with"))
        }
        None => config.credentials.credentials().await,
    }
}

fn signer<'a>(
    choice: &'a AuthChoice,
    config: &ClientConfig,
    credentials: &'a Credentials,
) -> Result<Signer<'a>, Error> {
    let region = choice.region().ok_or_else(|| missing_region(config))?;
    signer_of(choice, region, credentials, config.now())
}

fn signer_of<'a>(
    choice: &'a AuthChoice,
    region: &'a str,
    credentials: &'a Credentials,
    time: SystemTime,
) -> Result<Signer<'a>, Error> {
    let algorithm = match choice.scheme() {
        #[cfg(feature = "sigv4a")]
        AuthScheme::SigV4a => Algorithm::Ecdsa,
        #[cfg(not(feature = "sigv4a"))]
        AuthScheme::SigV4a => return Err(not_built(choice)),
        // With its feature, SigV2 has been carried out before.
        AuthScheme::SigV2 => return Err(not_built(choice)),
        _ => Algorithm::Hmac,
    };
    Ok(Signer { credentials, algorithm, region, name: choice.name(), s3: choice.is_s3(), time })
}

fn not_built(choice: &AuthChoice) -> Error {
    without(choice.scheme(), format!("the signature of a call for `{}` is not in this build", choice.name()))
}

/// The error of a call that needs a region when none is set.
pub(crate) fn missing_region(config: &ClientConfig) -> Error {
    no_region(&config.region_searched)
}

/// The same where a region was looked for in these places.
pub(crate) fn no_region(searched: &str) -> Error {
    Error::configuration(format!("no region is set; looked at: {searched}"))
        .with_hint("set one of these, or give one in code with `Session::builder().region(…)`")
}

async fn bearer(
    choice: &AuthChoice,
    config: &ClientConfig,
    request: &mut Request<Body>,
) -> Result<(), Error> {
    if request.uri().scheme_str() != Some("https") {
        let message = "a bearer token is sent over https only, but the endpoint is not";
        return Err(Error::new(ErrorKind::Configuration, message));
    }
    let token = config.token.token(choice.name()).await?;
    let mut value = HeaderValue::try_from(format!("Bearer {token}")).map_err(|_| {
        Error::new(ErrorKind::Credentials, "the bearer token has characters no header can have")
    })?;
    value.set_sensitive(true);
    request.headers_mut().insert(AUTHORIZATION, value);
    Ok(())
}

//! Tokens that are presigned requests, which the services that take them never receive as requests.

use super::RequestSigner;
use crate::error::Error;
use crate::percent::RESERVED;
use http::Request;
use percent_encoding::utf8_percent_encode;
use std::time::Duration;

/// A presigned GET of `/` at `authority` with these parameters, without its scheme: what databases and caches take as a
/// password. Host and port stand in it as given.
///
/// # Errors
/// When `authority` is not a host, with a port or without; and those of [`RequestSigner::presign`].
pub async fn connect(
    signer: &RequestSigner,
    authority: &str,
    parameters: &[(&str, &str)],
    lifetime: Duration,
) -> Result<String, Error> {
    let pairs =
        parameters.iter().map(|(name, value)| format!("{name}={}", utf8_percent_encode(value, RESERVED)));
    let query = pairs.collect::<Vec<_>>().join("&");
    let url = format!("https://{authority}/?{query}");
    let request = Request::get(url).body(Vec::new());
    let request = request
        .ok()
        .filter(|request| request.uri().authority().is_some_and(|found| found.as_str() == authority));
    let request =
        request.ok_or_else(|| Error::validation(format!("`{authority}` is not a host to sign for")))?;
    let signed = signer.presign(request, lifetime).await?;
    Ok(format!("{authority}/?{}", signed.uri().query().unwrap_or_default()))
}

/// Base64 as it stands in URLs, without padding.
pub fn base64_url(text: &str) -> String {
    base64_simd::URL_SAFE_NO_PAD.encode_to_string(text.as_bytes())
}

//! DPoP (RFC 9449): each refresh carries a signature by the key that the sign-in was made with.

use crate::client::{Context, Interceptor};
use crate::ecdsa::SigningKey;
use crate::error::Error;
use crate::http::Body;
use crate::random;
use base64_simd::URL_SAFE_NO_PAD as BASE64;
use http::{HeaderName, HeaderValue, Request, Uri};
use std::time::{SystemTime, UNIX_EPOCH};

/// Puts the proof into each request.
pub(super) struct Proof(pub SigningKey);

impl Interceptor for Proof {
    fn before_send(&self, context: &mut Context, request: &mut Request<Body>) -> Result<(), Error> {
        let now = (context.config().clock)();
        let proof = proof(&self.0, request.method().as_str(), request.uri(), now, &random::uuid()?);
        let mut value =
            HeaderValue::try_from(proof).map_err(|_| Error::serialize("the proof is no header"))?;
        value.set_sensitive(true);
        request.headers_mut().insert(HeaderName::from_static("dpop"), value);
        Ok(())
    }
}

/// A signed JWT over method, URL and time, with the public key in its header.
fn proof(key: &SigningKey, method: &str, uri: &Uri, now: SystemTime, id: &str) -> String {
    let (x, y) = key.public();
    let header = serde_json::json!({
        "typ": "dpop+jwt",
        "alg": "ES256",
        "jwk": {"kty": "EC", "x": BASE64.encode_to_string(x), "y": BASE64.encode_to_string(y), "crv": "P-256"},
    });
    let claims = serde_json::json!({
        "htm": method,
        "htu": target(uri),
        "iat": now.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs(),
        "jti": id,
    });
    let encode = |part: &serde_json::Value| BASE64.encode_to_string(part.to_string());
    let signed = format!("{}.{}", encode(&header), encode(&claims));
    let signature = BASE64.encode_to_string(key.sign(signed.as_bytes()).raw());
    format!("{signed}.{signature}")
}

/// The URL without its query.
fn target(uri: &Uri) -> String {
    let scheme = uri.scheme_str().unwrap_or("https");
    let host = uri.authority().map_or("", http::uri::Authority::as_str);
    format!("{scheme}://{host}{}", uri.path())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::time::Duration;

    #[test]
    fn proofs_say_what_is_called_and_are_signed_by_the_key_they_name() {
        let key = SigningKey::from_scalar(&[7; 32]).unwrap();
        let uri = Uri::from_static("https://eu-west-1.signin.aws.amazon.com/v1/token?a=b");
        let at = UNIX_EPOCH + Duration::from_secs(1_700_000_000);
        let proof = proof(&key, "POST", &uri, at, "an-id");
        let parts: Vec<_> = proof.split('.').collect();
        let read = |part: &str| -> serde_json::Value {
            serde_json::from_slice(&BASE64.decode_to_vec(part).unwrap()).unwrap()
        };
        let header = read(parts[0]);
        assert_eq!((&header["typ"], &header["alg"]), (&"dpop+jwt".into(), &"ES256".into()));
        assert_eq!((&header["jwk"]["kty"], &header["jwk"]["crv"]), (&"EC".into(), &"P-256".into()));
        assert_eq!(header["jwk"]["x"], BASE64.encode_to_string(key.public().0).as_str());
        assert_eq!(header["jwk"]["y"], BASE64.encode_to_string(key.public().1).as_str());
        let claims = serde_json::json!({
            "htm": "POST",
            "htu": "https://eu-west-1.signin.aws.amazon.com/v1/token",
            "iat": 1_700_000_000,
            "jti": "an-id",
        });
        assert_eq!(read(parts[1]), claims);
        let signature = key.sign(format!("{}.{}", parts[0], parts[1]).as_bytes()).raw();
        assert_eq!(BASE64.decode_to_vec(parts[2]).unwrap(), signature);
    }
}

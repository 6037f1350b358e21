//! AWS Signature Version 2, which SimpleDB still takes and nothing else: parameters of a form, one of them the signature
//! of all others.

use super::{canonical, sigv4};
use crate::error::Error;
use crate::http::{Body, is_form};
use crate::identity::Credentials;
use crate::percent::RESERVED;
use crate::types::{Timestamp, TimestampFormat};
use http::Request;
use http::header::AUTHORIZATION;
use percent_encoding::{percent_decode_str, utf8_percent_encode};
use std::borrow::Cow;
use std::fmt::Write;
use std::time::SystemTime;

const SIGNATURE: &str = "Signature";
const TOKEN: &str = "SecurityToken";

/// Signs the form in the body of `request`, and writes it anew with the parameters of the signature. What an earlier
/// attempt added is replaced.
///
/// The text to sign is method, host, path and parameters, a line each. Parameters are sorted by the bytes of their names,
/// and all but the unreserved characters of RFC 3986 are percent-encoded, as the AWS documentation of the version has it.
///
/// # Errors
/// When the body is not a form.
pub(super) fn sign(
    credentials: &Credentials,
    time: SystemTime,
    request: &mut Request<Body>,
) -> Result<(), Error> {
    let seconds = Timestamp::from(time).seconds();
    let timestamp = Timestamp::new(seconds, 0).format(TimestampFormat::Iso8601);
    let mut parameters = Vec::with_capacity(16);
    parameters.push(("AWSAccessKeyId".into(), credentials.access_key_id().into()));
    parameters.push(("SignatureMethod".into(), "HmacSHA256".into()));
    parameters.push(("SignatureVersion".into(), "2".into()));
    parameters.push(("Timestamp".into(), timestamp.as_str().into()));
    if let Some(token) = credentials.session_token() {
        parameters.push((TOKEN.into(), token.into()));
    }
    let added = parameters.len();
    for (name, value) in form(request)? {
        let replaced = name == SIGNATURE || name == TOKEN;
        if !replaced && parameters.iter().take(added).all(|(known, _)| *known != name) {
            parameters.push((name, value));
        }
    }
    parameters.sort_by(|(left, _), (right, _)| left.cmp(right));
    let mut body = encoded(&parameters);
    let path = match request.uri().path() {
        "" => "/",
        path => path,
    };
    let host = canonical::host(request.headers(), request.uri());
    let mut text = format!("{}\n", request.method()).into_bytes();
    text.extend_from_slice(host);
    text.extend_from_slice(format!("\n{path}\n{body}").as_bytes());
    let signature = sigv4::hmac(credentials.secret_access_key().as_bytes(), &text);
    let signature = base64_simd::STANDARD.encode_to_string(signature);
    let _ = write!(body, "&{SIGNATURE}={}", utf8_percent_encode(&signature, RESERVED));
    request.headers_mut().remove(AUTHORIZATION);
    *request.body_mut() = Body::Bytes(body.into());
    Ok(())
}

type Parameter<'a> = (Cow<'a, str>, Cow<'a, str>);

/// The parameters in the body, decoded.
fn form(request: &Request<Body>) -> Result<Vec<Parameter<'_>>, Error> {
    let is_form = is_form(request.headers());
    let bytes: &[u8] = match request.body() {
        Body::Bytes(bytes) if is_form => bytes,
        Body::Empty if is_form => &[],
        _ => return Err(no_form()),
    };
    let text = std::str::from_utf8(bytes).map_err(|_| no_form())?;
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Ok((decoded(name)?, decoded(value)?))
        })
        .collect()
}

fn decoded(text: &str) -> Result<Cow<'_, str>, Error> {
    let invalid = |cause| Error::serialize("a parameter to sign is not UTF-8").with_cause(cause);
    if text.contains('+') {
        let spaced = text.replace('+', " ");
        let decoded = percent_decode_str(&spaced).decode_utf8().map_err(invalid)?;
        return Ok(Cow::Owned(decoded.into_owned()));
    }
    percent_decode_str(text).decode_utf8().map_err(invalid)
}

fn encoded(parameters: &[Parameter<'_>]) -> String {
    let mut text = String::with_capacity(512);
    for (name, value) in parameters {
        if !text.is_empty() {
            text.push('&');
        }
        let (name, value) = (utf8_percent_encode(name, RESERVED), utf8_percent_encode(value, RESERVED));
        let _ = write!(text, "{name}={value}");
    }
    text
}

fn no_form() -> Error {
    Error::configuration("Signature Version 2 signs forms only, and the body of this request is not one")
        .with_hint("set `signature_version` of this service to `v4`")
}

#[cfg(test)]
mod tests {
    //! Signatures compared with those botocore 1.44.5 makes of the same parameters.
    #![allow(clippy::unwrap_used)]
    use super::*;
    use bytes::Bytes;
    use http::header::CONTENT_TYPE;
    use std::time::{Duration, UNIX_EPOCH};

    const FORM: &str = "application/x-www-form-urlencoded; charset=utf-8";

    fn request(content_type: &str, body: Body) -> Request<Body> {
        let request = Request::builder().method("POST").uri("https://sdb.amazonaws.com/");
        request.header(CONTENT_TYPE, content_type).body(body).unwrap()
    }

    fn credentials(token: Option<&str>) -> Credentials {
        let secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
        Credentials::builder("AKIDEXAMPLE", secret).session_token(token.unwrap_or_default()).build()
    }

    fn signed(token: Option<&str>, request: &mut Request<Body>) -> Result<String, Error> {
        sign(&credentials(token), UNIX_EPOCH + Duration::from_secs(1_767_225_600), request)?;
        let Body::Bytes(bytes) = request.body() else { return Ok(String::new()) };
        Ok(String::from_utf8(bytes.to_vec()).unwrap())
    }

    #[test]
    fn parameters_are_sorted_encoded_and_signed() {
        let form = "Action=PutAttributes&Version=2009-04-15&DomainName=a+b&Attribute.10.Name=x\
             &Attribute.1.Name=%C3%A9~%2A%2B%2F%3D%26&Attribute.1.Value=";
        let mut request = request(FORM, Body::Bytes(Bytes::from_static(form.as_bytes())));
        let expected = "AWSAccessKeyId=AKIDEXAMPLE&Action=PutAttributes&Attribute.1.Name=%C3%A9~%2A%2B%2F%3D%26\
             &Attribute.1.Value=&Attribute.10.Name=x&DomainName=a%20b&SignatureMethod=HmacSHA256&SignatureVersion=2\
             &Timestamp=2026-01-01T00%3A00%3A00Z&Version=2009-04-15\
             &Signature=8695riTpzI%2FDvESaexzONjBtEX%2Fib8gbwQ5Fw1xVyLM%3D";
        assert_eq!(signed(None, &mut request).unwrap(), expected);
        // a further attempt gives the same, and one by other credentials keeps nothing of the first
        assert_eq!(signed(None, &mut request).unwrap(), expected);
        let with_token = signed(Some("TOKEN/1+="), &mut request).unwrap();
        assert!(with_token.contains("&SecurityToken=TOKEN%2F1%2B%3D&"), "{with_token}");
        let signature = "&Signature=%2BRe09qcsvg4EuVv%2BacXAWp%2BdPXIx0jtoa5AqK9HcCiQ%3D";
        assert!(with_token.ends_with(signature), "{with_token}");
        assert_eq!(signed(None, &mut request).unwrap(), expected);
    }

    #[test]
    fn only_forms_are_signed() {
        for body in [Body::Bytes(Bytes::from_static(b"{}")), Body::Stream("a=b".into())] {
            let error = signed(None, &mut request("application/json", body)).unwrap_err().to_string();
            assert!(error.contains("forms only") && error.contains("signature_version"), "{error}");
        }
        assert!(signed(None, &mut request(FORM, Body::Bytes(Bytes::from_static(b"a=%FF")))).is_err());
    }
}

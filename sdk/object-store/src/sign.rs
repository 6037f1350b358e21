//! Presigned URLs.

use crate::errors::{self, generic};
use crate::store::S3Store;
use async_trait::async_trait;
use object_store::path::Path;
use object_store::signer::{HeaderMap, Method, SignedUrlOptions, Signer, Url};
use object_store::{Error, Result};
use std::time::Duration;
use tucuxi::client::{Context, Interceptor};
use tucuxi::external::http::{Request, Uri, header};
use tucuxi::external::percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use tucuxi::http::Body;

/// What stands in a query as it is.
const QUERY: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What all parameters of a signature begin with.
const RESERVED: &str = "x-amz-";

/// Adds query parameters and headers to a request before it is signed.
struct Extras(SignedUrlOptions);

impl Interceptor for Extras {
    fn before_sign(&self, _: &mut Context, request: &mut Request<Body>) -> Result<(), tucuxi::Error> {
        for (name, value) in &self.0.signed_headers {
            request.headers_mut().append(name, value.clone());
        }
        if !self.0.extra_query.is_empty() {
            *request.uri_mut() = with_query(request.uri(), &self.0.extra_query)?;
        }
        Ok(())
    }
}

fn with_query(uri: &Uri, extra: &[(String, String)]) -> Result<Uri, tucuxi::Error> {
    let mut text = uri.to_string();
    let mut separator = if uri.query().is_some() { '&' } else { '?' };
    for (name, value) in extra {
        let (name, value) = (utf8_percent_encode(name, QUERY), utf8_percent_encode(value, QUERY));
        text.push_str(&format!("{separator}{name}={value}"));
        separator = '&';
    }
    text.parse()
        .map_err(|error| tucuxi::Error::validation(format!("the URL is too long or not valid: {error}")))
}

#[async_trait]
impl Signer for S3Store {
    /// Signs a request to get, put, delete or ask for an object, valid for a second to seven days and no longer than the credentials.
    ///
    /// # Errors
    /// [`Error::NotSupported`] for other methods.
    async fn signed_url(&self, method: Method, path: &Path, expires_in: Duration) -> Result<Url> {
        self.signed_url_opts(method, path, expires_in, &SignedUrlOptions::default()).await
    }

    /// The same with query parameters and headers that whoever sends the request must send too, such as `partNumber` and `uploadId`.
    async fn signed_url_opts(
        &self,
        method: Method,
        path: &Path,
        expires_in: Duration,
        options: &SignedUrlOptions,
    ) -> Result<Url> {
        check(options)?;
        macro_rules! presigned {
            ($call:ident) => {
                self.client
                    .$call()
                    .bucket(&*self.bucket)
                    .key(path.as_ref())
                    .customize(|client| client.interceptor(Extras(options.clone())))
                    .presigned(expires_in)
            };
        }
        let signed = match method {
            Method::GET => presigned!(get_object),
            Method::PUT => presigned!(put_object),
            Method::HEAD => presigned!(head_object),
            Method::DELETE => presigned!(delete_object),
            other => return Err(Error::NotSupported { source: format!("no {other} is signed").into() }),
        };
        let request = signed.await.map_err(|error| errors::at(path, error))?;
        check_headers(request.headers(), &options.signed_headers)?;
        Url::parse(&request.url()).map_err(generic)
    }
}

/// # Errors
/// When a parameter or a header is one that signing sets.
fn check(options: &SignedUrlOptions) -> Result<()> {
    for (name, _) in &options.extra_query {
        if name.is_empty() || name.to_ascii_lowercase().starts_with(RESERVED) {
            return Err(generic(format!("{name:?} cannot be a query parameter of a presigned URL")));
        }
    }
    let reserved = [header::HOST, header::AUTHORIZATION, header::CONTENT_LENGTH, header::USER_AGENT];
    match options.signed_headers.keys().find(|name| reserved.contains(name)) {
        Some(name) => Err(generic(format!("{name} cannot be signed"))),
        None => Ok(()),
    }
}

/// # Errors
/// When whoever has the URL would have to send a header that the caller does not know of, such as one of an interceptor.
fn check_headers(signed: &HeaderMap, asked: &HeaderMap) -> Result<()> {
    match signed.keys().find(|name| !asked.contains_key(*name)) {
        Some(name) => Err(generic(format!(
            "the request has to be sent with the header {name}, which a URL cannot hold"
        ))),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_signing_sets_is_refused() {
        assert!(check(&SignedUrlOptions::default().with_query([("partNumber", "1")])).is_ok());
        for name in ["X-Amz-Signature", "x-amz-expires", ""] {
            assert!(check(&SignedUrlOptions::default().with_query([(name, "1")])).is_err(), "{name}");
        }
        let host = SignedUrlOptions::default().with_signed_header(header::HOST, "a".parse().expect("a host"));
        assert!(check(&host).is_err());
    }

    #[test]
    fn parameters_are_escaped() {
        let uri: Uri = "https://a/b?x-id=GetObject".parse().expect("a URL");
        let more = with_query(&uri, &[("uploadId".to_owned(), "a+b/&=".to_owned())]).expect("a URL");
        assert_eq!(more.to_string(), "https://a/b?x-id=GetObject&uploadId=a%2Bb%2F%26%3D");
    }
}

//! [`ReqwestClient`]: a reqwest client of the program's own as HTTP layer.

use super::transfer::{WireBody, incoming, is_head_too_large};
use super::{Body, BoxFuture, HttpClient, Response, ResponseHead};
use crate::error::{TransportError, TransportErrorKind};
use http::header::{EXPECT, HOST};
use http::{HeaderValue, Uri};
use reqwest::{Request, Url};

/// A `reqwest::Client` of the program's own as HTTP layer: for one that is already there, with its proxies, its
/// certificates and its pool.
///
/// It must neither follow redirects (`redirect(Policy::none())`) nor decode content, or signatures and checksums will
/// not hold. reqwest takes `.` and `..` segments out of paths; a call with such a path, as some S3 keys make it, is an
/// error rather than a call with another path.
///
/// reqwest accepts 100 headers in a response, and S3 may send more, one for each entry of an object's metadata: allow
/// them with `http1_max_headers(1100)`.
#[derive(Clone, Debug)]
pub struct ReqwestClient(reqwest::Client);

impl From<reqwest::Client> for ReqwestClient {
    fn from(client: reqwest::Client) -> Self {
        Self(client)
    }
}

impl HttpClient for ReqwestClient {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'static, Result<Response, TransportError>> {
        let client = self.0.clone();
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let mut request = Request::new(parts.method, url(&parts.uri)?);
            *request.headers_mut() = parts.headers;
            // reqwest does not wait for `100 Continue`
            request.headers_mut().remove(EXPECT);
            name_host(&parts.uri, &mut request);
            *request.version_mut() = parts.version;
            *request.body_mut() = match body {
                Body::Empty => None,
                Body::Bytes(bytes) => Some(bytes.into()),
                Body::Stream(_) => Some(reqwest::Body::wrap(WireBody::new(body))),
            };
            let response: http::Response<reqwest::Body> =
                client.execute(request).await.map_err(describe)?.into();
            let (parts, body) = response.into_parts();
            let head = ResponseHead { status: parts.status, headers: parts.headers };
            Ok(Response { head, body: incoming(body, None, ()) })
        })
    }
}

fn url(uri: &Uri) -> Result<Url, TransportError> {
    let invalid = |message: &str| TransportError::new(TransportErrorKind::Request, message);
    let url =
        Url::parse(&uri.to_string()).map_err(|cause| invalid("the URL is not valid").with_cause(cause))?;
    match url.path() == uri.path() {
        true => Ok(url),
        false => Err(invalid("reqwest cannot send this path as it is: it has `.` or `..` segments")),
    }
}

/// Sends the host as it was signed: reqwest's URL type writes addresses such as `[0:0::1]` or `127.1` in another way.
fn name_host(uri: &Uri, request: &mut Request) {
    let Some(authority) = uri.authority() else { return };
    let same = request.url().host_str() == Some(authority.host());
    if !same && let Ok(value) = HeaderValue::from_str(authority.as_str()) {
        request.headers_mut().entry(HOST).or_insert(value);
    }
}

fn describe(error: reqwest::Error) -> TransportError {
    let (kind, message) = match &error {
        error if is_head_too_large(error) => {
            let message = "the head of the response is larger than the client allows (`http1_max_headers`)";
            (TransportErrorKind::Broken, message)
        }
        error if error.is_timeout() => (TransportErrorKind::Timeout, "time ran out"),
        error if error.is_connect() => (TransportErrorKind::Connect, "no connection"),
        error if error.is_builder() || error.is_body() => {
            (TransportErrorKind::Request, "the request cannot be sent")
        }
        _ => (TransportErrorKind::Broken, "the connection broke off"),
    };
    TransportError::new(kind, message).with_cause(error.without_url())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use http::Method;

    #[test]
    fn a_path_is_sent_as_it_is_or_not_at_all() {
        let plain = Uri::from_static("http://127.0.0.1:5000/a%20b/c?x='y'&z=%2F");
        assert_eq!(
            url(&plain).map(String::from).ok().as_deref(),
            Some("http://127.0.0.1:5000/a%20b/c?x=%27y%27&z=%2F")
        );
        let dotted = Uri::from_static("http://127.0.0.1:5000/a/../b");
        assert!(url(&dotted).is_err_and(|error| error.message.contains("segments")));
    }

    #[tokio::test]
    async fn a_head_that_is_too_large_is_named_as_such() {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let _ = stream.read(&mut [0; 4096]).await;
                let headers: String = (0..200).map(|index| format!("x-{index}: y\r\n")).collect();
                let head = format!("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n{headers}\r\n");
                let _ = stream.write_all(head.as_bytes()).await;
            }
        });
        let send = |client: reqwest::Client| {
            let request = http::Request::builder().uri(&url).body(Body::Empty).unwrap();
            ReqwestClient::from(client).send(request)
        };
        let error = send(reqwest::Client::new()).await.unwrap_err();
        assert!(error.message.contains("http1_max_headers"), "{error:?}");
        let client = reqwest::Client::builder().http1_max_headers(1100).build().unwrap();
        assert_eq!(send(client).await.unwrap().head.headers.len(), 201);
    }

    #[test]
    fn a_host_is_named_as_it_was_signed() {
        let named = |text: &'static str| {
            let uri = Uri::from_static(text);
            let mut request = Request::new(Method::GET, url(&uri).ok()?);
            name_host(&uri, &mut request);
            request.headers().get(HOST).and_then(|host| host.to_str().ok()).map(str::to_owned)
        };
        assert_eq!(named("http://localhost:9000/x"), None);
        assert_eq!(named("http://[0:0::1]:9000/x").as_deref(), Some("[0:0::1]:9000"));
        assert_eq!(named("http://127.1/x").as_deref(), Some("127.1"));
    }
}

//! Presigned URLs, sent by an HTTP client that knows no credentials. s3s-fs verifies signatures, where moto accepts any.

use crate::{Outcome, s3s};
use bytes::Bytes;
use object_store::multipart::{MultipartStore, PartId};
use object_store::path::Path;
use object_store::signer::{HeaderName, HeaderValue, Method, SignedUrlOptions, Signer, Url};
use object_store::{Error, ObjectStoreExt};
use std::time::Duration;
use tucuxi::external::http::{Request, StatusCode};
use tucuxi::http::{Body, HttpClient, HttpOptions, HyperClient};

const MINUTE: Duration = Duration::from_secs(60);

/// Sends a request; its status, entity tag and body.
async fn send(
    method: Method,
    url: &Url,
    headers: &[(HeaderName, &'static str)],
    body: &'static str,
) -> Result<(StatusCode, String, Bytes), Box<dyn std::error::Error>> {
    let mut request = Request::builder().method(method).uri(url.as_str());
    for (name, value) in headers {
        request = request.header(name, *value);
    }
    let body = if body.is_empty() { Body::Empty } else { Body::Bytes(body.into()) };
    let response = HyperClient::new(&HttpOptions::default())?.send(request.body(body)?).await?;
    let tag =
        response.head.headers.get("etag").and_then(|tag| tag.to_str().ok()).unwrap_or_default().to_owned();
    Ok((response.head.status, tag, response.body.collect().await?))
}

#[tokio::test]
async fn whoever_has_the_url_puts_gets_and_deletes() -> Outcome {
    let Some(store) = s3s("signed").await else { return Ok(()) };
    let path = Path::from("a folder/ü&+?#%20.txt");
    let url = store.signed_url(Method::PUT, &path, MINUTE).await?;
    assert_eq!(send(Method::PUT, &url, &[], "hello").await?.0, StatusCode::OK);
    assert_eq!(store.get(&path).await?.bytes().await?, "hello");

    let url = store.signed_url(Method::GET, &path, MINUTE).await?;
    assert_eq!(send(Method::GET, &url, &[], "").await?.2, "hello");
    let (refused, ..) = send(Method::DELETE, &url, &[], "").await?;
    assert_eq!(refused, StatusCode::FORBIDDEN);

    let url = store.signed_url(Method::HEAD, &path, MINUTE).await?;
    assert_eq!(send(Method::HEAD, &url, &[], "").await?.0, StatusCode::OK);
    let url = store.signed_url(Method::DELETE, &path, MINUTE).await?;
    assert_eq!(send(Method::DELETE, &url, &[], "").await?.0, StatusCode::NO_CONTENT);
    assert!(matches!(store.head(&path).await, Err(Error::NotFound { .. })));

    let other = store.signed_url(Method::PATCH, &path, MINUTE).await;
    assert!(matches!(other, Err(Error::NotSupported { .. })), "{other:?}");
    Ok(())
}

#[tokio::test]
async fn signed_headers_have_to_be_sent() -> Outcome {
    let Some(store) = s3s("signed-headers").await else { return Ok(()) };
    let path = Path::from("typed");
    let name = HeaderName::from_static("content-type");
    let options =
        SignedUrlOptions::default().with_signed_header(name.clone(), HeaderValue::from_static("text/csv"));
    let url = store.signed_url_opts(Method::PUT, &path, MINUTE, &options).await?;
    assert_ne!(send(Method::PUT, &url, &[], "a,b").await?.0, StatusCode::OK);
    assert_ne!(send(Method::PUT, &url, &[(name.clone(), "text/html")], "a,b").await?.0, StatusCode::OK);
    assert_eq!(send(Method::PUT, &url, &[(name, "text/csv")], "a,b").await?.0, StatusCode::OK);
    Ok(())
}

#[tokio::test]
async fn parts_are_uploaded_by_urls() -> Outcome {
    let Some(store) = s3s("signed-parts").await else { return Ok(()) };
    let path = Path::from("whole");
    let id = store.create_multipart(&path).await?;
    let options = SignedUrlOptions::default().with_query([("partNumber", "1"), ("uploadId", id.as_str())]);
    let url = store.signed_url_opts(Method::PUT, &path, MINUTE, &options).await?;
    let (status, content_id, _) = send(Method::PUT, &url, &[], "part").await?;
    assert_eq!(status, StatusCode::OK);
    store.complete_multipart(&path, &id, vec![PartId { content_id }]).await?;
    assert_eq!(store.get(&path).await?.bytes().await?, "part");
    Ok(())
}

//! Whoever has a presigned request: an HTTP client that knows no credentials.

use tucuxi::client::PresignedRequest;
use tucuxi::external::bytes::Bytes;
use tucuxi::external::http;
use tucuxi::http::{Body, HttpClient, HttpOptions, HyperClient};
use tucuxi_s3::PresignedPost;

/// A response: its status, and the error code in its body if there is one.
#[derive(Debug, PartialEq)]
pub struct Reply {
    pub status: u16,
    pub body: String,
}

impl Reply {
    /// The code of an error document.
    pub fn code(&self) -> Option<&str> {
        self.body.split_once("<Code>")?.1.split_once("</Code>").map(|(code, _)| code)
    }
}

/// A presigned request with other bytes for its stream.
pub fn with_body(request: &PresignedRequest, body: impl Into<Bytes>) -> http::Request<Bytes> {
    request.clone().into_http().map(|_| body.into())
}

/// Sends a request as it is.
pub async fn send(request: http::Request<Bytes>) -> Result<Reply, Box<dyn std::error::Error>> {
    let client = HyperClient::new(&HttpOptions::default())?;
    let response = client.send(request.map(Body::Bytes)).await?;
    let body = response.body.collect().await?;
    let body = String::from_utf8_lossy(&body).into_owned();
    Ok(Reply { status: response.head.status.as_u16(), body })
}

/// Uploads a file by a form, as a browser does, with further fields that the person filled in.
pub async fn upload(
    post: &PresignedPost,
    filled: &[(&str, &str)],
    file: &str,
) -> Result<Reply, Box<dyn std::error::Error>> {
    const BOUNDARY: &str = "----boundary7MA4YWxkTrZu0gW";
    let of_form = post.fields().iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let mut body = String::new();
    for (name, value) in of_form.chain(filled.iter().copied()) {
        body +=
            &format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    }
    body += &format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"photo.png\"\r\n\
         Content-Type: image/png\r\n\r\n{file}\r\n--{BOUNDARY}--\r\n"
    );
    let request = http::Request::post(post.url())
        .header("content-type", format!("multipart/form-data; boundary={BOUNDARY}"))
        .body(body.into())?;
    send(request).await
}

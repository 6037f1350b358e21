//! An HTTP layer for tests: it keeps what is sent and answers with what it is given. Nothing goes over a network.
//!
//! ```
//! use tucuxi::http::test::{Answer, TestClient};
//!
//! # fn main() -> Result<(), tucuxi::Error> {
//! let http = TestClient::replay([Answer::new(503), Answer::new(200).body("{}")]);
//! let session = tucuxi::Session::builder().region("eu-west-1").http_client(http.clone()).build()?;
//! // … make calls with clients of `session` …
//! assert!(http.requests().is_empty());
//! # Ok(())
//! # }
//! ```

use super::{Body, BoxFuture, HttpClient, Response, ResponseHead};
use crate::error::{TransportError, TransportErrorKind};
use crate::types::ByteStream;
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri};
use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Keeps requests and plays answers. Clones share both.
#[derive(Clone, Default)]
pub struct TestClient(Arc<Mutex<Script>>);

#[derive(Default)]
struct Script {
    requests: Vec<SentRequest>,
    answers: VecDeque<Answer>,
    /// The answer when no others are left; `None` for an error.
    always: Option<Answer>,
}

/// A request that was sent.
#[derive(Clone, Debug)]
pub struct SentRequest {
    /// HTTP method.
    pub method: Method,
    /// The whole URL.
    pub uri: Uri,
    /// Headers, without what the network layer adds (`host`, `content-length`).
    pub headers: HeaderMap,
    /// The whole body.
    pub body: Bytes,
}

impl TestClient {
    /// Answers every request with 200 and nothing.
    pub fn capture() -> Self {
        Self::always(Answer::new(200))
    }

    /// Answers every request with the same.
    pub fn always(answer: Answer) -> Self {
        Self(Arc::new(Mutex::new(Script { always: Some(answer), ..Script::default() })))
    }

    /// Answers one request after the other; when the answers are used up, requests fail.
    pub fn replay(answers: impl IntoIterator<Item = Answer>) -> Self {
        let answers = answers.into_iter().collect();
        Self(Arc::new(Mutex::new(Script { answers, ..Script::default() })))
    }

    /// The requests so far.
    pub fn requests(&self) -> Vec<SentRequest> {
        self.state().requests.clone()
    }

    /// The requests so far; they are forgotten here.
    pub fn take_requests(&self) -> Vec<SentRequest> {
        std::mem::take(&mut self.state().requests)
    }

    /// How many answers are left.
    pub fn remaining(&self) -> usize {
        self.state().answers.len()
    }

    fn state(&self) -> MutexGuard<'_, Script> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn answer(&self, request: SentRequest) -> Result<Response, TransportError> {
        let mut state = self.state();
        let described = format!("{} {}", request.method, request.uri);
        state.requests.push(request);
        match state.answers.pop_front().or_else(|| state.always.clone()) {
            Some(answer) => answer.respond(),
            None => {
                let message = format!("no answer is left for {described}");
                Err(TransportError::new(TransportErrorKind::Request, message))
            }
        }
    }
}

impl HttpClient for TestClient {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'static, Result<Response, TransportError>> {
        let client = self.clone();
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let body = body.read_all().await.map_err(|error| {
                TransportError::new(TransportErrorKind::Request, "the request cannot be sent")
                    .with_cause(error)
            })?;
            client.answer(SentRequest { method: parts.method, uri: parts.uri, headers: parts.headers, body })
        })
    }
}

impl fmt::Debug for TestClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state();
        write!(f, "TestClient({} requests, {} answers left)", state.requests.len(), state.answers.len())
    }
}

/// What is answered to a request.
#[derive(Clone, Debug)]
pub struct Answer(Result<Given, TransportError>);

#[derive(Clone, Debug, Default)]
struct Given {
    status: u16,
    headers: Vec<(String, String)>,
    body: Bytes,
    breaks_off: bool,
}

impl Answer {
    /// A response with this status.
    pub fn new(status: u16) -> Self {
        Self(Ok(Given { status, ..Given::default() }))
    }

    /// No response: the connection fails in this way.
    pub fn failure(error: TransportError) -> Self {
        Self(Err(error))
    }

    /// With this header.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        if let Ok(given) = &mut self.0 {
            given.headers.push((name.into(), value.into()));
        }
        self
    }

    /// With this body.
    #[must_use]
    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        if let Ok(given) = &mut self.0 {
            given.body = body.into();
        }
        self
    }

    /// The connection breaks behind the body, before what was promised has come.
    #[must_use]
    pub fn breaking_off(mut self) -> Self {
        if let Ok(given) = &mut self.0 {
            given.breaks_off = true;
        }
        self
    }

    fn respond(self) -> Result<Response, TransportError> {
        let given = self.0?;
        let wrong = |what: String| TransportError::new(TransportErrorKind::Request, what);
        let status = StatusCode::from_u16(given.status)
            .map_err(|_| wrong(format!("{} is no HTTP status", given.status)))?;
        let mut headers = HeaderMap::with_capacity(given.headers.len());
        for (name, value) in &given.headers {
            match (name.parse::<HeaderName>(), HeaderValue::from_str(value)) {
                (Ok(name), Ok(value)) => headers.append(name, value),
                _ => return Err(wrong(format!("`{name}: {value}` is no header"))),
            };
        }
        let length = given.body.len() as u64 + 1;
        let mut body = ByteStream::from(given.body);
        if given.breaks_off {
            body = ByteStream::from_stream(body, Some(length));
        }
        Ok(Response { head: ResponseHead { status, headers }, body })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn request(body: Body) -> http::Request<Body> {
        http::Request::builder().method("PUT").uri("http://x/y?z").header("a", "b").body(body).unwrap()
    }

    #[tokio::test]
    async fn requests_are_kept_and_answers_played_in_order() {
        let client = TestClient::replay([
            Answer::new(404).header("x", "1").body("gone"),
            Answer::failure(TransportError::new(TransportErrorKind::Timeout, "slow")),
        ]);
        let response = client.send(request(Body::Stream(ByteStream::from("body")))).await.unwrap();
        assert_eq!((response.head.status.as_u16(), response.head.header("x")), (404, Some("1")));
        assert_eq!(response.body.collect().await.unwrap(), "gone");
        assert_eq!(client.send(request(Body::Empty)).await.unwrap_err().kind, TransportErrorKind::Timeout);
        let error = client.send(request(Body::Empty)).await.unwrap_err();
        assert_eq!(error.message, "no answer is left for PUT http://x/y?z");
        let requests = client.take_requests();
        assert_eq!(requests.len(), 3);
        assert_eq!(requests[0].body, "body");
        assert_eq!(requests[0].headers["a"], "b");
        assert!(client.requests().is_empty());
    }
}

//! [`Memory`]: an HTTP layer that gives one response from memory.

use super::Failure;
use bench_kit::answers::{Answers, Work};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use std::sync::Arc;
use tucuxi::error::TransportError;
use tucuxi::http::{Body, BoxFuture, HttpClient, Response, ResponseHead};

/// Gives the response of the benchmark's server to one kind of work, without a network.
#[derive(Debug)]
pub struct Memory {
    head: ResponseHead,
    body: Bytes,
}

impl Memory {
    /// The HTTP layer for calls of `work`.
    pub fn new(work: Work) -> Result<Arc<Self>, Failure> {
        let answers = Answers::new();
        let answer = answers.of(work);
        let mut headers = HeaderMap::new();
        let lines = std::str::from_utf8(&answer.head)?.lines().skip(1);
        for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
            headers.insert(HeaderName::try_from(name)?, HeaderValue::try_from(value)?);
        }
        let head = ResponseHead::new(StatusCode::OK, headers);
        Ok(Arc::new(Self { head, body: answer.body.clone().into() }))
    }
}

impl HttpClient for Memory {
    fn send(&self, _: http::Request<Body>) -> BoxFuture<'static, Result<Response, TransportError>> {
        let response = Response::new(self.head.clone(), self.body.clone());
        Box::pin(std::future::ready(Ok(response)))
    }
}

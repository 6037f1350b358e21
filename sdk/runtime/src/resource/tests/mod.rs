//! Resources of a service called `test`, written by hand as the generator would write them, against a server that
//! follows a script.

#![allow(clippy::unwrap_used)]

mod actions;
mod collections;
mod loads;
mod things;
mod values;

use crate::client::{Core, Operation};
use crate::error::{ErrorKind, TransportError};
use crate::http::test::{Answer, TestClient};
use crate::http::{Body, BoxFuture, HttpClient, Response};
use crate::internal::resource::*;
use crate::types::Document;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use things::*;
use tokio::sync::Semaphore;

fn core(http: impl HttpClient + 'static) -> Core {
    let session = crate::Session::builder()
        .region("eu-west-1")
        .endpoint_url("http://test.example")
        .anonymous(true)
        .http_client(http)
        .build()
        .unwrap();
    Core::new(&session, &SERVICE)
}

fn root(http: &TestClient) -> Root {
    Root::from(Handle::new(&core(http.clone()), Root::schema(), Vec::new()))
}

fn thing(http: impl HttpClient + 'static) -> Thing {
    Thing::from(Handle::new(&core(http), Thing::schema(), vec!["t-1".to_owned()]))
}

fn json(body: &str) -> Answer {
    Answer::new(200).body(body.to_owned())
}

/// An answer of `DescribeThings` with one thing.
fn described(name: &str) -> Answer {
    json(&format!(
        r#"{{"Groups": [{{"Things": [{{"Id": "t-1", "Name": "{name}", "OwnerId": "o-7",
            "Parts": [{{"Id": "p-1", "Size": 1}}, {{"Size": 2}}, {{"Id": "p-3", "Size": 3}}]}}]}}]}}"#
    ))
}

fn failure(status: u16, code: &str) -> Answer {
    Answer::new(status).body(format!(r#"{{"__type": "{code}", "message": "no"}}"#))
}

/// The bodies of the requests.
fn sent(http: &TestClient) -> Vec<String> {
    http.requests().iter().map(|request| String::from_utf8(request.body.to_vec()).unwrap()).collect()
}

/// A server that answers only as often as it is let.
#[derive(Clone, Debug)]
struct Gate {
    http: TestClient,
    open: Arc<Semaphore>,
    /// Requests that wait for their answer.
    waiting: Arc<AtomicUsize>,
}

impl Gate {
    fn new(answers: impl IntoIterator<Item = Answer>) -> Self {
        let http = TestClient::replay(answers);
        Self { http, open: Arc::new(Semaphore::new(0)), waiting: Arc::default() }
    }

    fn waiting(&self) -> usize {
        self.waiting.load(Ordering::SeqCst)
    }
}

struct Waiting(Arc<AtomicUsize>);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl HttpClient for Gate {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'static, Result<Response, TransportError>> {
        let this = self.clone();
        Box::pin(async move {
            this.waiting.fetch_add(1, Ordering::SeqCst);
            let waiting = Waiting(Arc::clone(&this.waiting));
            this.open.acquire().await.unwrap().forget();
            drop(waiting);
            this.http.send(request).await
        })
    }
}

/// Lets all other tasks go as far as they can.
async fn settle() {
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
}

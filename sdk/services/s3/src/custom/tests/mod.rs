#![allow(clippy::unwrap_used)]
mod answers;
mod bodies;
mod derived;
mod dots;
mod objects;
mod post;
mod presigned;
mod regions;
mod sessions;

use crate::Client;
use tucuxi::Session;
use tucuxi::client::{Builder, Core};
use tucuxi::http::test::{Answer, SentRequest, TestClient};

/// A client in us-west-2 that is given these answers.
fn client(answers: impl IntoIterator<Item = Answer>) -> (Client, TestClient) {
    client_with(&[], answers)
}

fn client_with(
    variables: &[(&str, &str)],
    answers: impl IntoIterator<Item = Answer>,
) -> (Client, TestClient) {
    let http = TestClient::replay(answers);
    let keys =
        [("AWS_ACCESS_KEY_ID", "AKID"), ("AWS_SECRET_ACCESS_KEY", "secret"), ("AWS_REGION", "us-west-2")];
    let session = Session::builder()
        .env(keys.into_iter().chain(variables.iter().copied()))
        .http_client(http.clone())
        .build()
        .unwrap();
    (Client::new(&session), http)
}

/// What a call customises.
type Change = fn(Builder<Core>) -> Builder<Core>;

fn header<'a>(request: &'a SentRequest, name: &str) -> &'a str {
    request.headers.get(name).map_or("", |value| value.to_str().unwrap())
}

//! The store on moto and on s3s-fs, which `cargo xtask test --only object-store` starts. Without them the tests are skipped, and say so.

mod guide;
mod integration;
mod objects;
#[cfg(feature = "signer")]
mod signer;

use std::sync::Arc;
use tokio::sync::Mutex;
use tucuxi::Session;
use tucuxi::credentials::Credentials;
use tucuxi::error::TransportError;
use tucuxi::external::http::Request;
use tucuxi::http::{Body, BoxFuture, HttpClient, HttpOptions, HyperClient, Response};
use tucuxi_object_store::{CopyIfNotExists, S3Store};
use tucuxi_s3::Client;

type Outcome = Result<(), Box<dyn std::error::Error>>;

/// A bucket of its own on moto, or `None` where it does not run.
async fn moto(bucket: &str) -> Option<S3Store> {
    let url = variable("AWS_ENDPOINT_URL")?;
    let (key, secret) = (variable("AWS_ACCESS_KEY_ID")?, variable("AWS_SECRET_ACCESS_KEY")?);
    Some(store(bucket, url, key, secret).await)
}

/// A bucket of its own on s3s-fs, or `None` where it does not run.
async fn s3s(bucket: &str) -> Option<S3Store> {
    let url = variable("TUCUXI_TEST_S3")?;
    let (key, secret) = (variable("TUCUXI_TEST_S3_KEY")?, variable("TUCUXI_TEST_S3_SECRET")?);
    Some(store(bucket, url, key, secret).await)
}

fn variable(name: &str) -> Option<String> {
    let value = std::env::var(name).ok();
    if value.is_none() {
        eprintln!(
            "skipped: {name} is not set; `cargo xtask test --only object-store` runs the tests with servers"
        );
    }
    value
}

async fn store(bucket: &str, url: String, key: String, secret: String) -> S3Store {
    let bucket = bucket.replace('_', "-");
    let session = Session::builder()
        .env([("AWS_ENDPOINT_URL_S3", url)])
        .region("us-east-1")
        .credentials(Credentials::from_keys(key, secret))
        .build()
        .expect("all settings of this session are given");
    let s3 = Client::new(&session);
    s3.create_bucket().bucket(&*bucket).await.expect("a new bucket");
    // both servers ignore the condition of CopyObject
    S3Store::new(&s3, bucket).with_copy_if_not_exists(CopyIfNotExists::Multipart)
}

/// The same store, whose requests are sent one after the other: neither server compares and replaces in one step.
fn one_at_a_time(store: &S3Store) -> Result<S3Store, Box<dyn std::error::Error>> {
    let http = HyperClient::new(&HttpOptions::default())?;
    let http = OneAtATime { http: Arc::new(http), turn: Arc::default() };
    let client = store.client().clone().customize(|client| client.http_client(http));
    Ok(S3Store::new(&client, store.bucket()))
}

#[derive(Clone, Debug)]
struct OneAtATime {
    http: Arc<HyperClient>,
    turn: Arc<Mutex<()>>,
}

impl HttpClient for OneAtATime {
    fn send(&self, request: Request<Body>) -> BoxFuture<'static, Result<Response, TransportError>> {
        let Self { http, turn } = self.clone();
        Box::pin(async move {
            let _turn = turn.lock().await;
            http.send(request).await
        })
    }
}

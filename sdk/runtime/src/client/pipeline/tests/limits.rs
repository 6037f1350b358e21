//! Limits of time, under a clock that the test winds.

use super::*;
use crate::credentials::{Credentials, ProvideCredentials};
use crate::http::{BoxFuture, HttpClient, Response};
use crate::testing::plain::client;
use tokio::time::sleep;

/// A server that never answers.
#[derive(Debug)]
struct Never;

impl HttpClient for Never {
    fn send(&self, _: http::Request<Body>) -> BoxFuture<'static, Result<Response, TransportError>> {
        Box::pin(std::future::pending())
    }
}

/// Credentials that take a minute.
#[derive(Debug)]
struct Slow;

impl ProvideCredentials for Slow {
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, Error>> {
        Box::pin(async {
            sleep(Duration::from_secs(60)).await;
            Ok(Credentials::from_keys("AKID", "secret"))
        })
    }
}

fn stuck(change: impl FnOnce(&mut ClientConfig)) -> Core {
    client(&TestClient::default(), &SERVICE, |config| {
        config.http = Arc::new(Never);
        change(config);
    })
}

#[tokio::test(start_paused = true)]
async fn an_attempt_out_of_time_is_made_again() {
    let core = stuck(|config| {
        config.attempt_timeout = Some(Duration::from_secs(2));
        config.jitter = Arc::new(|| 0.0);
    });
    let start = Instant::now();
    let error = call::<Act>(&core).send().await.unwrap_err();
    assert!(error.is_timeout());
    assert_eq!((error.attempts(), start.elapsed()), (3, Duration::from_secs(6)));
    assert!(error.to_string().contains("the attempt took longer than the limit of 2s"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_call_out_of_time_is_over() {
    let core = stuck(|_| {});
    let one = call::<Act>(&core).customize(|call| call.operation_timeout(Duration::from_secs(1)));
    let start = Instant::now();
    let error = one.send().await.unwrap_err();
    assert!(error.is_timeout());
    assert_eq!((error.attempts(), start.elapsed()), (1, Duration::from_secs(1)));
    assert!(error.to_string().contains("the call took longer than the limit of 1s"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn credentials_take_no_time_of_the_call() {
    let signed = |config: &mut ClientConfig| {
        config.anonymous = false;
        config.credentials = Arc::new(Slow);
        config.attempt_timeout = Some(Duration::from_secs(1));
        config.operation_timeout = Some(Duration::from_secs(2));
        config.jitter = Arc::new(|| 1.0);
    };
    let http = TestClient::replay([response(500, ""), response(200, "ok")]);
    let start = Instant::now();
    call::<Signed>(&client(&http, &SERVICE, signed)).send().await.unwrap();
    assert_eq!(start.elapsed(), Duration::from_millis(120_050));
    assert!(http.requests()[1].headers.contains_key("authorization"));

    let core = client(&http, &SERVICE, |config| {
        signed(config);
        config.http = Arc::new(Never);
        config.attempt_timeout = None;
    });
    let start = Instant::now();
    assert!(call::<Signed>(&core).send().await.unwrap_err().is_timeout());
    assert_eq!(start.elapsed(), Duration::from_secs(62));
}

//! What customised clients share, and what they do not.

use super::*;
use crate::credentials::{Credentials, ProvideCredentials};
use crate::http::BoxFuture;
use std::time::{SystemTime, UNIX_EPOCH};

/// A number that hooks count up.
#[derive(Default)]
struct Count(Mutex<u32>);

/// Writes into the output how often it ran where the call went.
struct Counter;

impl Interceptor for Counter {
    fn after_parse(
        &self,
        context: &mut Context,
        _: &ResponseMetadata,
        output: &mut dyn Shape,
    ) -> Result<(), Error> {
        let count = context.kept::<Count>();
        let mut count = count.0.lock().unwrap();
        *count += 1;
        if let Slot::String(text) = output.get_mut(0).slot() {
            *text = count.to_string();
        }
        Ok(())
    }
}

async fn counted(core: &Core) -> String {
    call::<Act>(core).send().await.unwrap().text.unwrap()
}

#[tokio::test]
async fn hooks_keep_what_they_learn_for_each_place() {
    let script = TestClient::always(response(200, "ok"));
    let core = client(&script, &SERVICE, |config| config.interceptors.push(Arc::new(Counter)));
    assert_eq!(counted(&core).await, "1");
    for other in [
        core.customize(|call| call.region("eu-west-1")),
        core.customize(|call| call.endpoint_url("https://other.example")),
        core.customize(|call| call.use_fips(true)),
        core.customize(|call| call.use_dual_stack(true)),
        core.customize(|call| call.client_context("special", true)),
    ] {
        assert_eq!(counted(&other).await, "1");
    }
    let again = core.customize(|call| call.region("eu-west-1").max_attempts(1));
    assert_eq!(counted(&again).await, "2");
    assert_eq!(counted(&again.customize(|call| call.region("us-east-1"))).await, "2");
}

#[tokio::test]
async fn settings_that_never_end_do_not_fill_the_memory() {
    let script = TestClient::always(response(200, "ok"));
    let core = client(&script, &SERVICE, |config| config.interceptors.push(Arc::new(Counter)));
    for number in 0..101 {
        let other = core.customize(|call| call.endpoint_url(format!("https://{number}.example")));
        assert_eq!(counted(&other).await, "1");
    }
    let forgotten = core.customize(|call| call.endpoint_url("https://0.example"));
    assert_eq!(counted(&forgotten).await, "1");
    assert_eq!(counted(&core).await, "1", "a client keeps what it has");
    assert_eq!(counted(&core).await, "2");
}

#[tokio::test(start_paused = true)]
async fn the_retry_quota_is_that_of_a_region() {
    let script = TestClient::always(response(500, "Down: x"));
    let core = plain(&script);
    call::<Act>(&core).send().await.unwrap_err();
    assert_eq!(core.retry_quota(), 472);
    assert_eq!(core.customize(|call| call.max_attempts(1)).retry_quota(), 472);
    assert_eq!(core.customize(|call| call.region("eu-west-1")).retry_quota(), 500);
}

/// A server with a wrong clock says nothing of the others; and a clock that is replaced is another one.
#[tokio::test]
async fn the_clock_is_corrected_for_the_place_that_said_so() {
    let wrong = response(400, "RequestTimeTooSkewed: x").header("date", "Thu, 01 Jan 2026 00:00:00 GMT");
    let script = TestClient::replay([wrong, response(200, "ok")]);
    let clock: Arc<dyn Fn() -> SystemTime + Send + Sync> = Arc::new(|| UNIX_EPOCH);
    let core = client(&script, &SERVICE, |config| config.clock = Arc::clone(&clock));
    call::<Act>(&core).send().await.unwrap();
    let now = |core: &Core| core.config().unwrap().now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    assert_eq!(now(&core), 1_767_225_600);
    let other = core.customize(|call| call.endpoint_url("https://other.example"));
    assert_eq!(now(&other), 0);
    let back = other.customize(|call| call.endpoint_url("https://test.example"));
    assert_eq!(now(&back), 1_767_225_600);
    let replaced = core.customize(|call| call.configure(|config| config.clock = Arc::new(|| UNIX_EPOCH)));
    assert_eq!(now(&replaced), 0);
}

#[derive(Debug)]
struct NoCredentials;

impl ProvideCredentials for NoCredentials {
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, Error>> {
        Box::pin(std::future::ready(Err(Error::new(ErrorKind::Credentials, "none"))))
    }
}

#[tokio::test(start_paused = true)]
async fn attempts_are_the_requests_that_were_sent() {
    let script = TestClient::always(response(500, "Down: x"));
    let core = client(&script, &SERVICE, |config| config.anonymous = false);
    let unsigned = core.customize(|call| call.credentials_provider(NoCredentials));
    let error = call::<Signed>(&unsigned).send().await.unwrap_err();
    assert_eq!((error.attempts(), script.requests().len()), (0, 0));
    let error = call::<Act>(&plain(&script)).send().await.unwrap_err();
    assert_eq!((error.attempts(), script.requests().len()), (3, 3));
    let slow = core.customize(|call| call.operation_timeout(Duration::ZERO));
    assert_eq!(call::<Signed>(&slow).send().await.unwrap_err().attempts(), 0);
}

#[tokio::test]
async fn without_random_bytes_nothing_is_sent() {
    let script = TestClient::default();
    let core = client(&script, &SERVICE, |config| {
        config.idempotency_token = Arc::new(|| Err(Error::serialize("no random bytes")));
    });
    let error = call::<Act>(&core).send().await.unwrap_err();
    assert_eq!(error.to_string(), "test Act: no random bytes");
    assert_eq!((error.attempts(), script.requests().len()), (0, 0));
}

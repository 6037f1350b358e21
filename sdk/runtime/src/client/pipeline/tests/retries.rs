//! Attempts: how many, why, and when, under a clock that runs on while everybody sleeps.

use super::*;
use crate::config::RetryMode;
use crate::credentials::{Credentials, ProvideCredentials};
use crate::http::BoxFuture;
use std::sync::atomic::{AtomicU32, Ordering};

/// Notes when requests are sent.
#[derive(Default)]
struct Sent(Mutex<Vec<Instant>>);

impl Interceptor for Arc<Sent> {
    fn before_send(&self, _: &mut Context, _: &mut http::Request<Body>) -> Result<(), Error> {
        self.0.lock().unwrap().push(Instant::now());
        Ok(())
    }
}

impl Sent {
    /// The times between requests in milliseconds.
    fn gaps(&self) -> Vec<u128> {
        let times = self.0.lock().unwrap();
        times.windows(2).map(|pair| (pair[1] - pair[0]).as_millis()).collect()
    }
}

/// The times between the attempts of a call that gets `answers`. Delays are the longest there can be.
async fn gaps<O: Operation<Input = Input>>(
    answers: impl IntoIterator<Item = Answer>,
    change: impl FnOnce(&mut ClientConfig),
) -> (Vec<u128>, Result<O::Output, Error>) {
    let sent = Arc::new(Sent::default());
    let core = client(&TestClient::replay(answers), &SERVICE, |config| {
        config.jitter = Arc::new(|| 1.0);
        config.interceptors.push(Arc::new(Arc::clone(&sent)));
        change(config);
    });
    let result = call::<O>(&core).send().await;
    (sent.gaps(), result)
}

fn failures(count: usize, answer: Answer) -> impl Iterator<Item = Answer> {
    std::iter::repeat_n(answer, count)
}

#[tokio::test(start_paused = true)]
async fn transient_failures_are_tried_again_with_one_invocation_id() {
    let script = TestClient::replay([
        response(503, ""),
        Answer::failure(refused_connection()),
        response(200, "third time lucky"),
    ]);
    let core = plain(&script);
    let (output, metadata) = call::<Act>(&core).send_with_metadata().await.unwrap();
    assert_eq!(output.text.as_deref(), Some("third time lucky"));
    assert_eq!((metadata.attempts(), metadata.retry_attempts()), (3, 2));
    let requests = script.requests();
    assert_eq!(requests[2].headers["amz-sdk-request"], "attempt=3; max=3");
    assert_eq!(requests[0].headers["amz-sdk-invocation-id"], requests[2].headers["amz-sdk-invocation-id"]);
    assert_eq!(requests[2].body, "hello");
}

#[tokio::test(start_paused = true)]
async fn a_service_learns_how_long_an_answer_is_waited_for() {
    let date = "Thu, 01 Jan 2026 00:00:30 GMT";
    let script = TestClient::replay([response(503, "").header("date", date), response(200, "ok")]);
    let core = client(&script, &SERVICE, |config| {
        config.clock = Arc::new(|| std::time::UNIX_EPOCH + Duration::from_secs(1_767_225_600));
    });
    call::<Act>(&core).send().await.unwrap();
    let requests = script.requests();
    assert_eq!(requests[0].headers["amz-sdk-request"], "attempt=1; max=3");
    assert_eq!(requests[1].headers["amz-sdk-request"], "ttl=20260101T000130Z; attempt=2; max=3");
}

#[tokio::test(start_paused = true)]
async fn attempts_run_out() {
    let script = TestClient::replay(failures(3, response(500, "Oops: try later")));
    let error = call::<Act>(&plain(&script)).send().await.unwrap_err();
    assert_eq!((error.code(), error.status(), error.attempts()), (Some("Oops"), Some(500), 3));
    assert!(error.metadata().unwrap().max_attempts_reached());
    assert_eq!(error.to_string(), "test Act: Oops: try later (status 500, 3 attempts)");
}

#[tokio::test(start_paused = true)]
async fn delays_are_those_of_all_sdks() {
    let ten = |config: &mut ClientConfig| config.max_attempts = Some(10);
    let (transient, _) = gaps::<Act>(failures(10, response(503, "")), ten).await;
    assert_eq!(transient, [50, 100, 200, 400, 800, 1_600, 3_200, 6_400, 12_800]);
    let (throttled, _) = gaps::<Act>(failures(10, response(400, "TooFast: x")), ten).await;
    assert_eq!(throttled, [1_000, 2_000, 4_000, 8_000, 16_000, 20_000, 20_000, 20_000, 20_000]);
    let quarter = |config: &mut ClientConfig| config.jitter = Arc::new(|| 0.25);
    let (jittered, _) = gaps::<Act>(failures(3, response(400, "SlowDown: x")), quarter).await;
    assert_eq!(jittered, [250, 500]);
}

#[tokio::test(start_paused = true)]
async fn a_service_asks_for_up_to_five_seconds_more() {
    let ask = |milliseconds: &str| response(503, "").header("x-amz-retry-after", milliseconds);
    let answers = [ask("1500"), ask("20"), ask("60000"), ask("soon"), response(200, "ok")];
    let (waited, result) = gaps::<Act>(answers, |config| config.max_attempts = Some(5)).await;
    assert_eq!(waited, [1_500, 100, 5_200, 400]);
    assert!(result.is_ok());
}

#[tokio::test(start_paused = true)]
async fn a_client_stops_retrying_when_its_quota_is_used_up() {
    let script = TestClient::always(response(503, ""));
    let core = plain(&script);
    let mut calls = 0;
    let error = loop {
        calls += 1;
        let error = call::<Act>(&core).send().await.unwrap_err();
        if error.metadata().unwrap().retry_quota_reached() {
            break error;
        }
    };
    // 500 units buy 35 retries of 14: two each for 17 calls, one for the 18th.
    assert_eq!((calls, error.attempts()), (18, 2));
    assert!(error.to_string().ends_with("not tried again: too many recent calls of this client failed"));
    let start = Instant::now();
    call::<Poll>(&core).send().await.unwrap_err();
    assert!(start.elapsed() > Duration::ZERO, "a long poll waits before it fails");
    let start = Instant::now();
    call::<Act>(&core).send().await.unwrap_err();
    assert_eq!(start.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn quota_is_paid_for_retries_and_comes_back_with_success() {
    let script = TestClient::replay([
        response(500, ""),
        response(500, ""),
        response(200, "ok"),
        response(429, "Unheard: of"),
        response(200, "ok"),
        response(200, "ok"),
        response(500, ""),
        response(400, "Refused: x"),
    ]);
    let core = plain(&script);
    let mut left = Vec::new();
    for _ in 0..4 {
        let _ = call::<Act>(&core).send().await;
        left.push(core.retry_quota());
    }
    // Two for 14 each, the last of them comes back; one for 5, which comes back; 1 for a success at once; 14, lost.
    assert_eq!(left, [486, 486, 487, 473]);
}

#[tokio::test(start_paused = true)]
async fn the_legacy_mode_has_its_own_rules() {
    let legacy = |config: &mut ClientConfig| config.retry_mode = RetryMode::Legacy;
    let (waited, result) = gaps::<Act>(failures(9, response(509, "")), legacy).await;
    assert_eq!(waited, [1_000, 2_000, 4_000, 8_000]);
    let error = result.unwrap_err();
    assert!(error.metadata().unwrap().max_attempts_reached());
    let slow_down = response(400, "SlowDown: x").header("x-amz-retry-after", "1");
    assert_eq!(gaps::<Act>([slow_down], legacy).await.0, [0; 0]);
    let core = client(&TestClient::always(response(500, "")), &SERVICE, legacy);
    for _ in 0..40 {
        assert_eq!(call::<Act>(&core).send().await.unwrap_err().attempts(), 5);
    }
    assert_eq!(core.retry_quota(), 500);
}

#[tokio::test(start_paused = true)]
async fn a_call_can_have_settings_of_its_own() {
    let script = TestClient::always(response(500, ""));
    let core = plain(&script);
    let attempts = async |call: Call<Act>| call.send().await.unwrap_err().attempts();
    assert_eq!(attempts(call(&core).customize(|call| call.max_attempts(1))).await, 1);
    assert_eq!(attempts(call(&core).customize(|call| call.retry_mode(RetryMode::Legacy))).await, 5);
    let both = call(&core).customize(|call| call.retry_mode(RetryMode::Legacy).max_attempts(2));
    assert_eq!(attempts(both).await, 2);
    assert_eq!(attempts(call(&core)).await, 3);
    assert!(error_is_throttling(&core).await);
}

/// Whether an error is throttling does not depend on how it is retried.
async fn error_is_throttling(core: &Core) -> bool {
    let http = TestClient::always(response(429, "Unheard: of"));
    let legacy = core.customize(|call| call.http_client(http).retry_mode(RetryMode::Legacy).max_attempts(1));
    call::<Act>(&legacy).send().await.unwrap_err().is_throttling()
}

#[tokio::test(start_paused = true)]
async fn the_adaptive_mode_slows_down_after_throttling() {
    let sent = Arc::new(Sent::default());
    let throttled = response(400, "TooFast: x");
    let answers =
        failures(20, response(200, "ok")).chain([throttled]).chain(failures(8, response(200, "ok")));
    let core = client(&TestClient::replay(answers), &SERVICE, |config| {
        config.retry_mode = RetryMode::Adaptive;
        config.jitter = Arc::new(|| 0.0);
        config.interceptors.push(Arc::new(Arc::clone(&sent)));
    });
    for _ in 0..20 {
        call::<Act>(&core).send().await.unwrap();
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    for _ in 0..8 {
        call::<Act>(&core).send().await.unwrap();
    }
    let gaps = sent.gaps();
    assert_eq!(gaps[..20], [100; 20], "nothing is limited before");
    // botocore's limiter gives 0, 18.15, 141.23, 130.34, 122.82, 117.34, 113.21 and 110.02 for the same calls; here
    // sleeps are rounded up to whole milliseconds.
    assert_eq!(gaps[20..], [0, 19, 141, 130, 123, 117, 114, 110]);
}

#[tokio::test(start_paused = true)]
async fn a_body_that_breaks_off_is_tried_again() {
    let script = TestClient::replay([response(200, "hal").breaking_off(), response(200, "half")]);
    let output = call::<Act>(&plain(&script)).send().await.unwrap();
    assert_eq!(output.text.as_deref(), Some("half"));
}

#[tokio::test]
async fn a_stream_read_once_is_not_sent_twice() {
    let script = TestClient::replay([response(503, "")]);
    let mut put = Call::<Put>::new(&plain(&script));
    put.input.body = ByteStream::from_stream(ByteStream::from("hello"), None);
    let error = put.send().await.unwrap_err();
    assert_eq!((error.status(), error.attempts()), (Some(503), 1));
    assert!(error.to_string().contains("cannot be read a second time"), "{error}");
}

#[tokio::test]
async fn a_file_is_sent_again_from_its_beginning() {
    let path = std::env::temp_dir().join(format!("tucuxi-rewind-{}", std::process::id()));
    tokio::fs::write(&path, "hello").await.unwrap();
    let script = TestClient::replay([response(503, ""), response(200, "ok")]);
    let mut put = Call::<Put>::new(&client(&script, &SERVICE, |config| config.jitter = Arc::new(|| 0.0)));
    put.input.body = ByteStream::from_path(&path).await.unwrap();
    let result = put.send().await;
    tokio::fs::remove_file(&path).await.unwrap();
    result.unwrap();
    for request in script.requests() {
        assert_eq!(request.body, "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n");
    }
}

#[tokio::test]
async fn credentials_that_cannot_be_fetched_are_not_asked_for_again() {
    /// Asks somebody who does not answer.
    #[derive(Debug, Default)]
    struct Unreachable(AtomicU32);
    impl ProvideCredentials for Unreachable {
        fn credentials(&self) -> BoxFuture<'_, Result<Credentials, Error>> {
            self.0.fetch_add(1, Ordering::Relaxed);
            Box::pin(async { Err(refused_connection().into()) })
        }
    }
    let provider = Arc::new(Unreachable::default());
    let core = plain(&TestClient::default()).customize(|call| {
        call.credentials_provider(Arc::clone(&provider)).configure(|config| config.anonymous = false)
    });
    let error = call::<Signed>(&core).send().await.unwrap_err();
    assert!(error.is_connect());
    assert_eq!((provider.0.load(Ordering::Relaxed), core.retry_quota()), (1, 500));
}

#[tokio::test(start_paused = true)]
async fn a_wrong_clock_is_learnt_and_signed_without() {
    // This machine is in 2025, the service in 2026.
    let now = std::time::UNIX_EPOCH + Duration::from_secs(1_735_689_600);
    let refused = || response(403, "RequestTimeTooSkewed: x").header("date", "Thu, 01 Jan 2026 00:00:30 GMT");
    let script =
        TestClient::replay([refused(), response(200, "ok"), response(200, "ok"), refused(), refused()]);
    let with = |config: &mut ClientConfig| {
        config.anonymous = false;
        config.credentials = Arc::new(Credentials::from_keys("AKID", "secret"));
        config.clock = Arc::new(move || now);
    };
    let core = client(&script, &SERVICE, with);
    let start = Instant::now();
    call::<Signed>(&core).send().await.unwrap();
    assert_eq!(start.elapsed(), Duration::ZERO);
    call::<Signed>(&core).customize(|call| call.max_attempts(1)).send().await.unwrap();
    let error = call::<Signed>(&core).send().await.unwrap_err();
    assert_eq!(error.attempts(), 1, "there is nothing more to learn");
    let other = client(&script, &SERVICE, with);
    call::<Signed>(&other).customize(|call| call.max_attempts(1)).send().await.unwrap_err();
    let dates: Vec<_> = script
        .requests()
        .iter()
        .map(|request| request.headers["x-amz-date"].to_str().unwrap().to_owned())
        .collect();
    let (wrong, right) = ("20250101T000000Z", "20260101T000030Z");
    assert_eq!(dates, [wrong, right, right, right, wrong]);
    assert_eq!(core.retry_quota(), 500);
}

#[tokio::test(start_paused = true)]
async fn what_another_server_sent_is_tried_again_as_after_status_500() {
    for mode in [RetryMode::Standard, RetryMode::Adaptive, RetryMode::Legacy] {
        let in_mode = |config: &mut ClientConfig| config.retry_mode = mode;
        let (foreign, result) = gaps::<Act>(failures(9, response(200, "<html>")), in_mode).await;
        let (failed, _) = gaps::<Act>(failures(9, response(500, "Oops: later")), in_mode).await;
        let (refused, refusal) = gaps::<Act>(failures(9, response(200, "Oops: later!")), in_mode).await;
        assert_eq!((&foreign, &refused), (&failed, &failed), "{mode:?}");
        let error = result.unwrap_err();
        assert_eq!((error.kind(), error.status()), (ErrorKind::Parse, Some(200)));
        assert_eq!(error.attempts() as usize, foreign.len() + 1);
        assert!(error.metadata().unwrap().max_attempts_reached());
        let refusal = refusal.unwrap_err();
        assert_eq!(
            (refusal.kind(), refusal.code(), refusal.status()),
            (ErrorKind::Service, Some("Oops"), Some(200))
        );
    }
}

#[tokio::test(start_paused = true)]
async fn what_another_server_sent_costs_as_much_as_status_500() {
    let left = async |answer: Answer| {
        let core = plain(&TestClient::replay(failures(3, answer)));
        call::<Act>(&core).send().await.unwrap_err();
        core.retry_quota()
    };
    let failed = left(response(500, "Oops: later")).await;
    assert_eq!(left(response(200, "<html>")).await, failed);
    assert_eq!(left(response(200, "Oops: later!")).await, failed);
    assert!(left(response(200, "garbage")).await > failed);
}

#[tokio::test(start_paused = true)]
async fn an_error_with_a_status_of_success_is_judged_by_its_code() {
    let script = TestClient::replay([
        response(200, "TooFast: slow down!"),
        response(200, "<html>"),
        response(200, "ok"),
    ]);
    let (output, metadata) = call::<Act>(&plain(&script)).send_with_metadata().await.unwrap();
    assert_eq!((output.text.as_deref(), metadata.attempts()), (Some("ok"), 3));
    let core = client(&TestClient::always(response(200, "TooFast: slow down!")), &SERVICE, |config| {
        config.max_attempts = Some(1);
    });
    assert!(call::<Act>(&core).send().await.unwrap_err().is_throttling());
}

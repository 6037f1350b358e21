//! When credentials are fetched, how often, and what is used meanwhile, under a clock of the tests' own.
#![allow(clippy::unwrap_used)]

use crate::error::{Error, ErrorKind};
use crate::http::BoxFuture;
use crate::identity::{Credentials, ProvideCredentials, Refreshing};
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, SystemTime};
use tokio::sync::Semaphore;

/// Gives credentials that hold for a while, counts how often, and waits where it is told to.
struct Issuer {
    fetched: AtomicU64,
    hold_for: Duration,
    fail: AtomicBool,
    /// A fetch needs a permit of these.
    permits: Semaphore,
    /// Seconds since the start.
    now: AtomicU64,
    start: SystemTime,
}

impl fmt::Debug for Issuer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Issuer")
    }
}

impl ProvideCredentials for Issuer {
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, Error>> {
        Box::pin(async {
            let count = self.fetched.fetch_add(1, Ordering::SeqCst) + 1;
            self.permits.acquire().await.unwrap().forget();
            if self.fail.load(Ordering::SeqCst) {
                return Err(Error::new(ErrorKind::Credentials, "refused"));
            }
            let end = self.time() + self.hold_for;
            Ok(Credentials::builder(format!("AKID{count}"), "secret").expiration(end).build())
        })
    }
}

impl Issuer {
    fn new(minutes: u64) -> (Arc<Self>, Refreshing) {
        let source = Arc::new(Self {
            fetched: AtomicU64::new(0),
            hold_for: Duration::from_secs(minutes * 60),
            fail: AtomicBool::new(false),
            permits: Semaphore::new(1000),
            now: AtomicU64::new(0),
            start: SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000),
        });
        let clock = source.clone();
        let refreshing = Refreshing::with_clock(source.clone(), Arc::new(move || clock.time()));
        (source, refreshing)
    }

    fn time(&self) -> SystemTime {
        self.start + Duration::from_secs(self.now.load(Ordering::SeqCst))
    }

    fn at_minute(&self, minute: u64) {
        self.now.store(minute * 60, Ordering::SeqCst);
    }

    fn count(&self) -> u64 {
        self.fetched.load(Ordering::SeqCst)
    }

    /// From here on fetches wait for [`release`](Self::release).
    fn hold_back(&self) {
        self.permits.forget_permits(usize::MAX >> 4);
    }

    fn release(&self) {
        self.permits.add_permits(1000);
    }
}

async fn key(refreshing: &Refreshing) -> Result<String, String> {
    let result = refreshing.credentials().await;
    result.map(|credentials| credentials.access_key_id().to_owned()).map_err(|error| error.to_string())
}

/// Lets the tasks in the background come to their end or to their next wait.
async fn settle() {
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
}

async fn many(refreshing: &Refreshing) -> Vec<Result<String, String>> {
    let tasks: Vec<_> = (0..1000)
        .map(|_| {
            let refreshing = refreshing.clone();
            tokio::spawn(async move { key(&refreshing).await })
        })
        .collect();
    let mut results = Vec::new();
    for task in tasks {
        results.push(task.await.unwrap());
    }
    results
}

#[tokio::test]
async fn many_calls_cause_one_fetch() {
    let (source, refreshing) = Issuer::new(60);
    assert!(many(&refreshing).await.iter().all(|result| result.as_deref() == Ok("AKID1")));
    assert_eq!(source.count(), 1);
    source.at_minute(61);
    assert!(many(&refreshing).await.iter().all(|result| result.as_deref() == Ok("AKID2")));
    assert_eq!(source.count(), 2);
}

#[tokio::test]
async fn many_calls_share_one_failure() {
    let (source, refreshing) = Issuer::new(60);
    source.fail.store(true, Ordering::SeqCst);
    assert!(many(&refreshing).await.iter().all(Result::is_err));
    assert_eq!(source.count(), 1);
}

#[tokio::test]
async fn with_little_left_they_are_fetched_in_the_background() {
    let (source, refreshing) = Issuer::new(60);
    key(&refreshing).await.unwrap();
    source.at_minute(44);
    key(&refreshing).await.unwrap();
    settle().await;
    assert_eq!(source.count(), 1);
    source.hold_back();
    source.at_minute(48);
    for _ in 0..3 {
        assert_eq!(key(&refreshing).await.unwrap(), "AKID1");
        settle().await;
    }
    assert_eq!(source.count(), 2);
    source.release();
    settle().await;
    assert_eq!(key(&refreshing).await.unwrap(), "AKID2");
}

#[tokio::test]
async fn with_less_left_calls_wait_for_the_fetch() {
    let (source, refreshing) = Issuer::new(60);
    key(&refreshing).await.unwrap();
    source.at_minute(51);
    assert_eq!(key(&refreshing).await.unwrap(), "AKID2");
    assert_eq!(source.count(), 2);
}

#[tokio::test]
async fn after_a_failure_they_are_used_while_valid() {
    let (source, refreshing) = Issuer::new(60);
    key(&refreshing).await.unwrap();
    source.fail.store(true, Ordering::SeqCst);
    source.at_minute(51);
    assert_eq!(key(&refreshing).await.unwrap(), "AKID1");
    assert_eq!(key(&refreshing).await.unwrap(), "AKID1");
    assert_eq!(source.count(), 2, "a pause follows a failure");
    source.at_minute(53);
    assert_eq!(key(&refreshing).await.unwrap(), "AKID1");
    assert_eq!(source.count(), 3);
    source.at_minute(61);
    assert!(key(&refreshing).await.unwrap_err().contains("refused"));
    source.fail.store(false, Ordering::SeqCst);
    assert_eq!(key(&refreshing).await.unwrap(), "AKID5");
}

#[tokio::test]
async fn short_ones_are_not_fetched_all_the_time() {
    let (source, refreshing) = Issuer::new(12);
    for minute in 0..6 {
        source.at_minute(minute);
        assert_eq!(key(&refreshing).await.unwrap(), "AKID1");
        settle().await;
    }
    assert_eq!(source.count(), 1);
    source.at_minute(10);
    assert_eq!(key(&refreshing).await.unwrap(), "AKID2");
}

#[tokio::test]
async fn what_is_over_when_it_comes_is_an_error() {
    let (source, refreshing) = Issuer::new(0);
    assert!(
        many(&refreshing).await.iter().all(|result| result.as_ref().unwrap_err().contains("already over"))
    );
    assert_eq!(source.count(), 1);
}

#[tokio::test]
async fn a_fetch_goes_on_when_the_call_is_given_up() {
    let (source, refreshing) = Issuer::new(60);
    source.hold_back();
    let call = tokio::spawn({
        let refreshing = refreshing.clone();
        async move { key(&refreshing).await }
    });
    settle().await;
    call.abort();
    source.release();
    assert_eq!(key(&refreshing).await.unwrap(), "AKID1");
    assert_eq!(source.count(), 1);
}

#[derive(Debug)]
struct Panics;

impl ProvideCredentials for Panics {
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, Error>> {
        Box::pin(async { panic!("a provider of a user's own") })
    }
}

#[tokio::test]
async fn a_provider_that_panics_does_not_hang_calls() {
    let refreshing = Refreshing::new(Panics);
    for _ in 0..2 {
        assert!(key(&refreshing).await.unwrap_err().contains("broken off"));
    }
}

#[test]
fn without_a_runtime_the_call_fetches() {
    let (source, refreshing) = Issuer::new(60);
    let mut call = std::pin::pin!(key(&refreshing));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let result = call.as_mut().poll(&mut context);
    assert!(matches!(result, std::task::Poll::Ready(Ok(key)) if key == "AKID1"));
    assert_eq!(source.count(), 1);
}

/// Gives credentials without keeping them.
#[derive(Clone, Debug, Default)]
struct Counted(Arc<AtomicU64>);

impl ProvideCredentials for Counted {
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, Error>> {
        Box::pin(async {
            let count = self.0.fetch_add(1, Ordering::SeqCst) + 1;
            tokio::task::yield_now().await;
            let end = SystemTime::now() + Duration::from_secs(3600);
            Ok(Credentials::builder(format!("AKID{count}"), "secret").expiration(end).build())
        })
    }
}

#[tokio::test]
async fn sessions_keep_what_a_provider_of_the_program_gives() {
    let counted = Counted::default();
    let session = crate::Session::builder().env([("", ""); 0]).credentials_provider(counted.clone());
    let provider = session.build().unwrap().credentials().clone();
    let calls = (0..20).map(|_| {
        let provider = provider.clone();
        tokio::spawn(async move { provider.credentials().await.unwrap().access_key_id().to_owned() })
    });
    for call in calls.collect::<Vec<_>>() {
        assert_eq!(call.await.unwrap(), "AKID1");
    }
    assert_eq!(counted.0.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_provider_that_keeps_its_credentials_itself_is_asked_each_time() {
    let (source, refreshing) = Issuer::new(60);
    let session = crate::Session::builder().env([("", ""); 0]).credentials_provider(refreshing);
    let provider = session.build().unwrap().credentials().clone();
    let key = async || provider.credentials().await.unwrap().access_key_id().to_owned();
    assert_eq!((key().await, key().await, source.count()), ("AKID1".to_owned(), "AKID1".to_owned(), 1));
    // With less than ten minutes left a call waits for new ones.
    source.at_minute(51);
    assert_eq!((key().await, source.count()), ("AKID2".to_owned(), 2));
}

//! [`Refreshing`]: keeps credentials and fetches them anew ahead of their end.

use super::{Credentials, ProvideCredentials};
use crate::error::Error;
use crate::http::BoxFuture;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, SystemTime};
use tokio::sync::Mutex;

/// With less than this left one caller fetches anew, and the others go on with what there is.
const ADVISORY: Duration = Duration::from_secs(15 * 60);
/// With less than this left every caller waits for new ones.
const MANDATORY: Duration = Duration::from_secs(10 * 60);

/// Keeps what a provider gave until shortly before its end. botocore's times hold: with less than 15 minutes left one
/// call fetches new credentials, with less than 10 all calls wait for them. However many wait, one fetch is made. If
/// it fails, those at hand are used for as long as they are valid.
pub struct Refreshing {
    provider: Arc<dyn ProvideCredentials>,
    current: RwLock<Option<Credentials>>,
    /// Held during a fetch. Has the error of the last one, if it failed: those who waited for it get this instead of
    /// trying again one after another.
    fetching: Mutex<Option<Error>>,
}

/// How long credentials still hold.
#[derive(PartialEq)]
enum Age {
    Fresh,
    Advisory,
    Mandatory,
    Over,
}

impl Age {
    fn of(credentials: &Credentials) -> Self {
        let Some(end) = credentials.expiration() else { return Self::Fresh };
        match end.duration_since(SystemTime::now()) {
            Ok(left) if left >= ADVISORY => Self::Fresh,
            Ok(left) if left >= MANDATORY => Self::Advisory,
            Ok(_) => Self::Mandatory,
            Err(_) => Self::Over,
        }
    }
}

impl Refreshing {
    /// Keeps what `provider` gives. A provider of your own that fetches from somewhere is best wrapped in this.
    pub fn new(provider: impl ProvideCredentials + 'static) -> Self {
        Self { provider: Arc::new(provider), current: RwLock::default(), fetching: Mutex::default() }
    }

    fn current(&self) -> Option<(Credentials, Age)> {
        let credentials = self.current.read().unwrap_or_else(PoisonError::into_inner).clone()?;
        let age = Age::of(&credentials);
        Some((credentials, age))
    }

    async fn get(&self) -> Result<Credentials, Error> {
        match self.current() {
            Some((credentials, Age::Fresh)) => return Ok(credentials),
            Some((credentials, Age::Advisory)) => {
                let Ok(mut failure) = self.fetching.try_lock() else { return Ok(credentials) };
                return Ok(self.fetch(&mut failure).await.unwrap_or(credentials));
            }
            _ => {}
        }
        let (mut failure, waited) = match self.fetching.try_lock() {
            Ok(guard) => (guard, false),
            Err(_) => (self.fetching.lock().await, true),
        };
        let current = self.current();
        if let Some((credentials, Age::Fresh | Age::Advisory)) = current {
            return Ok(credentials);
        }
        let result = match &*failure {
            Some(error) if waited => Err(error.clone()),
            _ => self.fetch(&mut failure).await,
        };
        match current {
            Some((credentials, Age::Mandatory)) => Ok(result.unwrap_or(credentials)),
            _ => result,
        }
    }

    async fn fetch(&self, failure: &mut Option<Error>) -> Result<Credentials, Error> {
        // Should this fetch be given up, those who wait must not take an older error for its result.
        *failure = None;
        let result = self.provider.credentials().await;
        if let Ok(credentials) = &result {
            *self.current.write().unwrap_or_else(PoisonError::into_inner) = Some(credentials.clone());
        }
        *failure = result.as_ref().err().cloned();
        result
    }
}

impl ProvideCredentials for Refreshing {
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, Error>> {
        Box::pin(self.get())
    }
}

impl fmt::Debug for Refreshing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.provider.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::error::ErrorKind;
    use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

    /// Gives credentials that hold for a while, slowly, and counts how often.
    #[derive(Debug, Default)]
    struct Counting {
        fetched: AtomicU64,
        hold_for: Duration,
        fail: AtomicBool,
    }

    impl ProvideCredentials for Counting {
        fn credentials(&self) -> BoxFuture<'_, Result<Credentials, Error>> {
            Box::pin(async {
                let count = self.fetched.fetch_add(1, Ordering::SeqCst) + 1;
                tokio::time::sleep(Duration::from_millis(20)).await;
                if self.fail.load(Ordering::SeqCst) {
                    return Err(Error::new(ErrorKind::Credentials, "refused"));
                }
                let end = SystemTime::now() + self.hold_for;
                Ok(Credentials::new(format!("AKID{count}"), "secret", None, Some(end), None))
            })
        }
    }

    fn provider(hold_for: Duration) -> (Arc<Counting>, Arc<Refreshing>) {
        let counting = Arc::new(Counting { hold_for, ..Counting::default() });
        (counting.clone(), Arc::new(Refreshing::new(counting)))
    }

    async fn many(refreshing: &Arc<Refreshing>) -> Vec<Result<Credentials, Error>> {
        let tasks: Vec<_> = (0..1000)
            .map(|_| {
                let refreshing = refreshing.clone();
                tokio::spawn(async move { refreshing.credentials().await })
            })
            .collect();
        let mut results = Vec::new();
        for task in tasks {
            results.push(task.await.unwrap());
        }
        results
    }

    #[tokio::test]
    async fn many_callers_cause_one_fetch() {
        let (counting, refreshing) = provider(Duration::from_secs(3600));
        assert!(
            many(&refreshing).await.iter().all(|result| result.as_ref().unwrap().access_key_id() == "AKID1")
        );
        assert_eq!(refreshing.credentials().await.unwrap().access_key_id(), "AKID1");
        assert_eq!(counting.fetched.load(Ordering::SeqCst), 1);
    }

    #[tokio::test]
    async fn many_callers_share_one_failure() {
        let (counting, refreshing) = provider(Duration::ZERO);
        counting.fail.store(true, Ordering::SeqCst);
        assert!(many(&refreshing).await.iter().all(Result::is_err));
        assert_eq!(counting.fetched.load(Ordering::SeqCst), 1);
    }

    #[tokio::test]
    async fn they_are_fetched_ahead_of_their_end_and_kept_while_valid() {
        let (counting, refreshing) = provider(Duration::from_secs(5 * 60));
        let key =
            async || refreshing.credentials().await.map(|credentials| credentials.access_key_id().to_owned());
        assert_eq!(key().await.unwrap(), "AKID1");
        assert_eq!(key().await.unwrap(), "AKID2");
        counting.fail.store(true, Ordering::SeqCst);
        assert_eq!(key().await.unwrap(), "AKID2");
        assert_eq!(counting.fetched.load(Ordering::SeqCst), 3);
    }

    #[tokio::test]
    async fn when_they_are_over_a_failure_shows() {
        let (counting, refreshing) = provider(Duration::ZERO);
        refreshing.credentials().await.unwrap();
        counting.fail.store(true, Ordering::SeqCst);
        tokio::time::sleep(Duration::from_millis(2)).await;
        assert!(refreshing.credentials().await.is_err());
    }
}

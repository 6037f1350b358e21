//! [`Identities`]: short-lived credentials, many at a time.

use crate::error::Error;
use crate::http::BoxFuture;
use crate::identity::Credentials;
use foldhash::fast::RandomState;
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, SystemTime};

/// With less than this left one call fetches anew, and the others go on with what there is.
const ADVISORY: Duration = Duration::from_secs(45);
/// With less than this left every call waits for new ones.
const MANDATORY: Duration = Duration::from_secs(10);
/// How many are kept.
const CAPACITY: usize = 100;

/// Keeps credentials that hold for minutes and for one thing each, such as a bucket, by that thing and by the credentials
/// they were fetched with. The last 100 used are kept, and each is fetched anew ahead of its end: botocore's numbers.
#[derive(Default)]
pub struct Identities(Mutex<Memory>);

#[derive(Default)]
struct Memory {
    entries: HashMap<String, Entry, RandomState>,
    /// Counts the uses.
    clock: u64,
}

struct Entry {
    identity: Arc<Identity>,
    /// What they were fetched with.
    owner: Credentials,
    last_used: u64,
}

/// The credentials for one key.
#[derive(Default)]
struct Identity {
    current: RwLock<Option<Credentials>>,
    /// Held during a fetch. Has the error of the last one if it failed, which those who waited for it share.
    fetching: tokio::sync::Mutex<Option<Error>>,
}

impl Identities {
    /// The credentials that `owner` has for `key`, for use at the time `now`: those kept, or what `fetch` gives. However
    /// many calls want the same ones, one fetches at a time. Those of another owner are never given, not even where it has
    /// the same access key with another secret or session token.
    ///
    /// # Errors
    /// Those of `fetch`, unless there are credentials that still hold.
    pub async fn get(
        &self,
        key: &str,
        owner: &Credentials,
        now: SystemTime,
        fetch: &(dyn Fn() -> BoxFuture<'static, Result<Credentials, Error>> + Send + Sync),
    ) -> Result<Credentials, Error> {
        let identity = self.entry(format!("{} {key}", owner.access_key_id()), owner);
        let current = identity.current();
        if let Some(credentials) = &current {
            match left(credentials, now) {
                Some(left) if left < MANDATORY => {}
                Some(left) if left < ADVISORY => {
                    let Ok(mut failure) = identity.fetching.try_lock() else {
                        return Ok(credentials.clone());
                    };
                    return Ok(identity.fetch(&mut failure, fetch).await.unwrap_or(credentials.clone()));
                }
                _ => return Ok(credentials.clone()),
            }
        }
        let (mut failure, waited) = match identity.fetching.try_lock() {
            Ok(guard) => (guard, false),
            Err(_) => (identity.fetching.lock().await, true),
        };
        let fresh = |credentials: &Credentials| left(credentials, now).is_none_or(|left| left >= MANDATORY);
        if let Some(credentials) = identity.current().filter(fresh) {
            return Ok(credentials);
        }
        let result = match &*failure {
            Some(error) if waited => Err(error.clone()),
            _ => identity.fetch(&mut failure, fetch).await,
        };
        match current.filter(|credentials| left(credentials, now) != Some(Duration::ZERO)) {
            Some(credentials) => Ok(result.unwrap_or(credentials)),
            None => result,
        }
    }

    /// The entry of `key`, which has the access key of `owner` in it. The one not used for longest makes room for a new one.
    fn entry(&self, key: String, owner: &Credentials) -> Arc<Identity> {
        let mut memory = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        memory.clock += 1;
        let last_used = memory.clock;
        if let Some(entry) = memory.entries.get_mut(&key).filter(|entry| is_same(&entry.owner, owner)) {
            entry.last_used = last_used;
            return Arc::clone(&entry.identity);
        }
        if memory.entries.len() >= CAPACITY && !memory.entries.contains_key(&key) {
            let oldest = memory.entries.iter().min_by_key(|(_, entry)| entry.last_used);
            if let Some(oldest) = oldest.map(|(key, _)| key.clone()) {
                memory.entries.remove(&oldest);
            }
        }
        let identity = Arc::<Identity>::default();
        let entry = Entry { identity: Arc::clone(&identity), owner: owner.clone(), last_used };
        memory.entries.insert(key, entry);
        identity
    }
}

impl Identity {
    fn current(&self) -> Option<Credentials> {
        self.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    async fn fetch(
        &self,
        failure: &mut Option<Error>,
        fetch: &(dyn Fn() -> BoxFuture<'static, Result<Credentials, Error>> + Send + Sync),
    ) -> Result<Credentials, Error> {
        // Should this fetch be given up, those who wait must not take an older error for its result.
        *failure = None;
        let result = fetch().await;
        if let Ok(credentials) = &result {
            *self.current.write().unwrap_or_else(PoisonError::into_inner) = Some(credentials.clone());
        }
        *failure = result.as_ref().err().cloned();
        result
    }
}

fn is_same(one: &Credentials, other: &Credentials) -> bool {
    one.access_key_id() == other.access_key_id()
        && one.secret_access_key() == other.secret_access_key()
        && one.session_token() == other.session_token()
}

/// How long credentials still hold; nothing if they have no end.
fn left(credentials: &Credentials, now: SystemTime) -> Option<Duration> {
    Some(credentials.expiration()?.duration_since(now).unwrap_or_default())
}

impl fmt::Debug for Identities {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.0.lock().unwrap_or_else(PoisonError::into_inner).entries.len();
        write!(f, "Identities({count})")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::error::ErrorKind;
    use std::sync::atomic::{AtomicU64, Ordering};
    use std::time::UNIX_EPOCH;

    /// Gives credentials that hold for five minutes from second 0, 300, 600 and so on; or fails.
    #[derive(Default)]
    struct Source {
        fetched: AtomicU64,
        fail: bool,
        owner: Option<Credentials>,
    }

    impl Source {
        async fn key(&self, identities: &Identities, key: &str, second: u64) -> Result<String, Error> {
            let fetch = || -> BoxFuture<'static, Result<Credentials, Error>> {
                let count = self.fetched.fetch_add(1, Ordering::SeqCst) + 1;
                let fail = self.fail;
                Box::pin(async move {
                    tokio::task::yield_now().await;
                    let end = UNIX_EPOCH + Duration::from_secs(count * 300);
                    match fail {
                        false => Ok(Credentials::builder(format!("K{count}"), "s").expiration(end).build()),
                        true => Err(Error::new(ErrorKind::Credentials, "refused")),
                    }
                })
            };
            let now = UNIX_EPOCH + Duration::from_secs(second);
            let owner = self.owner.clone().unwrap_or_else(|| Credentials::from_keys("A", "s"));
            let credentials = identities.get(key, &owner, now, &fetch).await?;
            Ok(credentials.access_key_id().to_owned())
        }

        fn count(&self) -> u64 {
            self.fetched.load(Ordering::SeqCst)
        }
    }

    #[tokio::test]
    async fn they_are_kept_by_key_and_fetched_ahead_of_their_end() {
        let (identities, source) = (Identities::default(), Source::default());
        assert_eq!(source.key(&identities, "a", 0).await.unwrap(), "K1");
        assert_eq!(source.key(&identities, "a", 254).await.unwrap(), "K1");
        assert_eq!(source.key(&identities, "a", 256).await.unwrap(), "K2");
        assert_eq!(source.key(&identities, "b", 256).await.unwrap(), "K3");
        assert_eq!(source.key(&identities, "a", 256).await.unwrap(), "K2");
    }

    #[tokio::test]
    async fn each_owner_has_its_own() {
        let (identities, mut source) = (Identities::default(), Source::default());
        assert_eq!(source.key(&identities, "a", 0).await.unwrap(), "K1");
        for (owner, expected) in [
            (Credentials::from_keys("B", "s"), "K2"),
            (Credentials::from_keys("A", "guessed"), "K3"),
            (Credentials::builder("A", "guessed").session_token("token").build(), "K4"),
            (Credentials::from_keys("B", "s"), "K2"),
        ] {
            source.owner = Some(owner);
            assert_eq!(source.key(&identities, "a", 0).await.unwrap(), expected);
        }
    }

    #[tokio::test]
    async fn a_failure_shows_only_when_there_is_nothing_that_holds() {
        let (identities, source) = (Identities::default(), Source::default());
        source.key(&identities, "a", 0).await.unwrap();
        let failing = Source { fail: true, ..Source::default() };
        for second in [260, 295] {
            assert_eq!(failing.key(&identities, "a", second).await.unwrap(), "K1");
        }
        assert!(failing.key(&identities, "a", 300).await.is_err());
        assert_eq!(failing.count(), 3);
    }

    #[tokio::test]
    async fn many_calls_share_a_fetch_and_its_failure() {
        for fail in [false, true] {
            let source = Arc::new(Source { fail, ..Source::default() });
            let identities = Arc::new(Identities::default());
            let tasks: Vec<_> = (0..1000)
                .map(|_| {
                    let (source, identities) = (Arc::clone(&source), Arc::clone(&identities));
                    tokio::spawn(async move { source.key(&identities, "a", 0).await.is_err() })
                })
                .collect();
            for task in tasks {
                assert_eq!(task.await.unwrap(), fail);
            }
            assert_eq!(source.count(), 1);
        }
    }

    #[tokio::test]
    async fn the_hundred_last_used_are_kept() {
        let (identities, source) = (Identities::default(), Source::default());
        for key in 0..=100 {
            source.key(&identities, &key.to_string(), 0).await.unwrap();
            source.key(&identities, "1", 0).await.unwrap();
        }
        let before = source.count();
        source.key(&identities, "1", 0).await.unwrap();
        source.key(&identities, "100", 0).await.unwrap();
        assert_eq!(source.count(), before);
        source.key(&identities, "0", 0).await.unwrap();
        assert_eq!(source.count(), before + 1);
    }
}

//! [`Identities`]: short-lived credentials, many at a time.

use crate::error::Error;
use crate::http::BoxFuture;
use crate::identity::{Ahead, Clock, Credentials, Keeper};
use crate::recent::Recent;
use std::fmt;

/// Keeps credentials that hold for minutes and for one thing each, such as a bucket, by that thing and by the credentials
/// they were fetched with. The last 100 used are kept, and each is fetched anew ahead of its end: botocore's numbers.
#[derive(Default)]
pub struct Identities(Recent<Key, Keeper<Credentials>>);

/// What credentials are for, and what they were fetched with.
#[derive(Clone)]
struct Key {
    thing: String,
    owner: Credentials,
}

/// Those of another owner are never given, not even where it has the same access key with another secret or session token.
impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        let Self { thing, owner } = self;
        *thing == other.thing
            && owner.access_key_id() == other.owner.access_key_id()
            && owner.secret_access_key() == other.owner.secret_access_key()
            && owner.session_token() == other.owner.session_token()
    }
}

impl Identities {
    /// The credentials that `owner` has for `thing`: those kept, or what `fetch` gives. However many calls want the same
    /// ones, one fetches at a time.
    ///
    /// # Errors
    /// Those of `fetch`, unless there are credentials that still hold.
    pub async fn get(
        &self,
        thing: &str,
        owner: &Credentials,
        clock: &Clock,
        fetch: impl FnOnce() -> BoxFuture<'static, Result<Credentials, Error>>,
    ) -> Result<Credentials, Error> {
        let key = Key { thing: thing.to_owned(), owner: owner.clone() };
        let keeper = self.0.at(&key, || Keeper::new(Ahead::SECONDS, clock.clone()));
        keeper.get(fetch).await
    }
}

impl fmt::Debug for Identities {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Identities")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::error::ErrorKind;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};
    use std::time::{Duration, UNIX_EPOCH};

    /// Gives credentials that hold for five minutes from second 0, 300, 600 and so on; or fails.
    #[derive(Default)]
    struct Issuer {
        fetched: AtomicU64,
        fail: bool,
        owner: Option<Credentials>,
    }

    /// What is kept, and the second it is.
    struct Kept(Identities, Arc<AtomicU64>, Clock);

    impl Default for Kept {
        fn default() -> Self {
            let second = Arc::new(AtomicU64::new(0));
            let now = Arc::clone(&second);
            let clock = move || UNIX_EPOCH + Duration::from_secs(now.load(Ordering::SeqCst));
            Self(Identities::default(), second, Arc::new(clock))
        }
    }

    impl Issuer {
        async fn key(&self, kept: &Kept, thing: &str, second: u64) -> Result<String, Error> {
            let Kept(identities, now, clock) = kept;
            now.store(second, Ordering::SeqCst);
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
            let owner = self.owner.clone().unwrap_or_else(|| Credentials::from_keys("A", "s"));
            let credentials = identities.get(thing, &owner, clock, fetch).await?;
            Ok(credentials.access_key_id().to_owned())
        }

        fn count(&self) -> u64 {
            self.fetched.load(Ordering::SeqCst)
        }
    }

    /// Lets what runs in the background come to its end.
    async fn settle() {
        for _ in 0..10 {
            tokio::task::yield_now().await;
        }
    }

    #[tokio::test]
    async fn they_are_kept_by_thing_and_fetched_ahead_of_their_end() {
        let (kept, issuer) = (Kept::default(), Issuer::default());
        assert_eq!(issuer.key(&kept, "a", 0).await.unwrap(), "K1");
        assert_eq!(issuer.key(&kept, "a", 254).await.unwrap(), "K1");
        assert_eq!(issuer.count(), 1);
        assert_eq!(issuer.key(&kept, "a", 256).await.unwrap(), "K1", "and fetched in the background");
        settle().await;
        assert_eq!(issuer.key(&kept, "a", 256).await.unwrap(), "K2");
        assert_eq!(issuer.key(&kept, "b", 256).await.unwrap(), "K3");
        assert_eq!(issuer.key(&kept, "a", 591).await.unwrap(), "K4", "too late for the background");
    }

    #[tokio::test]
    async fn each_owner_has_its_own() {
        let (kept, mut issuer) = (Kept::default(), Issuer::default());
        assert_eq!(issuer.key(&kept, "a", 0).await.unwrap(), "K1");
        for (owner, expected) in [
            (Credentials::from_keys("B", "s"), "K2"),
            (Credentials::from_keys("A", "guessed"), "K3"),
            (Credentials::builder("A", "guessed").session_token("token").build(), "K4"),
            (Credentials::from_keys("B", "s"), "K2"),
        ] {
            issuer.owner = Some(owner);
            assert_eq!(issuer.key(&kept, "a", 0).await.unwrap(), expected);
        }
    }

    #[tokio::test]
    async fn a_failure_shows_only_when_there_is_nothing_that_holds() {
        let (kept, issuer) = (Kept::default(), Issuer::default());
        issuer.key(&kept, "a", 0).await.unwrap();
        let failing = Issuer { fail: true, ..Issuer::default() };
        for second in [260, 291, 299] {
            assert_eq!(failing.key(&kept, "a", second).await.unwrap(), "K1");
            settle().await;
        }
        assert!(failing.key(&kept, "a", 300).await.is_err());
        assert!(failing.count() > 1);
    }

    #[tokio::test]
    async fn what_is_over_by_this_clock_is_used_once() {
        let (kept, issuer) = (Kept::default(), Issuer::default());
        assert_eq!(issuer.key(&kept, "a", 10_000).await.unwrap(), "K1");
        assert_eq!(issuer.key(&kept, "a", 10_000).await.unwrap(), "K2");
    }

    #[tokio::test]
    async fn many_calls_share_a_fetch_and_its_failure() {
        for fail in [false, true] {
            let issuer = Arc::new(Issuer { fail, ..Issuer::default() });
            let kept = Arc::new(Kept::default());
            let tasks: Vec<_> = (0..1000)
                .map(|_| {
                    let (issuer, kept) = (Arc::clone(&issuer), Arc::clone(&kept));
                    tokio::spawn(async move { issuer.key(&kept, "a", 0).await.is_err() })
                })
                .collect();
            for task in tasks {
                assert_eq!(task.await.unwrap(), fail);
            }
            assert_eq!(issuer.count(), 1);
        }
    }

    #[tokio::test]
    async fn the_hundred_last_used_are_kept() {
        let (kept, issuer) = (Kept::default(), Issuer::default());
        for key in 0..=100 {
            issuer.key(&kept, &key.to_string(), 0).await.unwrap();
            issuer.key(&kept, "1", 0).await.unwrap();
        }
        let before = issuer.count();
        issuer.key(&kept, "1", 0).await.unwrap();
        issuer.key(&kept, "100", 0).await.unwrap();
        assert_eq!(issuer.count(), before);
        issuer.key(&kept, "0", 0).await.unwrap();
        assert_eq!(issuer.count(), before + 1);
    }
}

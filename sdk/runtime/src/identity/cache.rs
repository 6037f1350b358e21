//! [`Refreshing`]: keeps credentials and fetches them anew ahead of their end.

use super::{Credentials, ProvideCredentials};
use crate::error::{Error, ErrorKind};
use crate::http::BoxFuture;
use crate::random;
use crate::schema::Identity;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::{Duration, SystemTime};
use tokio::runtime::Handle;
use tokio::sync::watch;

#[cfg(test)]
mod tests;

/// With less than this left new ones are fetched in the background, and calls go on with what there is.
const ADVISORY: Duration = Duration::from_secs(15 * 60);
/// With less than this left calls wait for new ones.
const MANDATORY: Duration = Duration::from_secs(10 * 60);
/// A background fetch begins up to this much later, so that many machines started together do not stay in step.
const JITTER: Duration = Duration::from_secs(2 * 60);
/// After a failure the next fetch waits for at most this long while the old credentials hold.
const PAUSE: Duration = Duration::from_secs(60);

/// Keeps what a provider gave until shortly before its end.
///
/// botocore's times hold: with less than 15 minutes left (and up to two fewer, by chance) new credentials are fetched
/// in the background, with less than 10 calls wait for them. For credentials that never held for half an hour these
/// are a half and a quarter of the time they held when they came, so that short ones are not fetched all the time.
/// However many calls wait, one fetch is made, and it goes on should the call that began it be given up. If it fails,
/// the credentials at hand are used for as long as they are valid, with a pause before the next fetch.
///
/// Sessions and clients wrap the providers that they are given in this; wrap one yourself to share what it keeps among
/// several sessions. Credentials without an end are fetched once.
#[derive(Clone)]
pub struct Refreshing(Arc<Keeper>);

struct Keeper {
    provider: Box<dyn ProvideCredentials>,
    held: RwLock<Option<Held>>,
    /// The fetch under way, if there is one.
    flight: Mutex<Option<Outcome>>,
    clock: Box<dyn Fn() -> SystemTime + Send + Sync>,
}

/// Where the result of a fetch comes out; closed without one if the fetch was given up.
type Outcome = watch::Receiver<Option<Result<Credentials, Error>>>;

/// Whether new credentials are to be fetched.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
enum Due {
    No,
    InBackground,
    AtOnce,
}

/// Credentials at hand, and when to replace them. Those without an end stay.
struct Held {
    credentials: Credentials,
    times: Option<Times>,
}

struct Times {
    advisory: SystemTime,
    mandatory: SystemTime,
    end: SystemTime,
}

impl Held {
    fn new(credentials: Credentials, now: SystemTime) -> Self {
        let times = credentials.expiration().map(|end| {
            let lifetime = end.duration_since(now).unwrap_or_default();
            let (advisory, mandatory) = (ADVISORY.min(lifetime / 2), MANDATORY.min(lifetime / 4));
            let jitter = JITTER.min((advisory - mandatory) / 2).mul_f64(random::fraction());
            Times { advisory: end - advisory + jitter, mandatory: end - mandatory, end }
        });
        Self { credentials, times }
    }

    fn due(&self, now: SystemTime) -> Due {
        match &self.times {
            Some(times) if now >= times.mandatory => Due::AtOnce,
            Some(times) if now >= times.advisory => Due::InBackground,
            _ => Due::No,
        }
    }

    fn is_over(&self, now: SystemTime) -> bool {
        self.times.as_ref().is_some_and(|times| now >= times.end)
    }

    /// Puts the next fetch off after a failed one, by less the closer the end is.
    fn put_off(&mut self, now: SystemTime) {
        if let Some(times) = &mut self.times {
            let left = times.end.duration_since(now).unwrap_or_default();
            let next = now + PAUSE.min(left / 4).mul_f64(0.5 + random::fraction() / 2.0);
            times.mandatory = times.mandatory.max(next);
            times.advisory = times.advisory.max(next);
        }
    }
}

/// What a call that needs new credentials finds.
enum Boarding {
    /// They were fetched meanwhile.
    Landed(Credentials),
    /// A fetch is under way.
    Flying(Outcome),
    /// It is for this call to fetch.
    Ready(Flight, Outcome),
}

/// One fetch. Dropped before its end, it lets those who wait for it know.
struct Flight {
    keeper: Arc<Keeper>,
    outcome: watch::Sender<Option<Result<Credentials, Error>>>,
}

impl Refreshing {
    /// Keeps what `provider` gives.
    pub fn new(provider: impl ProvideCredentials + 'static) -> Self {
        Self::with_clock(provider, SystemTime::now)
    }

    fn with_clock(
        provider: impl ProvideCredentials + 'static,
        clock: impl Fn() -> SystemTime + Send + Sync + 'static,
    ) -> Self {
        Self(Arc::new(Keeper {
            provider: Box::new(provider),
            held: RwLock::default(),
            flight: Mutex::default(),
            clock: Box::new(clock),
        }))
    }

    async fn get(&self) -> Result<Credentials, Error> {
        let (at_hand, due) = match self.0.held() {
            Some((credentials, Due::No)) => return Ok(credentials),
            Some((credentials, due)) => (Some(credentials), due),
            None => (None, Due::AtOnce),
        };
        loop {
            match (Arc::clone(&self.0).board(due), &at_hand) {
                (Boarding::Landed(credentials), _) => return Ok(credentials),
                (Boarding::Ready(flight, outcome), Some(credentials)) if due == Due::InBackground => {
                    return Ok(match flight.start().await {
                        true => credentials.clone(),
                        false => landed(outcome).await.and_then(Result::ok).unwrap_or(credentials.clone()),
                    });
                }
                (Boarding::Flying(_), Some(credentials)) if due == Due::InBackground => {
                    return Ok(credentials.clone());
                }
                (Boarding::Ready(flight, outcome), _) => {
                    flight.start().await;
                    let broken = || Error::new(ErrorKind::Credentials, "fetching credentials was broken off");
                    return landed(outcome).await.unwrap_or_else(|| Err(broken()));
                }
                (Boarding::Flying(outcome), _) => {
                    if let Some(result) = landed(outcome).await {
                        return result;
                    }
                }
            }
        }
    }
}

/// The result of a fetch, unless it was given up.
async fn landed(mut outcome: Outcome) -> Option<Result<Credentials, Error>> {
    outcome.wait_for(Option::is_some).await.ok()?.clone()
}

impl Keeper {
    fn held(&self) -> Option<(Credentials, Due)> {
        let held = self.held.read().unwrap_or_else(PoisonError::into_inner);
        held.as_ref().map(|held| (held.credentials.clone(), held.due((self.clock)())))
    }

    fn flight(&self) -> MutexGuard<'_, Option<Outcome>> {
        self.flight.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// For a call whose credentials are due in this way.
    fn board(self: Arc<Self>, due: Due) -> Boarding {
        let mut flight = self.flight();
        // One that was given up is closed without a result.
        if let Some(outcome) = flight.as_ref().filter(|outcome| outcome.has_changed().is_ok()) {
            return Boarding::Flying(outcome.clone());
        }
        // A fetch may have ended since the call looked.
        if let Some((credentials, now_due)) = self.held()
            && now_due < due
        {
            return Boarding::Landed(credentials);
        }
        let (sender, receiver) = watch::channel(None);
        *flight = Some(receiver.clone());
        drop(flight);
        Boarding::Ready(Flight { keeper: self, outcome: sender }, receiver)
    }

    /// Keeps what was fetched. After a failure that is what there was, as long as it holds.
    fn land(&self, result: Result<Credentials, Error>) -> Result<Credentials, Error> {
        let now = (self.clock)();
        let mut held = self.held.write().unwrap_or_else(PoisonError::into_inner);
        let fetched =
            result.map(|credentials| Held::new(credentials, now)).and_then(|new| match new.is_over(now) {
                false => Ok(new),
                true => Err(over()),
            });
        match (fetched, &mut *held) {
            (Ok(new), held) => Ok(held.insert(new).credentials.clone()),
            (Err(_), Some(old)) if !old.is_over(now) => {
                old.put_off(now);
                Ok(old.credentials.clone())
            }
            (Err(error), _) => Err(error),
        }
    }
}

fn over() -> Error {
    Error::new(ErrorKind::Credentials, "the credentials are fresh from their source, and already over")
        .with_hint("renew them there, and check the clock of this machine")
}

impl Flight {
    /// Fetches: in the background if there is a runtime for it, which is true, else right here.
    async fn start(self) -> bool {
        match Handle::try_current() {
            Ok(runtime) => {
                runtime.spawn(self.run());
                true
            }
            Err(_) => {
                self.run().await;
                false
            }
        }
    }

    async fn run(self) {
        let result = self.keeper.provider.credentials().await;
        let mut flight = self.keeper.flight();
        let result = self.keeper.land(result);
        *flight = None;
        drop(flight);
        self.outcome.send_replace(Some(result));
    }
}

/// `provider`, which is asked again only when its credentials are about to end.
pub(crate) fn kept(provider: impl ProvideCredentials + 'static) -> Arc<dyn ProvideCredentials> {
    if provider.keeps() { Arc::new(provider) } else { Arc::new(Refreshing::new(provider)) }
}

impl ProvideCredentials for Refreshing {
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, Error>> {
        Box::pin(self.get())
    }
    fn origin(&self) -> Option<String> {
        self.0.provider.origin()
    }
    fn keeps(&self) -> bool {
        true
    }
    fn offer_identity(&self, identity: &'static Identity) {
        self.0.provider.offer_identity(identity);
    }
}

impl fmt::Debug for Refreshing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.provider.fmt(f)
    }
}

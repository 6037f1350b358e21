//! [`Keeper`]: keeps what holds for a while, and fetches it anew ahead of its end.

use crate::error::{Error, ErrorKind};
use crate::http::BoxFuture;
use crate::random;
use crate::trace::{Instrument, Span, event};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::{Duration, SystemTime};
use tokio::runtime::Handle;
use tokio::sync::watch;

#[cfg(test)]
mod tests;

/// After a failure the next fetch waits for at most this long while there is something that holds.
const PAUSE: Duration = Duration::from_secs(60);

/// What a [`Keeper`] keeps: credentials, a token.
pub(crate) trait Expires: Clone + Send + Sync + 'static {
    /// What it is called in errors.
    const NAME: &'static str;

    /// Its end, if it has one.
    fn end(&self) -> Option<SystemTime>;
}

/// How long before its end something is fetched anew.
#[derive(Clone, Copy)]
pub(crate) struct Ahead {
    /// With less than this left it is fetched in the background, and calls go on with what there is.
    advisory: Duration,
    /// With less than this left calls wait.
    mandatory: Duration,
    /// A background fetch begins up to this much later, so that many machines started together do not stay in step.
    jitter: Duration,
    /// Whether what is over when it comes is used once, rather than refused. What holds for minutes only is over by any
    /// clock that is minutes ahead, while the service, whose clock counts, takes it.
    uses_over: bool,
}

impl Ahead {
    /// For what holds for an hour or more: botocore's times of credentials.
    pub(crate) const MINUTES: Self = Self {
        advisory: Duration::from_secs(15 * 60),
        mandatory: Duration::from_secs(10 * 60),
        jitter: Duration::from_secs(2 * 60),
        uses_over: false,
    };

    /// For what holds for a few minutes: botocore's times of sessions with a bucket.
    pub(crate) const SECONDS: Self = Self {
        advisory: Duration::from_secs(45),
        mandatory: Duration::from_secs(10),
        jitter: Duration::ZERO,
        uses_over: true,
    };
}

/// Keeps the last `T` fetched until shortly before its end.
///
/// However many calls wait, one fetch is made, and it goes on should the call that began it be given up. If it fails, what
/// is at hand is used for as long as it holds, with a pause before the next fetch. What has no end is fetched once.
pub(crate) struct Keeper<T>(Arc<Inner<T>>);

impl<T> Clone for Keeper<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

/// Tells the time.
pub(crate) type Clock = Arc<dyn Fn() -> SystemTime + Send + Sync>;

struct Inner<T> {
    held: RwLock<Option<Held<T>>>,
    /// The fetch under way, if there is one.
    flight: Mutex<Option<Outcome<T>>>,
    ahead: Ahead,
    clock: Clock,
}

/// Where the result of a fetch comes out; closed without one if the fetch was given up.
type Outcome<T> = watch::Receiver<Option<Result<T, Error>>>;

/// Whether something new is to be fetched.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
enum Due {
    No,
    InBackground,
    AtOnce,
}

/// What is at hand, and when to replace it.
struct Held<T> {
    item: T,
    times: Option<Times>,
}

struct Times {
    advisory: SystemTime,
    mandatory: SystemTime,
    end: SystemTime,
}

impl<T: Expires> Held<T> {
    fn new(item: T, ahead: Ahead, now: SystemTime) -> Self {
        let times = item.end().map(|end| {
            let lifetime = end.duration_since(now).unwrap_or_default();
            let (advisory, mandatory) = (ahead.advisory.min(lifetime / 2), ahead.mandatory.min(lifetime / 4));
            let jitter = ahead.jitter.min((advisory - mandatory) / 2).mul_f64(random::fraction());
            Times { advisory: end - advisory + jitter, mandatory: end - mandatory, end }
        });
        Self { item, times }
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

/// What a call that needs something new finds.
enum Boarding<T> {
    /// It was fetched meanwhile.
    Landed(T),
    /// A fetch is under way.
    Flying(Outcome<T>),
    /// It is for this call to fetch.
    Ready(Flight<T>, Outcome<T>),
}

/// One fetch. Dropped before its end, it lets those who wait for it know.
struct Flight<T> {
    keeper: Arc<Inner<T>>,
    outcome: watch::Sender<Option<Result<T, Error>>>,
}

impl<T: Expires> Keeper<T> {
    pub(crate) fn new(ahead: Ahead, clock: Clock) -> Self {
        Self(Arc::new(Inner { held: RwLock::default(), flight: Mutex::default(), ahead, clock }))
    }

    /// What is kept, or what `fetch` gives: in the background where there is still time.
    ///
    /// # Errors
    /// Those of `fetch`, unless what is kept still holds.
    pub(crate) async fn get(
        &self,
        fetch: impl FnOnce() -> BoxFuture<'static, Result<T, Error>>,
    ) -> Result<T, Error> {
        let (at_hand, due) = match self.0.held() {
            Some((item, Due::No)) => return Ok(item),
            Some((item, due)) => (Some(item), due),
            None => (None, Due::AtOnce),
        };
        loop {
            match (Arc::clone(&self.0).board(due), &at_hand) {
                (Boarding::Landed(item), _) => return Ok(item),
                (Boarding::Ready(flight, outcome), Some(item)) if due == Due::InBackground => {
                    return Ok(match flight.start(fetch()).await {
                        true => item.clone(),
                        false => landed(outcome).await.and_then(Result::ok).unwrap_or(item.clone()),
                    });
                }
                (Boarding::Flying(_), Some(item)) if due == Due::InBackground => return Ok(item.clone()),
                (Boarding::Ready(flight, outcome), _) => {
                    flight.start(fetch()).await;
                    return landed(outcome).await.unwrap_or_else(|| Err(broken_off(T::NAME)));
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
async fn landed<T: Clone>(mut outcome: Outcome<T>) -> Option<Result<T, Error>> {
    outcome.wait_for(Option::is_some).await.ok()?.clone()
}

fn broken_off(name: &str) -> Error {
    Error::new(ErrorKind::Credentials, format!("fetching {name} was broken off"))
}

fn over(name: &str) -> Error {
    Error::new(ErrorKind::Credentials, format!("{name} came fresh from the source, and already over"))
        .with_hint("renew them there, and check the clock of this machine")
}

impl<T: Expires> Inner<T> {
    fn held(&self) -> Option<(T, Due)> {
        let held = self.held.read().unwrap_or_else(PoisonError::into_inner);
        held.as_ref().map(|held| (held.item.clone(), held.due((self.clock)())))
    }

    fn flight(&self) -> MutexGuard<'_, Option<Outcome<T>>> {
        self.flight.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// For a call that found what is due in this way.
    fn board(self: Arc<Self>, due: Due) -> Boarding<T> {
        let mut flight = self.flight();
        // One that was given up is closed without a result.
        if let Some(outcome) = flight.as_ref().filter(|outcome| outcome.has_changed().is_ok()) {
            return Boarding::Flying(outcome.clone());
        }
        // A fetch may have ended since the call looked.
        if let Some((item, now_due)) = self.held()
            && now_due < due
        {
            return Boarding::Landed(item);
        }
        let (sender, receiver) = watch::channel(None);
        *flight = Some(receiver.clone());
        drop(flight);
        Boarding::Ready(Flight { keeper: self, outcome: sender }, receiver)
    }

    /// Keeps what was fetched. After a failure that is what there was, as long as it holds.
    fn land(&self, result: Result<T, Error>) -> Result<T, Error> {
        let now = (self.clock)();
        let mut held = self.held.write().unwrap_or_else(PoisonError::into_inner);
        let fetched =
            result.map(|item| Held::new(item, self.ahead, now)).and_then(|new| match new.is_over(now) {
                true if !self.ahead.uses_over => Err(over(T::NAME)),
                _ => Ok(new),
            });
        match (fetched, &mut *held) {
            (Ok(new), held) => {
                event!(
                    DEBUG,
                    CREDENTIALS,
                    until = new.item.end().map(crate::trace::time),
                    "{} fetched",
                    T::NAME
                );
                Ok(held.insert(new).item.clone())
            }
            (Err(error), Some(old)) if !old.is_over(now) => {
                event!(WARN, CREDENTIALS, %error, "{} could not be renewed: those at hand are used on", T::NAME);
                drop(error);
                old.put_off(now);
                Ok(old.item.clone())
            }
            (Err(error), _) => Err(error),
        }
    }
}

impl<T: Expires> Flight<T> {
    /// Fetches: in the background if there is a runtime for it, which is true, else right here.
    async fn start(self, fetch: BoxFuture<'static, Result<T, Error>>) -> bool {
        match Handle::try_current() {
            Ok(runtime) => {
                runtime.spawn(self.run(fetch).instrument(Span::current()));
                true
            }
            Err(_) => {
                self.run(fetch).await;
                false
            }
        }
    }

    async fn run(self, fetch: BoxFuture<'static, Result<T, Error>>) {
        let result = fetch.await;
        let mut flight = self.keeper.flight();
        let result = self.keeper.land(result);
        *flight = None;
        drop(flight);
        self.outcome.send_replace(Some(result));
    }
}

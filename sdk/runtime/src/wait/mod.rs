//! Waiters: an operation is called again and again until its answer shows a state.
//!
//! A generated waiter is a [`Wait`] with the setters of its operation, over a [`WaiterSchema`]. The rules are
//! botocore's. The first call is made at once; of the acceptors the first that matches counts; an error of the service
//! that none matches ends the wait as it is, an output that none matches means to go on. Nothing is started in the
//! background, so that dropping the future ends the wait.

mod engine;
mod failure;
pub(crate) mod last;
mod matching;
mod pause;
pub(crate) mod schema;
mod secret;
#[cfg(test)]
mod tests;

pub use failure::{WaitEnd, WaitFailure};
use last::End;
pub use schema::State;
use schema::WaiterSchema;

use crate::client::{Builder, Call, Core, Operation};
use crate::error::Error;
use crate::http::BoxFuture;
use engine::Answer;
use pause::Pause;
use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

/// A waiter of a service: what its generated builder is over.
pub trait Waiter: 'static {
    /// The operation it calls.
    type Operation: Operation<Input: Clone>;
    /// What the wait gives.
    type End: End;
    /// What the answers mean.
    fn schema() -> &'static WaiterSchema;
}

/// How long to wait, and how often to ask.
#[derive(Clone, Copy, Debug)]
struct Limits {
    pause: Pause,
    max_attempts: Option<u32>,
    timeout: Option<Duration>,
}

impl Limits {
    /// Refuses limits that no wait could keep.
    fn check(&self) -> Result<(), Error> {
        if self.max_attempts == Some(0) {
            return Err(Error::configuration(
                "`max_attempts` of the waiter is 0: a wait makes one call at least",
            ));
        }
        match self.timeout {
            Some(Duration::ZERO) => {
                Err(Error::configuration("`timeout` of the waiter is zero: set a limit above zero, or none"))
            }
            _ => Ok(()),
        }
    }
}

/// What is done when a wait has ended, however it did.
pub type Ended = Arc<dyn Fn() + Send + Sync>;

/// A wait about to begin: a call, what its answers mean, and how long to go on.
pub struct Wait<O: Operation> {
    /// The call to make, as filled so far.
    pub call: Call<O>,
    waiter: &'static WaiterSchema,
    limits: Limits,
    ended: Option<Ended>,
}

impl<O: Operation> Wait<O> {
    /// A wait by the rules of `waiter`.
    #[inline]
    pub fn new(call: Call<O>, waiter: &'static WaiterSchema, ended: Option<Ended>) -> Self {
        let pause = Pause::Fixed(Duration::from_secs(u64::from(waiter.delay)));
        Self { call, waiter, limits: Limits { pause, max_attempts: None, timeout: None }, ended }
    }

    /// The input in place of what was filled in.
    #[inline]
    #[must_use]
    pub fn with_input(mut self, input: O::Input) -> Self {
        self.call = self.call.with_input(input);
        self
    }

    /// Changes settings of the client for the calls of this wait.
    #[inline]
    #[must_use]
    pub fn customize(mut self, change: impl FnOnce(Builder<Core>) -> Builder<Core>) -> Self {
        self.call = self.call.customize(change);
        self
    }

    /// The pause between two calls.
    #[inline]
    #[must_use]
    pub fn delay(mut self, pause: Duration) -> Self {
        self.limits.pause = Pause::Fixed(pause);
        self
    }

    /// Pauses that double from `min` to `max`, each a random time between `min` and that.
    #[inline]
    #[must_use]
    pub fn backoff(mut self, min: Duration, max: Duration) -> Self {
        self.limits.pause = Pause::Jittered { min, max };
        self
    }

    /// How often the operation is called at most, instead of the number in the model. With 0 the wait fails before it
    /// calls anything.
    #[inline]
    #[must_use]
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.limits.max_attempts = Some(attempts);
        self
    }

    /// How long the wait may take as a whole. With it the model's number of attempts is no limit. With
    /// zero the wait fails before it calls anything.
    #[inline]
    #[must_use]
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.limits.timeout = Some(limit);
        self
    }
}

impl<O: Operation> Wait<O>
where
    O::Input: Clone,
{
    /// Waits when the future is polled.
    #[inline]
    pub fn send<T: End>(self) -> WaitFuture<T> {
        let inner = Box::pin(engine::run(Box::new(self.call), self.waiter, self.limits, self.ended));
        WaitFuture { inner, end: PhantomData }
    }

    /// Makes one call when the future is polled, and tells what its answer means.
    #[inline]
    pub fn check(self) -> CheckFuture {
        CheckFuture { inner: Box::pin(engine::check(Box::new(self.call), self.waiter)) }
    }
}

impl<O: Operation> fmt::Debug for Wait<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "until {} by {:?}", self.waiter.name, self.call)
    }
}

/// The future of a wait. Dropping it ends the wait.
#[must_use = "a wait does nothing until it is awaited"]
pub struct WaitFuture<T> {
    inner: BoxFuture<'static, Result<Answer, Error>>,
    end: PhantomData<fn() -> T>,
}

impl<T: End> Future for WaitFuture<T> {
    type Output = Result<T, Error>;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.inner.as_mut().poll(context).map(|answer| T::from_answer(answer?.result()))
    }
}

/// The future of one check: success, failure, or retry, which also stands for an output that no acceptor matches. An
/// error of the service that none matches is the check's own.
#[must_use = "a check does nothing until it is awaited"]
pub struct CheckFuture {
    inner: BoxFuture<'static, Result<State, Error>>,
}

impl Future for CheckFuture {
    type Output = Result<State, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.inner.as_mut().poll(context)
    }
}

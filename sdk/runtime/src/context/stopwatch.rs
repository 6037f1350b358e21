//! [`Stopwatch`]: a limit of time that does not run while credentials are fetched.

use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::Poll;
use std::time::Duration;
use tokio::time::{Instant, sleep_until};

/// Keeps how long a call was held up by what does not count.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stopwatch(Arc<Mutex<Laps>>);

#[derive(Debug, Default)]
struct Laps {
    held_up: Duration,
    /// Since when it is held up again.
    stopped: Option<Instant>,
}

/// The time until this is dropped does not count.
pub(crate) struct Stopped<'a>(&'a Stopwatch);

impl Stopwatch {
    /// Stops the watch until what this gives is dropped.
    pub(crate) fn stop(&self) -> Stopped<'_> {
        self.change(|state| state.stopped = Some(Instant::now()));
        Stopped(self)
    }

    /// Carries out `call`, or gives it up after `limit` of the time that counts.
    pub(crate) async fn within<T>(&self, limit: Duration, call: impl Future<Output = T>) -> Option<T> {
        // A limit beyond the end of time is none.
        let Some(end) = Instant::now().checked_add(limit) else { return Some(call.await) };
        let mut call = pin!(call);
        let mut timer = pin!(sleep_until(end));
        std::future::poll_fn(|context| {
            if let Poll::Ready(result) = call.as_mut().poll(context) {
                return Poll::Ready(Some(result));
            }
            let (stopped, held_up) = self.change(|state| (state.stopped.is_some(), state.held_up));
            if stopped {
                return Poll::Pending;
            }
            if let Some(end) = end.checked_add(held_up)
                && end != timer.deadline()
            {
                timer.as_mut().reset(end);
            }
            timer.as_mut().poll(context).map(|()| None)
        })
        .await
    }

    fn change<T>(&self, change: impl FnOnce(&mut Laps) -> T) -> T {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Drop for Stopped<'_> {
    fn drop(&mut self) {
        self.0.change(|state| {
            if let Some(since) = state.stopped.take() {
                state.held_up += since.elapsed();
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::time::sleep;

    const SECOND: Duration = Duration::from_secs(1);

    /// Works for a second, is held up for `held_up`, and works for another second.
    async fn work(watch: &Stopwatch, held_up: Duration) -> Duration {
        let start = Instant::now();
        sleep(SECOND).await;
        let stopped = watch.stop();
        sleep(held_up).await;
        drop(stopped);
        sleep(SECOND).await;
        start.elapsed()
    }

    #[tokio::test(start_paused = true)]
    async fn what_holds_up_does_not_count() {
        let watch = Stopwatch::default();
        let done = watch.within(3 * SECOND, work(&watch, 100 * SECOND)).await;
        assert_eq!(done, Some(102 * SECOND));
    }

    #[tokio::test(start_paused = true)]
    async fn what_counts_is_limited() {
        let watch = Stopwatch::default();
        let start = Instant::now();
        let done = watch.within(3 * SECOND / 2, work(&watch, 10 * SECOND)).await;
        assert_eq!((done, start.elapsed()), (None, 10 * SECOND + 3 * SECOND / 2));
        assert_eq!(watch.within(Duration::MAX, sleep(SECOND)).await, Some(()));
    }
}

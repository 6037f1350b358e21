//! [`Parallel`]: requests side by side, each in a task of its own, so that all processors work on them.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use tucuxi::Error;
use tucuxi::external::tokio::task::{JoinError, JoinSet, spawn_blocking};
use tucuxi::internal::tasks::stopped;
use tucuxi::internal::trace::in_current_span;

/// Tasks of a transfer. Dropping it stops them.
pub(super) struct Parallel<T>(JoinSet<Result<T, Error>>);

impl<T: Send + 'static> Parallel<T> {
    pub(super) fn new() -> Self {
        Self(JoinSet::new())
    }

    /// How many are under way.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn spawn(&mut self, work: impl Future<Output = Result<T, Error>> + Send + 'static) {
        self.0.spawn(in_current_span(work));
    }

    /// The result of the next one that ends; `None` if there are none.
    pub(super) async fn next(&mut self) -> Result<Option<T>, Error> {
        self.0.join_next().await.map(joined).transpose()
    }

    /// Stops all, and waits until they have stopped. Says whether there were any.
    pub(super) async fn stop(&mut self) -> bool {
        let were = !self.0.is_empty();
        self.0.shutdown().await;
        were
    }

    /// Works until `other` is done, and gives `done` the results of tasks that end in the meantime.
    ///
    /// # Errors
    /// That of `other`, or of the first task that fails.
    pub(super) async fn beside<O>(
        &mut self,
        other: impl Future<Output = Result<O, Error>>,
        mut done: impl FnMut(T),
    ) -> Result<O, Error> {
        let mut other = pin!(other);
        poll_fn(|context| {
            while let Poll::Ready(Some(ended)) = self.0.poll_join_next(context) {
                done(joined(ended)?);
            }
            other.as_mut().poll(context)
        })
        .await
    }
}

/// The result of a task. A panic goes on where the task is awaited.
pub(super) fn joined<T>(ended: Result<Result<T, Error>, JoinError>) -> Result<T, Error> {
    ended.unwrap_or_else(|error| Err(stopped(error, "the transfer")))
}

/// Works in a thread that may block.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    joined(spawn_blocking(work).await)
}

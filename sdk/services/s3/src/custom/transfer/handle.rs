//! [`Transfer`]: a transfer that is under way.

use super::cancel::Cancel;
use super::parallel::joined;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use tucuxi::Error;
use tucuxi::external::tokio;
use tucuxi::external::tokio::sync::watch;
use tucuxi::external::tokio::task::JoinHandle;
use tucuxi::internal::tasks::check_runtime;
use tucuxi::internal::trace::in_current_span;

/// A transfer under way in a task of its own, to be awaited or cancelled. `start` of an upload, a download or a copy gives it.
///
/// Dropping it stops the transfer, as dropping its future would.
#[must_use = "dropping it stops the transfer"]
pub struct Transfer<T>(State<T>);

enum State<T> {
    Running {
        task: JoinHandle<Result<T, Error>>,
        cancel: watch::Sender<bool>,
    },
    /// It could not be started; the error until it has been handed out.
    Failed(Option<Error>),
}

impl<T: Send + 'static> Transfer<T> {
    /// Starts `work`.
    pub(super) fn start<F>(work: impl FnOnce(Cancel) -> F) -> Self
    where
        F: Future<Output = Result<T, Error>> + Send + 'static,
    {
        if let Err(error) = check_runtime() {
            return Self(State::Failed(Some(error)));
        }
        let (cancel, watcher) = Cancel::new();
        Self(State::Running { task: tokio::spawn(in_current_span(work(watcher))), cancel })
    }

    /// Stops the transfer, and returns when nothing is under way any longer: requests have ended, the parts that were sent are
    /// deleted, and so is the temporary file.
    ///
    /// # Errors
    /// Of the kind [`Cancelled`](tucuxi::error::ErrorKind::Cancelled), or what the transfer failed with before. If it was over
    /// before it could be stopped, this gives its output, as awaiting it does.
    pub async fn cancel(self) -> Result<T, Error> {
        if let State::Running { cancel, .. } = &self.0 {
            // Nobody listens any longer if the transfer is over.
            let _ = cancel.send(true);
        }
        self.await
    }

    /// Whether the transfer is over.
    pub fn is_finished(&self) -> bool {
        match &self.0 {
            State::Running { task, .. } => task.is_finished(),
            State::Failed(_) => true,
        }
    }
}

impl<T> Future for Transfer<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match &mut self.0 {
            State::Running { task, .. } => Pin::new(task).poll(context).map(joined),
            State::Failed(error) => match error.take() {
                Some(error) => Poll::Ready(Err(error)),
                None => Poll::Pending,
            },
        }
    }
}

impl<T> Drop for Transfer<T> {
    fn drop(&mut self) {
        if let State::Running { task, .. } = &self.0 {
            task.abort();
        }
    }
}

impl<T: Send + 'static> fmt::Debug for Transfer<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Transfer").field("finished", &self.is_finished()).finish()
    }
}

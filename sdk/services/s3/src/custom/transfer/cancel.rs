//! [`Cancel`]: what a transfer looks at to learn that the program does not want it any longer.

use std::future::{Future, pending, poll_fn};
use std::pin::pin;
use std::task::Poll;
use tucuxi::Error;
use tucuxi::error::ErrorKind;
use tucuxi::external::tokio::sync::watch;

/// Whether a transfer was cancelled.
#[derive(Clone)]
pub(super) struct Cancel(Option<watch::Receiver<bool>>);

impl Cancel {
    /// Nobody can cancel it.
    pub(super) const NEVER: Self = Self(None);

    /// What to cancel it by, and what it looks at.
    pub(super) fn new() -> (watch::Sender<bool>, Self) {
        let (sender, receiver) = watch::channel(false);
        (sender, Self(Some(receiver)))
    }

    async fn requested(&mut self) {
        let requested = match &mut self.0 {
            Some(receiver) => receiver.wait_for(|cancelled| *cancelled).await.is_ok(),
            None => false,
        };
        if !requested {
            pending().await
        }
    }

    /// Works until it is done, or the transfer is cancelled.
    ///
    /// # Errors
    /// That of the work, or of the kind [`Cancelled`](ErrorKind::Cancelled).
    pub(super) async fn or<T>(&self, work: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
        let mut watcher = self.clone();
        let (mut work, mut requested) = (pin!(work), pin!(watcher.requested()));
        poll_fn(|context| {
            if requested.as_mut().poll(context).is_ready() {
                return Poll::Ready(Err(Error::new(ErrorKind::Cancelled, "the transfer was cancelled")));
            }
            work.as_mut().poll(context)
        })
        .await
    }
}

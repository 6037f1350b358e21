//! [`Hold`]: a request body waits until the server wants it (`Expect: 100-continue`, RFC 9110 section 10.1.1).

use std::pin::Pin;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;
use tokio::time::Sleep;

/// How long a server may take to say whether it wants the body. A server that does not know the header says nothing.
pub(super) const LIMIT: Duration = Duration::from_secs(1);

const HELD: u8 = 0;
const RELEASED: u8 = 1;
const REFUSED: u8 = 2;

/// Holds the body of one request back.
#[derive(Clone, Default)]
pub(super) struct Hold(Arc<Latch>);

#[derive(Default)]
struct Latch {
    decision: AtomicU8,
    waker: Mutex<Option<Waker>>,
}

impl Hold {
    /// The server wants the body.
    pub fn release(&self) {
        self.decide(RELEASED);
    }

    /// A final response came: the body is not sent any more, if it was still held.
    pub fn refuse(&self) {
        self.decide(REFUSED);
    }

    /// Whether the body was released.
    pub fn is_released(&self) -> bool {
        self.0.decision.load(Ordering::Acquire) == RELEASED
    }

    /// The first decision stays.
    fn decide(&self, decision: u8) {
        let decided = self.0.decision.compare_exchange(HELD, decision, Ordering::AcqRel, Ordering::Acquire);
        if decided.is_ok() {
            let waker = self.0.waker.lock().unwrap_or_else(PoisonError::into_inner).take();
            waker.into_iter().for_each(Waker::wake);
        }
    }

    /// Waits for a decision: whether the body is to be sent.
    fn poll(&self, context: &Context<'_>) -> Poll<bool> {
        *self.0.waker.lock().unwrap_or_else(PoisonError::into_inner) = Some(context.waker().clone());
        match self.0.decision.load(Ordering::Acquire) {
            HELD => Poll::Pending,
            decision => Poll::Ready(decision == RELEASED),
        }
    }
}

/// The body's side of a [`Hold`]: time runs from the first poll on, when the head of the request has been sent.
pub(super) struct Held {
    hold: Hold,
    limit: Duration,
    sleep: Option<Pin<Box<Sleep>>>,
}

impl Held {
    /// Holds the body for at most `limit`.
    pub fn new(hold: Hold, limit: Duration) -> Self {
        Self { hold, limit, sleep: None }
    }

    /// Waits until the body is wanted or refused, or the limit has passed: whether it is to be sent.
    pub fn poll(&mut self, context: &mut Context<'_>) -> Poll<bool> {
        if let Poll::Ready(wanted) = self.hold.poll(context) {
            return Poll::Ready(wanted);
        }
        let sleep = self.sleep.get_or_insert_with(|| Box::pin(tokio::time::sleep(self.limit)));
        if sleep.as_mut().poll(context).is_pending() {
            return Poll::Pending;
        }
        self.hold.release();
        Poll::Ready(self.hold.is_released())
    }
}

/// Refuses a body that is still held when it is dropped: with the response, after which there is no use for the
/// connection.
pub(super) struct RefuseOnDrop(pub Hold);

impl Drop for RefuseOnDrop {
    fn drop(&mut self) {
        self.0.refuse();
    }
}

//! [`Progress`]: how far a transfer is.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

/// How far a transfer is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// Bytes of the object that have been transferred. What has to be sent again is taken off until it has been.
    pub bytes: u64,
    /// How many there are in all, once that is known.
    pub total: Option<u64>,
}

/// Is told how far a transfer is.
pub(super) type Callback = Box<dyn FnMut(Progress) + Send>;

/// Counts the bytes of a transfer, and tells of them one after the other.
#[derive(Clone)]
pub(super) struct Counter(Arc<Mutex<State>>);

struct State {
    progress: Progress,
    callback: Option<Callback>,
}

impl Counter {
    pub(super) fn new(callback: Option<Callback>) -> Self {
        Self(Arc::new(Mutex::new(State { progress: Progress::default(), callback })))
    }

    /// Says how many bytes there are in all.
    pub(super) fn set_total(&self, total: u64) {
        self.change(|progress| progress.total = Some(total));
    }

    /// Counts bytes that have been transferred.
    pub(super) fn add(&self, bytes: u64) {
        if bytes > 0 {
            self.change(|progress| progress.bytes += bytes);
        }
    }

    /// Takes off bytes that have to be transferred again.
    pub(super) fn take_off(&self, bytes: u64) {
        if bytes > 0 {
            self.change(|progress| progress.bytes = progress.bytes.saturating_sub(bytes));
        }
    }

    fn change(&self, change: impl FnOnce(&mut Progress)) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut state.progress);
        let progress = state.progress;
        if let Some(callback) = &mut state.callback {
            callback(progress);
        }
    }
}

impl fmt::Debug for Counter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Counter")
    }
}

//! [`Report`]: what a synchronisation counts, and tells the program.

use super::outcome::{SyncAction, SyncFailure, SyncOutcome, SyncProgress};
use crate::custom::transfer::Progress;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What the program is called with.
type Callback<T> = Option<Box<dyn FnMut(T) + Send>>;
type CallbackRef<T> = Option<Box<dyn FnMut(&T) + Send>>;

/// What the program wants to be told.
#[derive(Default)]
pub(super) struct Callbacks {
    pub(super) progress: Callback<SyncProgress>,
    pub(super) each: CallbackRef<SyncAction>,
    pub(super) each_failure: CallbackRef<SyncFailure>,
}

/// Counts for all tasks of a synchronisation.
#[derive(Clone)]
pub(super) struct Report {
    state: Arc<Mutex<State>>,
    /// Whether the program wants to know of bytes as they go.
    pub(super) is_watched: bool,
}

struct State {
    outcome: SyncOutcome,
    progress: SyncProgress,
    callbacks: Callbacks,
}

impl Report {
    pub(super) fn new(callbacks: Callbacks) -> Self {
        let is_watched = callbacks.progress.is_some();
        let (outcome, progress) = (SyncOutcome::default(), SyncProgress::default());
        Self { state: Arc::new(Mutex::new(State { outcome, progress, callbacks })), is_watched }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn found(&self, size: u64) {
        let mut state = self.lock();
        state.progress.found += 1;
        state.progress.found_bytes += size;
        state.tell();
    }

    pub(super) fn skipped(&self) {
        let mut state = self.lock();
        state.progress.skipped += 1;
        state.tell();
    }

    pub(super) fn listed(&self) {
        let mut state = self.lock();
        state.progress.is_listed = true;
        state.tell();
    }

    /// That a file or object was transferred. `told` of its bytes have been counted already.
    pub(super) fn transferred(&self, action: &SyncAction, told: u64) {
        let mut state = self.lock();
        state.outcome.transferred += 1;
        state.outcome.bytes += action.size;
        state.progress.done += 1;
        state.progress.bytes = (state.progress.bytes + action.size).saturating_sub(told);
        state.each(action);
        state.tell();
    }

    pub(super) fn deleted(&self, action: &SyncAction) {
        let mut state = self.lock();
        state.progress.deleted += 1;
        state.each(action);
        state.tell();
    }

    /// That a transfer or a deletion failed; `told` of its bytes have been counted.
    pub(super) fn failed(&self, failure: SyncFailure, is_transfer: bool, told: u64) {
        let mut state = self.lock();
        state.progress.done += u64::from(is_transfer);
        state.progress.bytes = state.progress.bytes.saturating_sub(told);
        if let Some(callback) = &mut state.callbacks.each_failure {
            callback(&failure);
        }
        state.outcome.add_failure(failure);
        state.tell();
    }

    pub(super) fn withhold_deletions(&self) {
        self.lock().outcome.deletions_withheld = true;
    }

    /// What has been done.
    pub(super) fn outcome(&self) -> SyncOutcome {
        let mut state = self.lock();
        let SyncProgress { skipped, deleted, .. } = state.progress;
        SyncOutcome { skipped, deleted, ..std::mem::take(&mut state.outcome) }
    }

    /// Counts the bytes of one transfer as they go.
    pub(super) fn watch(&self) -> Told {
        Told { report: self.clone(), bytes: Arc::default() }
    }
}

/// How many bytes of one transfer the program was told of.
#[derive(Clone)]
pub(super) struct Told {
    report: Report,
    bytes: Arc<Mutex<u64>>,
}

impl Told {
    /// What a transfer calls.
    pub(super) fn callback(&self) -> impl FnMut(Progress) + Send + use<> {
        let this = self.clone();
        move |progress| {
            let mut told = this.bytes.lock().unwrap_or_else(PoisonError::into_inner);
            let mut state = this.report.lock();
            state.progress.bytes = (state.progress.bytes + progress.bytes).saturating_sub(*told);
            *told = progress.bytes;
            state.tell();
        }
    }

    pub(super) fn bytes(&self) -> u64 {
        *self.bytes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn tell(&mut self) {
        if let Some(callback) = &mut self.callbacks.progress {
            callback(self.progress);
        }
    }

    fn each(&mut self, action: &SyncAction) {
        if let Some(callback) = &mut self.callbacks.each {
            callback(action);
        }
    }
}

//! What is left of spans without the feature `tracing`: names.

/// No span.
#[derive(Clone)]
pub(crate) struct Span;

impl Span {
    /// No span.
    pub(crate) fn none() -> Self {
        Self
    }

    /// No span.
    pub(crate) fn current() -> Self {
        Self
    }

    /// Calls `work`.
    pub(crate) fn in_scope<T>(&self, work: impl FnOnce() -> T) -> T {
        work()
    }
}

/// Futures as they are.
pub(crate) trait Instrument: Sized {
    /// The future.
    fn instrument(self, _: Span) -> Self {
        self
    }
}

impl<T> Instrument for T {}

//! Spans and events of the crate `tracing`; without the feature `tracing` they are nothing.
//!
//! Filters choose by [`target`] and level, both of which are documented in the guide:
//!
//! - `INFO`: what is unusual, such as retries, redirects and new credentials; and the spans of calls.
//! - `WARN`: credentials that could not be renewed; work that was dropped before it was done.
//! - `DEBUG`: every call, attempt, page and connection.
//! - `TRACE`: inputs, outputs and headers without what is secret; and numbers for metrics.
//!
//! Bodies are never shown: they may hold secrets. Inputs and outputs are, by their `Debug`, which redacts sensitive members.

#[cfg(not(feature = "tracing"))]
mod off;

#[cfg(not(feature = "tracing"))]
pub(crate) use off::{Instrument, Span};
#[cfg(feature = "tracing")]
pub(crate) use tracing::{Instrument, Span};

#[cfg(feature = "tracing")]
use crate::types::Timestamp;
#[cfg(feature = "tracing")]
use std::time::SystemTime;
use tokio::time::Instant;

/// A time as events show it.
#[cfg(feature = "tracing")]
pub(crate) fn time(time: SystemTime) -> tracing::field::DisplayValue<Timestamp> {
    tracing::field::display(Timestamp::from(time))
}

/// Now, if somebody listens.
#[cfg(feature = "tracing")]
pub(crate) fn start() -> Option<Instant> {
    (tracing::level_filters::LevelFilter::current() >= tracing::Level::INFO).then(Instant::now)
}
#[cfg(not(feature = "tracing"))]
pub(crate) fn start() -> Option<Instant> {
    None
}

/// What filters choose by: `RUST_LOG=tucuxi::credentials=debug`.
#[cfg(feature = "tracing")]
pub(crate) mod target {
    /// Calls, and retries and redirects within them.
    pub(crate) const CALL: &str = "tucuxi::call";
    /// Attempts of calls.
    pub(crate) const ATTEMPT: &str = "tucuxi::attempt";
    /// Inputs, outputs and headers.
    pub(crate) const WIRE: &str = "tucuxi::wire";
    /// Credentials and tokens, and where they come from.
    pub(crate) const CREDENTIALS: &str = "tucuxi::credentials";
    /// Connections.
    #[cfg(feature = "hyper")]
    pub(crate) const CONNECTION: &str = "tucuxi::connection";
    /// Waiters.
    pub(crate) const WAIT: &str = "tucuxi::wait";
    /// Listings.
    pub(crate) const PAGINATE: &str = "tucuxi::paginate";
    /// Work that a program dropped before it was done.
    pub(crate) const UNFINISHED: &str = "tucuxi::unfinished";
    /// Numbers, named as the layer for metrics of `tracing-opentelemetry` wants them.
    pub(crate) const METRICS: &str = "tucuxi::metrics";
}

/// `event!(INFO, CALL, field = value, "message")`: an event in the current span. Nothing is evaluated if nobody listens.
#[cfg(feature = "tracing")]
macro_rules! event {
    ($level:ident, $target:ident, $($fields:tt)+) => {
        ::tracing::event!(target: $crate::trace::target::$target, ::tracing::Level::$level, $($fields)+)
    };
}
#[cfg(not(feature = "tracing"))]
macro_rules! event {
    ($($fields:tt)+) => {{}};
}

/// `span!(INFO, CALL, "name", field = value)`: a span within the current one.
#[cfg(feature = "tracing")]
macro_rules! span {
    ($level:ident, $target:ident, $($fields:tt)+) => {
        ::tracing::span!(target: $crate::trace::target::$target, ::tracing::Level::$level, $($fields)+)
    };
}
#[cfg(not(feature = "tracing"))]
macro_rules! span {
    ($($fields:tt)+) => {
        $crate::trace::Span::none()
    };
}

/// `record!(span, "field", value)`: fills in a field that was empty when the span began.
#[cfg(feature = "tracing")]
macro_rules! record {
    ($span:expr, $field:literal, $value:expr) => {
        if !$span.is_disabled() {
            $span.record($field, $value);
        }
    };
}
#[cfg(not(feature = "tracing"))]
macro_rules! record {
    ($($tokens:tt)+) => {{}};
}

pub(crate) use {event, record, span};

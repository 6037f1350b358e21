//! How many requests and connections there are, for metrics.

use crate::trace::event;

/// One of those that are counted, until it is dropped. Tells of one more, and then of one less.
pub(super) struct Counted(fn(i64));

impl Counted {
    fn new(tell: fn(i64)) -> Self {
        tell(1);
        Self(tell)
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        (self.0)(-1);
    }
}

/// A request, until its response has been read.
#[cfg_attr(not(feature = "tracing"), allow(unused_variables))]
pub(super) fn request() -> Counted {
    Counted::new(|change| {
        event!(TRACE, METRICS, counter.http.client.active_requests = change);
    })
}

/// A connection, used or idle.
#[cfg_attr(not(feature = "tracing"), allow(unused_variables))]
pub(super) fn connection() -> Counted {
    Counted::new(|change| {
        event!(DEBUG, CONNECTION, "{}", if change > 0 { "opened" } else { "closed" });
        event!(TRACE, METRICS, counter.http.client.open_connections = change);
    })
}

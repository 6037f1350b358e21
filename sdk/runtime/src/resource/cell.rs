//! [`DataCell`]: the data of a resource, and the load under way for all who wait for it.

use crate::error::Error;
use crate::http::BoxFuture;
use crate::reflect::Shape;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak};

/// The data of a resource, of any shape.
pub(super) type Data = Arc<dyn Shape>;

/// What clones of a resource share.
///
/// A load carries the number it was started with, so that an older one never replaces what a newer one brought, nor
/// brings back what an action has made out of date.
#[derive(Default)]
pub(super) struct DataCell(Mutex<Inner>);

#[derive(Default)]
struct Inner {
    data: Option<Data>,
    /// How many loads were started, and data thrown away.
    issued: u64,
    /// The number of the load that the data, or its absence, comes from.
    stored: u64,
    /// The newest load. Those who wait for it keep it alive, so that it ends when no one does.
    flight: Weak<Flight>,
}

impl DataCell {
    /// A state that has its data.
    pub(super) fn with(data: Option<Data>) -> Self {
        Self(Mutex::new(Inner { data, ..Inner::default() }))
    }

    /// The data, if it is there.
    pub(super) fn data(&self) -> Option<Data> {
        self.inner().data.clone()
    }

    /// Forgets the data; loads under way do not count any more.
    pub(super) fn clear(&self) {
        let mut inner = self.inner();
        inner.issued += 1;
        inner.stored = inner.issued;
        inner.data = None;
        inner.flight = Weak::new();
    }

    /// The data, or the load under way, or else the one that `start` makes.
    pub(super) async fn get(&self, start: impl FnOnce() -> Load + Send) -> Result<Data, Error> {
        let flight = {
            let mut inner = self.inner();
            match (&inner.data, inner.flight.upgrade()) {
                (Some(data), _) => return Ok(Arc::clone(data)),
                (None, Some(flight)) if flight.result.get().is_none() => flight,
                _ => inner.start(start()),
            }
        };
        self.join(&flight).await
    }

    /// Loads anew, whatever is there or under way.
    pub(super) async fn reload(&self, load: Load) -> Result<Data, Error> {
        let flight = self.inner().start(load);
        self.join(&flight).await
    }

    /// Waits for a load, and carries it on if no one else does.
    async fn join(&self, flight: &Flight) -> Result<Data, Error> {
        let mut load = flight.load.lock().await;
        if let Some(result) = flight.result.get() {
            return result.clone();
        }
        let result = (&mut *load).await;
        if let Ok(data) = &result {
            self.inner().store(flight.number, data);
        }
        flight.result.get_or_init(|| result).clone()
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn start(&mut self, load: Load) -> Arc<Flight> {
        self.issued += 1;
        let flight = Arc::new(Flight {
            number: self.issued,
            load: tokio::sync::Mutex::new(load),
            result: OnceLock::new(),
        });
        self.flight = Arc::downgrade(&flight);
        flight
    }

    fn store(&mut self, number: u64, data: &Data) {
        if number > self.stored {
            self.stored = number;
            self.data = Some(Arc::clone(data));
        }
    }
}

/// The future of a load.
pub(super) type Load = BoxFuture<'static, Result<Data, Error>>;

/// A load under way. Whoever holds the lock carries it on; who gives up leaves it to the next.
struct Flight {
    number: u64,
    load: tokio::sync::Mutex<Load>,
    result: OnceLock<Result<Data, Error>>,
}

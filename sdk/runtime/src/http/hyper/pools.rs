//! [`Pools`]: one pool of connections for each tokio runtime that uses a client.
//!
//! A connection lives in a task of the runtime that opened it, and ends with that runtime. Were a pool shared by several
//! runtimes, a call could be given a connection whose runtime is about to end, and the task that closes idle connections
//! would end with the runtime that happened to be the first.

use crate::error::{TransportError, TransportErrorKind};
use std::sync::{Mutex, PoisonError};
use tokio::runtime::{Handle, Id};
use tokio::sync::oneshot;

/// A value for each runtime, made when a runtime first asks and dropped after the runtime has ended.
pub(super) struct Pools<T>(Mutex<Vec<Pool<T>>>);

struct Pool<T> {
    runtime: Id,
    /// Closed once the runtime has ended: the other side is in a task of the runtime.
    alive: oneshot::Sender<()>,
    value: T,
}

impl<T: Clone> Pools<T> {
    pub fn new() -> Self {
        Self(Mutex::new(Vec::new()))
    }

    /// The value of the current runtime, from `make` if there is none yet.
    ///
    /// # Errors
    /// Outside of a tokio runtime.
    pub fn get(&self, make: impl FnOnce() -> T) -> Result<T, TransportError> {
        let handle = Handle::try_current().map_err(|cause| {
            TransportError::new(TransportErrorKind::Request, crate::error::NO_RUNTIME).with_cause(cause)
        })?;
        let runtime = handle.id();
        let mut pools = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(pool) = pools.iter().find(|pool| pool.runtime == runtime) {
            return Ok(pool.value.clone());
        }
        pools.retain(|pool| !pool.alive.is_closed());
        let (alive, ended) = oneshot::channel::<()>();
        // ends with the runtime, or when the client is dropped
        handle.spawn(async move { ended.await.is_ok() });
        let value = make();
        pools.push(Pool { runtime, alive, value: value.clone() });
        Ok(value)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::sync::Arc;

    #[test]
    fn each_runtime_has_its_own_and_those_that_ended_are_dropped() {
        let pools = Pools::new();
        let runtime = || tokio::runtime::Builder::new_current_thread().build().unwrap();
        let (one, other) = (runtime(), runtime());
        let get = || pools.get(|| Arc::new(())).unwrap();
        let of_one = one.block_on(async { get() });
        let of_other = other.block_on(async { get() });
        assert!(!Arc::ptr_eq(&of_one, &of_other));
        assert!(Arc::ptr_eq(&of_one, &one.block_on(async { get() })));
        drop(one);
        runtime().block_on(async { get() });
        assert_eq!((Arc::strong_count(&of_one), Arc::strong_count(&of_other)), (1, 2));
        assert_eq!(pools.get(|| Arc::new(())).unwrap_err().message, crate::error::NO_RUNTIME);
    }
}

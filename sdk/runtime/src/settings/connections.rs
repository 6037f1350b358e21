//! [`Connections`]: the default HTTP layers of sessions that are derived from one another.

use crate::error::Error;
use crate::http::{HttpClient, HttpOptions, default_client};
use std::sync::{Arc, Mutex, PoisonError, Weak};

/// The HTTP layers in use, one for each set of options, so that sessions with the same options share connections.
#[derive(Default)]
pub(crate) struct Connections(Mutex<Vec<(HttpOptions, Weak<dyn HttpClient>)>>);

impl Connections {
    /// The HTTP layer with these options: the one in use, else a new one.
    ///
    /// # Errors
    /// When it cannot be made: the CA bundle cannot be read, or this build has no HTTP layer.
    pub(crate) fn with(&self, options: HttpOptions) -> Result<Arc<dyn HttpClient>, Error> {
        let mut layers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        layers.retain(|(_, layer)| layer.strong_count() > 0);
        let same = layers.iter().find(|(other, _)| *other == options);
        if let Some(layer) = same.and_then(|(_, layer)| layer.upgrade()) {
            return Ok(layer);
        }
        let layer = default_client(&options).map_err(Error::configuration)?;
        layers.push((options, Arc::downgrade(&layer)));
        Ok(layer)
    }
}

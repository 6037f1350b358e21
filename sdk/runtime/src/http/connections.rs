//! [`Layer`]: a default HTTP layer with its options; [`Connections`]: those of sessions that are derived from one another.

use super::{HttpClient, HttpOptions, default_client};
use crate::error::Error;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError, Weak};

/// A default HTTP layer, of which there can be others with the same options but for some.
pub(crate) struct Layer {
    client: Arc<dyn HttpClient>,
    options: HttpOptions,
    connections: Arc<Connections>,
}

impl Layer {
    /// The HTTP layer with these options: one that is in use, else a new one.
    ///
    /// # Errors
    /// When it cannot be made: the CA bundle cannot be read, or this build has no HTTP layer.
    pub(crate) fn new(connections: &Arc<Connections>, options: HttpOptions) -> Result<Self, Error> {
        let client = connections.with(&options)?;
        Ok(Self { client, options, connections: Arc::clone(connections) })
    }

    /// The same with other options.
    ///
    /// # Errors
    /// Those of [`new`](Self::new).
    pub(crate) fn with(&self, options: HttpOptions) -> Result<Self, Error> {
        Self::new(&self.connections, options)
    }

    /// What sends requests.
    pub(crate) fn client(&self) -> &Arc<dyn HttpClient> {
        &self.client
    }

    /// What it was made with.
    pub(crate) fn options(&self) -> &HttpOptions {
        &self.options
    }
}

impl fmt::Debug for Layer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Layer").field(&self.options).finish()
    }
}

/// The HTTP layers in use, one for each set of options, so that sessions with the same options share connections.
#[derive(Default)]
pub(crate) struct Connections(Mutex<Vec<(HttpOptions, Weak<dyn HttpClient>)>>);

impl Connections {
    fn with(&self, options: &HttpOptions) -> Result<Arc<dyn HttpClient>, Error> {
        let mut layers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        layers.retain(|(_, layer)| layer.strong_count() > 0);
        let same = layers.iter().find(|(other, _)| other == options);
        if let Some(layer) = same.and_then(|(_, layer)| layer.upgrade()) {
            return Ok(layer);
        }
        let layer = default_client(options)?;
        layers.push((options.clone(), Arc::downgrade(&layer)));
        Ok(layer)
    }
}

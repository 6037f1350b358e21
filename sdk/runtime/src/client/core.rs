//! [`Core`]: the one implementation of a service client.

use super::pipeline::{self, Done};
use super::place::{Learnt, Place};
use super::user_agent::UserAgent;
use super::{Builder, Features};
use crate::Session;
use crate::config::ClientConfig;
use crate::endpoint::Resolver;
use crate::error::Error;
use crate::http::BoxFuture;
use crate::recent::Recent;
use crate::reflect::Shape;
use crate::schema::{OperationSchema, ServiceSchema};
use std::fmt;
use std::sync::Arc;

/// A client of any service: configuration, credentials, connection, caches. Cheap to clone.
///
/// Clones share all that the client learns: the retry quota, the rate of the adaptive mode, endpoints and connections.
#[derive(Clone)]
pub struct Core {
    service: &'static ServiceSchema,
    /// Settings that contradict each other make every call fail, not the making of the client.
    live: Result<Arc<Live>, Error>,
}

/// A client whose settings hold.
pub(crate) struct Live {
    pub(super) config: ClientConfig,
    pub(super) shared: Arc<Shared>,
    /// What is known of where the calls go.
    pub(super) learnt: Arc<Learnt>,
    pub(super) user_agent: UserAgent,
}

/// What customised clients share with the one they come from.
pub(crate) struct Shared {
    /// Remembers endpoints by all that they depend on.
    pub(super) resolver: Resolver,
    places: Recent<Place, Learnt>,
}

impl Core {
    /// A client of `service` with the settings of `session`.
    pub fn new(session: &Session, service: &'static ServiceSchema) -> Self {
        Self::with_shared(service, session.client_config(service), Arc::new(Shared::new(service)))
    }

    /// A client of `service` with these settings.
    pub fn with_config(service: &'static ServiceSchema, config: ClientConfig) -> Self {
        Self::with_shared(service, Ok(config), Arc::new(Shared::new(service)))
    }

    pub(super) fn with_shared(
        service: &'static ServiceSchema,
        config: Result<ClientConfig, Error>,
        shared: Arc<Shared>,
    ) -> Self {
        let live = config.and_then(|mut config| {
            config.check()?;
            let place = Place::of(&config);
            let learnt = shared.places.at(&place, Learnt::new);
            config.skew = config.skew.at(&place);
            let user_agent = UserAgent::new(&config);
            Ok(Arc::new(Live { config, shared, learnt, user_agent }))
        });
        Self { service, live }
    }

    pub(super) fn from_live(service: &'static ServiceSchema, live: Arc<Live>) -> Self {
        Self { service, live: Ok(live) }
    }

    /// A client of the same service whose calls fail with `error`.
    pub(crate) fn failing(&self, error: Error) -> Self {
        Self { service: self.service, live: Err(error) }
    }

    /// The service this is a client of.
    pub fn service(&self) -> &'static ServiceSchema {
        self.service
    }

    /// The settings, or why there are none.
    pub fn config(&self) -> Result<&ClientConfig, Error> {
        self.live.as_deref().map(|live| &live.config).map_err(Error::clone)
    }

    /// What knows the endpoints of the service.
    pub(super) fn resolver(&self) -> Result<&Resolver, Error> {
        self.live.as_deref().map(|live| &live.shared.resolver).map_err(Error::clone)
    }

    /// This client with other settings. With the same region, endpoint URL and kind of endpoint, the two share what they
    /// learn of the service: retry quota, rate, clock, discovered endpoints. With another one, each learns for itself;
    /// the settings of the last 100 are remembered.
    #[must_use]
    pub fn customize(&self, change: impl FnOnce(Builder<Core>) -> Builder<Core>) -> Self {
        let builder = match &self.live {
            Ok(live) => Builder::over(self.service, Ok(live.config.clone()), Arc::clone(&live.shared)),
            Err(error) => {
                Builder::over(self.service, Err(error.clone()), Arc::new(Shared::new(self.service)))
            }
        };
        change(builder).build()
    }

    /// What is left of the retry quota.
    #[cfg(test)]
    pub(super) fn retry_quota(&self) -> u32 {
        self.live.as_ref().map_or(0, |live| live.learnt.quota.available())
    }

    /// Carries out an operation; `output` is filled and given back. `features` are told in the user agent.
    pub(crate) fn invoke(
        &self,
        operation: &'static OperationSchema,
        input: Box<dyn Shape>,
        output: Box<dyn Shape>,
        features: Features,
    ) -> BoxFuture<'static, Result<Done, Error>> {
        match &self.live {
            Ok(live) => Box::pin(pipeline::run(Arc::clone(live), operation, input, output, features)),
            Err(error) => {
                let error = error.clone().in_operation(operation);
                Box::pin(std::future::ready(Err(error)))
            }
        }
    }
}

impl Shared {
    pub(super) fn new(service: &'static ServiceSchema) -> Self {
        Self { resolver: Resolver::new(service.rules), places: Recent::default() }
    }
}

impl fmt::Debug for Core {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Core({})", self.service.name)
    }
}

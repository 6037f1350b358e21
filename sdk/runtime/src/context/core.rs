//! [`Core`]: a client of any service, and what its clones share.

use super::ClientConfig;
use super::learnt::Learnt;
use super::user_agent::UserAgent;
use crate::checksum::Policy;
use crate::error::Error;
use crate::place::Place;
use crate::recent::Recent;
use crate::rules::Resolver;
use crate::schema::ServiceSchema;
use std::fmt;
use std::sync::Arc;

/// A client of any service: configuration, credentials, connection, caches. Cheap to clone.
///
/// Clones share all that the client learns: the retry quota, the rate of the adaptive mode, endpoints and connections.
#[derive(Clone)]
pub struct Core {
    pub(crate) service: &'static ServiceSchema,
    /// Settings that contradict each other make every call fail, not the making of the client.
    pub(crate) live: Result<Arc<Live>, Error>,
}

/// A client whose settings hold.
pub(crate) struct Live {
    pub(crate) config: ClientConfig,
    pub(crate) shared: Arc<Shared>,
    /// What is known of where the calls go.
    pub(crate) learnt: Arc<Learnt>,
    pub(crate) user_agent: UserAgent,
    pub(crate) checksums: Policy,
}

/// What customised clients share with the one they come from.
pub(crate) struct Shared {
    /// Remembers endpoints by all that they depend on.
    pub(crate) resolver: Resolver,
    places: Recent<Place, Learnt>,
}

impl Core {
    /// A client of `service` with these settings.
    pub fn with_config(service: &'static ServiceSchema, config: ClientConfig) -> Self {
        Self::with_shared(service, Ok(config), Arc::new(Shared::new(service)))
    }

    pub(crate) fn with_shared(
        service: &'static ServiceSchema,
        config: Result<ClientConfig, Error>,
        shared: Arc<Shared>,
    ) -> Self {
        let live = config.and_then(|mut config| {
            config.check()?;
            let place = config.place();
            let learnt = shared.places.at(&place, Learnt::new);
            config.skew = config.skew.at(&place);
            let checksums = config.checksums(service.rules.partitions);
            let user_agent = UserAgent::new(&config, checksums);
            Ok(Arc::new(Live { config, shared, learnt, user_agent, checksums }))
        });
        Self { service, live }
    }

    pub(crate) fn from_live(service: &'static ServiceSchema, live: Arc<Live>) -> Self {
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
    pub(crate) fn resolver(&self) -> Result<&Resolver, Error> {
        self.live.as_deref().map(|live| &live.shared.resolver).map_err(Error::clone)
    }

    /// What is left of the retry quota.
    #[cfg(test)]
    pub(crate) fn retry_quota(&self) -> u32 {
        self.live.as_ref().map_or(0, |live| live.learnt.quota.available())
    }
}

impl Shared {
    pub(crate) fn new(service: &'static ServiceSchema) -> Self {
        Self { resolver: Resolver::new(service.rules), places: Recent::default() }
    }
}

impl fmt::Debug for Core {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Core({})", self.service.name)
    }
}

//! [`Refreshing`]: keeps credentials and fetches them anew ahead of their end.

use super::keeper::{Ahead, Clock, Expires, Keeper};
use super::{Credentials, ProvideCredentials};
use crate::error::Error;
use crate::http::BoxFuture;
use crate::schema::Identity;
use crate::trace::event;
use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

/// Keeps what a provider gave until shortly before its end.
///
/// botocore's times hold: with less than 15 minutes left (and up to two fewer, by chance) new credentials are fetched
/// in the background, with less than 10 calls wait for them. For credentials that never held for half an hour these
/// are a half and a quarter of the time they held when they came, so that short ones are not fetched all the time.
/// However many calls wait, one fetch is made, and it goes on should the call that began it be given up. If it fails,
/// the credentials at hand are used for as long as they are valid, with a pause before the next fetch.
///
/// Sessions and clients wrap the providers that they are given in this; wrap one yourself to share what it keeps among
/// several sessions. Credentials without an end are fetched once.
#[derive(Clone)]
pub struct Refreshing {
    provider: Arc<dyn ProvideCredentials>,
    keeper: Keeper<Credentials>,
}

impl Expires for Credentials {
    const NAME: &'static str = "credentials";

    fn end(&self) -> Option<SystemTime> {
        self.expiration()
    }
}

impl Refreshing {
    /// Keeps what `provider` gives.
    pub fn new(provider: impl ProvideCredentials + 'static) -> Self {
        Self::with_clock(provider, Arc::new(SystemTime::now))
    }

    pub(super) fn with_clock(provider: impl ProvideCredentials + 'static, clock: Clock) -> Self {
        Self { provider: Arc::new(provider), keeper: Keeper::new(Ahead::MINUTES, clock) }
    }
}

/// `provider`, which is asked again only when its credentials are about to end.
pub(crate) fn kept(provider: impl ProvideCredentials + 'static) -> Arc<dyn ProvideCredentials> {
    if provider.keeps() { Arc::new(provider) } else { Arc::new(Refreshing::new(provider)) }
}

impl ProvideCredentials for Refreshing {
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, Error>> {
        Box::pin(self.keeper.get(|| {
            let provider = Arc::clone(&self.provider);
            Box::pin(async move {
                let credentials = provider.credentials().await?;
                event!(
                    INFO,
                    CREDENTIALS,
                    from = provider.origin(),
                    until = credentials.expiration().map(crate::trace::time),
                    "credentials loaded"
                );
                Ok(credentials)
            })
        }))
    }
    fn origin(&self) -> Option<String> {
        self.provider.origin()
    }
    fn keeps(&self) -> bool {
        true
    }
    fn offer_identity(&self, identity: &'static Identity) {
        self.provider.offer_identity(identity);
    }
}

impl fmt::Debug for Refreshing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.provider.fmt(f)
    }
}

//! [`Configured`]: a provider that settings ask for, as a place of the chain.

use super::chain::Link;
use super::{Credentials, Identity, ProvideCredentials};
use crate::error::Error;
use crate::features::Features;
use crate::http::BoxFuture;

/// A provider that profile or environment ask for, if they do. What is wrong with the settings shows when the chain
/// comes here.
#[derive(Debug)]
pub(super) struct Configured<S> {
    pub source: Result<Option<S>, Error>,
    /// The settings, in words.
    pub place: String,
    pub features: Features,
}

impl<S: ProvideCredentials> Link for Configured<S> {
    fn load(&self) -> BoxFuture<'_, Result<Option<Credentials>, Error>> {
        Box::pin(async move {
            match &self.source {
                Ok(Some(source)) => source.credentials().await.map(Some),
                Ok(None) => Ok(None),
                Err(error) => Err(error.clone()),
            }
        })
    }

    fn features(&self) -> Features {
        self.features
    }

    fn place(&self) -> String {
        self.place.clone()
    }

    fn offer_identity(&self, identity: &'static Identity) {
        if let Ok(Some(source)) = &self.source {
            source.offer_identity(identity);
        }
    }
}

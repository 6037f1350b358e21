//! [`TokenChain`]: where a session looks for bearer tokens.

use super::EnvironmentToken;
#[cfg(feature = "sso")]
use super::SsoToken;
#[cfg(feature = "sso")]
use crate::credentials::Identity;
use crate::credentials::ProvideToken;
use crate::error::{Error, ErrorKind};
use crate::http::BoxFuture;
use crate::settings::base::Base;
use std::sync::Arc;

/// The environment variable of the service, else what the profile signs in for by its `sso_session`: botocore's order.
#[derive(Debug)]
pub(crate) struct TokenChain {
    environment: EnvironmentToken,
    profile: String,
    /// An error in the profile shows when a token is needed.
    #[cfg(feature = "sso")]
    sso: Result<Option<SsoToken>, Error>,
    #[cfg(not(feature = "sso"))]
    asks_for_sso: bool,
}

impl TokenChain {
    pub fn standard(base: &Arc<Base>) -> Self {
        let profile = base.profile.value.clone();
        Self {
            environment: EnvironmentToken::new(base.env.clone()),
            #[cfg(feature = "sso")]
            sso: SsoToken::in_profile(base, &profile),
            #[cfg(not(feature = "sso"))]
            asks_for_sso: base.profiles.profile(&profile).is_some_and(|it| it.get("sso_session").is_some()),
            profile,
        }
    }

    #[cfg(feature = "sso")]
    async fn of_profile(&self) -> Result<Option<String>, Error> {
        match &self.sso {
            Ok(Some(token)) => token.get().await.map(Some),
            Ok(None) => Ok(None),
            Err(error) => Err(error.clone()),
        }
    }

    #[cfg(not(feature = "sso"))]
    async fn of_profile(&self) -> Result<Option<String>, Error> {
        match self.asks_for_sso {
            false => Ok(None),
            true => {
                let message = format!(
                    "profile `{}` has `sso_session`, but single sign-on is not in this build",
                    self.profile
                );
                Err(Error::new(ErrorKind::Credentials, message)
                    .with_hint("switch on the feature `sso` of the crate `tucuxi-identity`"))
            }
        }
    }

    async fn get(&self, signing_name: &str) -> Result<String, Error> {
        if let Some(token) = self.environment.get(signing_name) {
            return Ok(token);
        }
        if let Some(token) = self.of_profile().await? {
            return Ok(token);
        }
        let message = format!(
            "no bearer token; looked at: environment variable {}, `sso_session` of profile `{}`",
            EnvironmentToken::variable(signing_name),
            self.profile
        );
        Err(Error::new(ErrorKind::Credentials, message).with_hint(
            "set one of these, or give a provider in code with `Session::builder().token_provider(…)`",
        ))
    }
}

impl ProvideToken for TokenChain {
    fn token<'a>(&'a self, signing_name: &'a str) -> BoxFuture<'a, Result<String, Error>> {
        Box::pin(self.get(signing_name))
    }

    #[cfg(feature = "sso")]
    fn offer_identity(&self, identity: &'static Identity) {
        if let Ok(Some(token)) = &self.sso {
            token.offer_identity(identity);
        }
    }
}

//! Bearer tokens in environment variables.

use crate::credentials::ProvideToken;
use crate::error::{Error, ErrorKind};
use crate::http::BoxFuture;
use crate::settings::env::Env;
use std::future::ready;

/// `AWS_BEARER_TOKEN_<SIGNING_NAME>`: a token for the service that signs under this name.
#[derive(Debug)]
pub struct EnvironmentToken(Env);

impl EnvironmentToken {
    pub(crate) fn new(env: Env) -> Self {
        Self(env)
    }

    /// The variable for a service.
    pub(super) fn variable(signing_name: &str) -> String {
        format!("AWS_BEARER_TOKEN_{}", signing_name.replace(['-', ' '], "_").to_uppercase())
    }

    /// Whether there is a token for a service.
    pub(crate) fn has(&self, signing_name: &str) -> bool {
        self.get(signing_name).is_some()
    }

    pub(super) fn get(&self, signing_name: &str) -> Option<String> {
        self.0.get(&Self::variable(signing_name))
    }
}

impl ProvideToken for EnvironmentToken {
    fn token<'a>(&'a self, signing_name: &'a str) -> BoxFuture<'a, Result<String, Error>> {
        let token = self.get(signing_name).ok_or_else(|| {
            let message =
                format!("no bearer token; looked at: environment variable {}", Self::variable(signing_name));
            Error::new(ErrorKind::Credentials, message)
                .with_hint("set it, or give a provider in code with `Session::builder().token_provider(…)`")
        });
        Box::pin(ready(token))
    }
}

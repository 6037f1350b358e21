//! Credentials in environment variables.

use super::Credentials;
use super::chain::{Link, expiration};
use crate::error::{Error, ErrorKind};
use crate::features::Features;
use crate::http::BoxFuture;
use crate::settings::env::Env;
use std::future::ready;

/// `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and what belongs to them. They are read each time they are asked for,
/// so that temporary ones can be replaced there.
#[derive(Debug)]
pub(super) struct EnvironmentKeys(pub Env);

impl EnvironmentKeys {
    fn read(&self) -> Result<Option<Credentials>, Error> {
        let env = &self.0;
        let Some(key) = env.get("AWS_ACCESS_KEY_ID") else { return Ok(None) };
        let Some(secret) = env.get("AWS_SECRET_ACCESS_KEY") else {
            let message = "AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is not";
            return Err(Error::new(ErrorKind::Credentials, message));
        };
        let token = env.get("AWS_SECURITY_TOKEN").or_else(|| env.get("AWS_SESSION_TOKEN"));
        let end = env.get("AWS_CREDENTIAL_EXPIRATION");
        let end = end.map(|text| expiration(&text, "AWS_CREDENTIAL_EXPIRATION")).transpose()?;
        Ok(Some(
            Credentials::builder(key, secret)
                .session_token(token.unwrap_or_default())
                .expiration(end)
                .account_id(env.get("AWS_ACCOUNT_ID").unwrap_or_default())
                .build(),
        ))
    }
}

impl Link for EnvironmentKeys {
    fn load(&self) -> BoxFuture<'_, Result<Option<Credentials>, Error>> {
        Box::pin(ready(self.read()))
    }

    fn features(&self) -> Features {
        Features::CREDENTIALS_ENVIRONMENT
    }

    fn place(&self) -> String {
        "environment variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY".to_owned()
    }
}

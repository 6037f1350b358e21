//! [`WebIdentity`]: a role, for the token of another identity provider.

use super::{credentials, session_name, whole_seconds};
use crate::credentials::chain::Link;
use crate::credentials::configured::Configured;
use crate::credentials::{Credentials, Identity, ProvideCredentials, Refreshing};
use crate::error::{Error, ErrorKind};
use crate::features::Features;
use crate::file;
use crate::http::BoxFuture;
use crate::settings::base::Base;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

const TOKEN_FILE: (&str, &str) = ("web_identity_token_file", "AWS_WEB_IDENTITY_TOKEN_FILE");
const ROLE: (&str, &str) = ("role_arn", "AWS_ROLE_ARN");
const NAME: (&str, &str) = ("role_session_name", "AWS_ROLE_SESSION_NAME");

/// Credentials of a role, for the token of another identity provider in a file: in Kubernetes, in pipelines of CI. No
/// other credentials are needed. The file is read anew for each refresh, as whoever writes it replaces it.
///
/// A session uses this by itself where the environment has `AWS_WEB_IDENTITY_TOKEN_FILE` and `AWS_ROLE_ARN`, or its
/// profile `web_identity_token_file` and `role_arn`.
///
/// ```
/// use tucuxi::credentials::WebIdentity;
///
/// # fn main() -> Result<(), tucuxi::Error> {
/// # let home = [("HOME", "/nonexistent")];
/// let base = tucuxi::Session::builder().env(home).region("eu-west-1").build()?;
/// let role = WebIdentity::builder("arn:aws:iam::123456789012:role/deploy", "/run/token").build(&base);
/// let session = tucuxi::Session::builder().credentials_provider(role).build()?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct WebIdentity(Refreshing);

impl WebIdentity {
    /// Credentials of the role with this ARN, for the token in this file.
    pub fn builder(role_arn: impl Into<String>, token_file: impl Into<PathBuf>) -> WebIdentityBuilder {
        WebIdentityBuilder {
            role_arn: role_arn.into(),
            token_file: token_file.into(),
            session_name: session_name(),
            duration: None,
            region: None,
        }
    }
}

impl ProvideCredentials for WebIdentity {
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, Error>> {
        self.0.credentials()
    }
    fn origin(&self) -> Option<String> {
        self.0.origin()
    }
    fn keeps(&self) -> bool {
        self.0.keeps()
    }
    fn offer_identity(&self, identity: &'static Identity) {
        self.0.offer_identity(identity);
    }
}

/// Makes a [`WebIdentity`].
#[derive(Clone, Debug)]
#[must_use = "a builder does nothing until it is built"]
pub struct WebIdentityBuilder {
    role_arn: String,
    token_file: PathBuf,
    session_name: String,
    /// In seconds.
    duration: Option<i64>,
    /// The region whose STS is called, if not that of the session.
    region: Option<String>,
}

impl WebIdentityBuilder {
    /// The name of the session with the role, which logs show; without it one is made up.
    pub fn session_name(mut self, name: impl Into<String>) -> Self {
        self.session_name = name.into();
        self
    }

    /// How long the credentials hold, boto3's `DurationSeconds`: 15 minutes or more, in whole seconds; without it an hour.
    pub fn duration_seconds(mut self, duration: Duration) -> Self {
        self.duration = Some(whole_seconds(duration));
        self
    }

    /// The region whose STS is called, in place of that of the session.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// The provider, with what `base` knows.
    pub(crate) fn over(self, base: Arc<Base>) -> WebIdentity {
        WebIdentity(Refreshing::new(WebIdentityRequest { base, asked: self }))
    }
}

/// Fetches the credentials.
struct WebIdentityRequest {
    base: Arc<Base>,
    asked: WebIdentityBuilder,
}

impl WebIdentityRequest {
    /// What environment, if it counts, and profile ask for; the environment goes first for each setting.
    fn of_profile(base: &Arc<Base>, profile: &str, environment: bool) -> Result<Option<Self>, Error> {
        let section = base.profiles.profile(profile);
        let setting = |(key, variable): (&str, &str)| {
            let set = if environment { base.env.get(variable) } else { None };
            let written = || Some(section?.get(key)?.value).filter(|value| !value.is_empty());
            set.or_else(written)
        };
        let Some(token_file) = setting(TOKEN_FILE) else { return Ok(None) };
        let role_arn = setting(ROLE).ok_or_else(|| {
            Error::configuration(format!(
                "there is a file with a web identity token, {token_file}, but no role: neither is {} set nor has \
                 profile `{profile}` a `{}`",
                ROLE.1, ROLE.0
            ))
        })?;
        let path = base.env.expand(&token_file);
        let path = path.ok_or_else(|| {
            Error::configuration(format!(
                "the web identity token file {token_file} has no home directory to be in"
            ))
        })?;
        let asked = WebIdentity::builder(role_arn, path);
        let session_name = setting(NAME).unwrap_or(asked.session_name);
        let asked = WebIdentityBuilder { session_name, ..asked };
        Ok(Some(Self { base: base.clone(), asked }))
    }

    async fn fetch(&self) -> Result<Credentials, Error> {
        let WebIdentityBuilder { role_arn, token_file, session_name, duration, region } = &self.asked;
        let token = file::load_token(token_file).await.map_err(|cause| {
            let message = format!("the web identity token file {} cannot be read", token_file.display());
            Error::new(ErrorKind::Credentials, message).with_cause(cause)
        })?;
        let mut call = self
            .base
            .call("sts", "AssumeRoleWithWebIdentity")?
            .text("RoleArn", role_arn)
            .text("RoleSessionName", session_name)
            .text("WebIdentityToken", &token);
        if let Some(region) = region {
            call = call.region(region);
        }
        if let Some(seconds) = duration {
            call = call.number("DurationSeconds", *seconds);
        }
        Ok(credentials(&call.send().await?)?.of_feature(Features::WEB_IDENTITY))
    }
}

impl ProvideCredentials for WebIdentityRequest {
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, Error>> {
        Box::pin(self.fetch())
    }
    fn origin(&self) -> Option<String> {
        Some(format!("role {} by web identity", self.asked.role_arn))
    }
    fn offer_identity(&self, identity: &'static Identity) {
        self.base.offer_identity(identity);
    }
}

impl fmt::Debug for WebIdentityRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebIdentity").field("role_arn", &self.asked.role_arn).finish_non_exhaustive()
    }
}

/// Web identity as a place of the chain, for a profile; `environment` tells whether variables count beside it.
pub(in crate::credentials) fn web_identity(
    base: &Arc<Base>,
    profile: &str,
    environment: bool,
) -> impl Link + use<> {
    Configured {
        source: WebIdentityRequest::of_profile(base, profile, environment),
        place: format!("web identity ({}, `{}` of profile `{profile}`)", TOKEN_FILE.1, TOKEN_FILE.0),
        features: match environment && base.env.get(TOKEN_FILE.1).is_some() {
            true => Features::WEB_IDENTITY_ENVIRONMENT,
            false => Features::WEB_IDENTITY_PROFILE,
        },
    }
}

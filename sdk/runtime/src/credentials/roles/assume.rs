//! [`AssumeRole`]: a role, for other credentials.

use super::{credentials, session_name, whole_seconds};
use crate::credentials::AskMfa;
use crate::credentials::{Credentials, Identity, ProvideCredentials, Refreshing};
use crate::error::{Error, ErrorKind};
use crate::features::Features;
use crate::http::BoxFuture;
use crate::settings::base::Base;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// Credentials of a role, for other credentials that may assume it. They are fetched anew ahead of their end, and those
/// they are fetched with are asked for each time.
///
/// A session whose profile has a `role_arn` with a `source_profile` or `credential_source` uses this by itself. It is
/// here for what profiles do not say, and for several roles in one program:
///
/// ```
/// use tucuxi::credentials::AssumeRole;
///
/// # fn main() -> Result<(), tucuxi::Error> {
/// # let home = [("HOME", "/nonexistent")];
/// let mine = tucuxi::Session::builder().env(home).region("eu-west-1").build()?;
/// let auditor = AssumeRole::builder("arn:aws:iam::123456789012:role/auditor")
///     .external_id("tucuxi")
///     .tags([("project", "pink dolphin")])
///     .build(&mine);
/// let theirs = tucuxi::Session::builder().region("eu-west-1").credentials_provider(auditor).build()?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct AssumeRole(Refreshing);

impl AssumeRole {
    /// Credentials of the role with this ARN.
    pub fn builder(role_arn: impl Into<String>) -> AssumeRoleBuilder {
        AssumeRoleBuilder {
            role: Role { arn: role_arn.into(), session_name: session_name(), ..Role::default() },
            source: None,
            mfa: None,
        }
    }
}

impl ProvideCredentials for AssumeRole {
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

/// A role and how it is assumed; the names are those of the operation's parameters.
#[derive(Clone, Debug, Default)]
pub(super) struct Role {
    pub arn: String,
    pub session_name: String,
    pub external_id: Option<String>,
    /// In seconds.
    pub duration: Option<i64>,
    /// The region whose STS is called, if not that of the session.
    pub region: Option<String>,
    pub mfa_serial: Option<String>,
    pub policy: Option<String>,
    pub policy_arns: Vec<String>,
    pub tags: Vec<(String, String)>,
    pub transitive_tag_keys: Vec<String>,
    pub source_identity: Option<String>,
}

/// Makes an [`AssumeRole`].
#[must_use = "a builder does nothing until it is built"]
pub struct AssumeRoleBuilder {
    role: Role,
    source: Option<Arc<dyn ProvideCredentials>>,
    mfa: Option<AskMfa>,
}

impl AssumeRoleBuilder {
    /// The credentials that assume the role, in place of those of the session.
    pub fn source(mut self, provider: impl ProvideCredentials + 'static) -> Self {
        self.source = Some(Arc::new(provider));
        self
    }

    /// The name of the session with the role, which logs show; without it one is made up.
    pub fn session_name(mut self, name: impl Into<String>) -> Self {
        self.role.session_name = name.into();
        self
    }

    /// What a role of somebody else asks for beside credentials.
    pub fn external_id(mut self, id: impl Into<String>) -> Self {
        self.role.external_id = Some(id.into());
        self
    }

    /// How long the credentials hold, boto3's `DurationSeconds`: 15 minutes or more, in whole seconds; without it an hour.
    pub fn duration_seconds(mut self, duration: Duration) -> Self {
        self.role.duration = Some(whole_seconds(duration));
        self
    }

    /// The region whose STS is called, in place of that of the session.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.role.region = Some(region.into());
        self
    }

    /// The serial number of the MFA device, and who is asked for its code, anew for each fetch.
    pub fn mfa<F, T>(mut self, serial: impl Into<String>, ask: F) -> Self
    where
        F: Fn(String) -> T + Send + Sync + 'static,
        T: Future<Output = Result<String, Error>> + Send + 'static,
    {
        self.role.mfa_serial = Some(serial.into());
        self.mfa = Some(Arc::new(move |serial| Box::pin(ask(serial))));
        self
    }

    /// A policy in JSON that the session's permissions are cut down to.
    pub fn policy(mut self, policy: impl Into<String>) -> Self {
        self.role.policy = Some(policy.into());
        self
    }

    /// Managed policies that the session's permissions are cut down to.
    pub fn policy_arns(mut self, arns: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.role.policy_arns = arns.into_iter().map(Into::into).collect();
        self
    }

    /// Tags of the session.
    pub fn tags<K: Into<String>, V: Into<String>>(mut self, tags: impl IntoIterator<Item = (K, V)>) -> Self {
        self.role.tags = tags.into_iter().map(|(key, value)| (key.into(), value.into())).collect();
        self
    }

    /// The keys of tags that roles assumed by this one have, too.
    pub fn transitive_tag_keys(mut self, keys: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.role.transitive_tag_keys = keys.into_iter().map(Into::into).collect();
        self
    }

    /// Who is behind the role, for the logs.
    pub fn source_identity(mut self, identity: impl Into<String>) -> Self {
        self.role.source_identity = Some(identity.into());
        self
    }

    /// The provider, with what `base` knows, and `credentials` unless others are given.
    pub(crate) fn over(self, base: Arc<Base>, credentials: &Arc<dyn ProvideCredentials>) -> AssumeRole {
        let source = self.source.unwrap_or_else(|| credentials.clone());
        let mfa = self.mfa.or_else(|| base.mfa.clone());
        AssumeRole(Refreshing::new(RoleRequest {
            base,
            role: self.role,
            source,
            from: "given".to_owned(),
            mfa,
        }))
    }
}

impl fmt::Debug for AssumeRoleBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AssumeRoleBuilder").field("role", &self.role).finish_non_exhaustive()
    }
}

/// Fetches the credentials.
pub(super) struct RoleRequest {
    pub base: Arc<Base>,
    pub role: Role,
    /// The credentials that assume the role.
    pub source: Arc<dyn ProvideCredentials>,
    /// Where these come from, in words.
    pub from: String,
    pub mfa: Option<AskMfa>,
}

impl RoleRequest {
    pub async fn fetch(&self) -> Result<Credentials, Error> {
        let Role { arn, policy_arns, tags, transitive_tag_keys, .. } = &self.role;
        let source = self.source.credentials().await.map_err(|cause| {
            let message = format!("role {arn} cannot be assumed without the credentials {}", self.from);
            Error::new(ErrorKind::Credentials, message).with_cause(cause)
        })?;
        let features = source.features().and(Features::ASSUME_ROLE);
        let code = self.mfa_code().await?;
        let mut call = self
            .base
            .call("sts", "AssumeRole")?
            .signed_by(source)
            .text("RoleArn", arn)
            .text("RoleSessionName", &self.role.session_name);
        let texts = [
            ("ExternalId", &self.role.external_id),
            ("SerialNumber", &self.role.mfa_serial),
            ("TokenCode", &code),
            ("Policy", &self.role.policy),
            ("SourceIdentity", &self.role.source_identity),
        ];
        for (name, text) in texts {
            if let Some(text) = text {
                call = call.text(name, text);
            }
        }
        if let Some(region) = &self.role.region {
            call = call.region(region);
        }
        if let Some(seconds) = self.role.duration {
            call = call.number("DurationSeconds", seconds);
        }
        if !policy_arns.is_empty() {
            call = call.structures("PolicyArns", policy_arns.iter().map(|arn| [("arn", arn.as_str())]));
        }
        if !tags.is_empty() {
            let tags = tags.iter().map(|(key, value)| [("Key", key.as_str()), ("Value", value.as_str())]);
            call = call.structures("Tags", tags);
        }
        if !transitive_tag_keys.is_empty() {
            call = call.texts("TransitiveTagKeys", transitive_tag_keys);
        }
        Ok(credentials(&call.send().await?)?.of_feature(features))
    }

    async fn mfa_code(&self) -> Result<Option<String>, Error> {
        let Some(serial) = &self.role.mfa_serial else { return Ok(None) };
        let ask = self.mfa.as_ref().ok_or_else(|| {
            let message = format!("role {} asks for a code of the MFA device {serial}", self.role.arn);
            Error::new(ErrorKind::Credentials, message)
                .with_hint("say who gives it by `Session::builder().mfa_code(…)`")
        })?;
        ask(serial.clone()).await.map(Some)
    }
}

impl ProvideCredentials for RoleRequest {
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, Error>> {
        Box::pin(self.fetch())
    }
    fn origin(&self) -> Option<String> {
        Some(format!("role {}", self.role.arn))
    }
    fn offer_identity(&self, identity: &'static Identity) {
        self.base.offer_identity(identity);
        self.source.offer_identity(identity);
    }
}

impl fmt::Debug for RoleRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AssumeRole").field("arn", &self.role.arn).finish_non_exhaustive()
    }
}

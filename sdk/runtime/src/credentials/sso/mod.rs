//! [`Sso`]: credentials of a role in an account, for a user signed in at IAM Identity Center.

#[cfg(test)]
mod tests;

use super::chain::Link;
use super::configured::Configured;
use super::token::{CacheFile, SignIn as _, SsoSession, SsoSignIn, SsoToken, cache_file, sign_in_again};
use super::{Credentials, Identity, ProvideCredentials, Refreshing};
use crate::error::{Error, ErrorKind};
use crate::features::Features;
use crate::http::BoxFuture;
use crate::settings::base::Base;
use crate::settings::profiles::Profiles;
use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

/// Credentials of a role, for a user who signed in by `aws sso login`. They are refreshed for as long as the sign-in
/// holds.
///
/// A session whose profile has `sso_account_id` and `sso_role_name` uses this by itself. It is here for what profiles
/// do not say:
///
/// ```
/// use tucuxi::credentials::Sso;
///
/// # fn main() -> Result<(), tucuxi::Error> {
/// # let home = [("HOME", "/nonexistent")];
/// let base = tucuxi::Session::builder().env(home).build()?;
/// let admin = Sso::builder("123456789012", "Admin")
///     .start_url("https://example.awsapps.com/start")
///     .sso_region("eu-west-1")
///     .sso_session("corp")
///     .build(&base)?;
/// let session = tucuxi::Session::builder().credentials_provider(admin).build()?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Sso(Refreshing);

impl Sso {
    /// Credentials of the role with this name in the account with this id.
    pub fn builder(account_id: impl Into<String>, role_name: impl Into<String>) -> SsoBuilder {
        SsoBuilder {
            role: Role { account_id: account_id.into(), name: role_name.into() },
            session: None,
            start_url: None,
            region: None,
        }
    }

    pub(crate) fn in_profile(base: &Arc<Base>, profile: &str) -> Result<Option<Self>, Error> {
        let source = SsoRequest::of_profile(base, profile)?;
        Ok(source.map(|source| Self(Refreshing::new(source))))
    }
}

impl ProvideCredentials for Sso {
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

/// Makes a [`Sso`].
#[derive(Clone, Debug)]
#[must_use = "a builder does nothing until it is built"]
pub struct SsoBuilder {
    role: Role,
    session: Option<String>,
    start_url: Option<String>,
    region: Option<String>,
}

impl SsoBuilder {
    /// The sso-session that the user signed in for. What the section `[sso-session …]` of this name has need not be
    /// said here. Without this the sign-in is that of the older kind, of the start URL, which is not refreshed.
    pub fn sso_session(mut self, name: impl Into<String>) -> Self {
        self.session = Some(name.into());
        self
    }

    /// The URL of the access portal.
    pub fn start_url(mut self, url: impl Into<String>) -> Self {
        self.start_url = Some(url.into());
        self
    }

    /// The region of IAM Identity Center.
    pub fn sso_region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// The provider, with what `base` knows.
    pub(crate) fn over(self, base: &Arc<Base>) -> Result<Sso, Error> {
        let section = self.session.as_deref().and_then(|name| base.profiles.sso_session(name));
        let in_section = |key| section.and_then(|section| section.get(key)).map(|resolved| resolved.value);
        let missing =
            |what: &str| Error::configuration(format!("single sign-on: no {what} is given for the role"));
        let start_url = self.start_url.or_else(|| in_section("sso_start_url"));
        let start_url = start_url.ok_or_else(|| missing("start URL"))?;
        let region = self.region.or_else(|| in_section("sso_region")).ok_or_else(|| missing("region"))?;
        let source = SsoRequest::new(base, self.role, self.session, start_url, region, None)?;
        Ok(Sso(Refreshing::new(source)))
    }
}

/// A role in an account.
#[derive(Clone, Debug, PartialEq)]
struct Role {
    account_id: String,
    name: String,
}

/// Fetches the credentials.
struct SsoRequest {
    base: Arc<Base>,
    role: Role,
    region: String,
    token: SignIn,
    sign_in: String,
}

/// Where the token comes from.
enum SignIn {
    /// An sso-session: it is refreshed.
    Session(SsoToken),
    /// A start URL in the profile itself, the older kind: it is only read.
    StartUrl(CacheFile),
}

impl SsoRequest {
    fn new(
        base: &Arc<Base>,
        role: Role,
        session: Option<String>,
        start_url: String,
        region: String,
        profile: Option<&str>,
    ) -> Result<Self, Error> {
        let sign_in = sign_in_again("aws sso login", profile);
        let token = match session {
            Some(name) => {
                let session = SsoSession { name, start_url, region: region.clone() };
                SignIn::Session(SsoToken::of_session(base, session, profile)?)
            }
            None => SignIn::StartUrl(cache_file(base, &start_url)?),
        };
        Ok(Self { base: base.clone(), role, region, token, sign_in })
    }

    fn of_profile(base: &Arc<Base>, profile: &str) -> Result<Option<Self>, Error> {
        let Some(asked) = Asked::of_profile(&base.profiles, profile)? else { return Ok(None) };
        let Asked { role, session, start_url, region } = asked;
        Self::new(base, role, session, start_url, region, Some(profile)).map(Some)
    }

    async fn fetch(&self) -> Result<Credentials, Error> {
        let (token, feature) = match &self.token {
            SignIn::Session(token) => (token.get().await?, Features::SSO),
            SignIn::StartUrl(file) => (self.read(file).await?, Features::SSO_LEGACY),
        };
        let answer = self
            .base
            .call("sso", "GetRoleCredentials")?
            .region(&self.region)
            .text("roleName", &self.role.name)
            .text("accountId", &self.role.account_id)
            .text("accessToken", &token)
            .send()
            .await
            .map_err(|error| self.refused(error))?;
        let credentials = answer.credentials("roleCredentials", Some(self.role.account_id.clone()))?;
        if credentials.expiration().is_none() {
            let message = "the answer has no roleCredentials.expiration";
            return Err(Error::new(ErrorKind::Credentials, message));
        }
        Ok(credentials.of_feature(feature))
    }

    /// The token of a sign-in of the older kind.
    async fn read(&self, file: &CacheFile) -> Result<String, Error> {
        let hint = |error: Error| error.with_hint(self.sign_in.clone());
        let missing = || Error::new(ErrorKind::Credentials, format!("nobody signed in: there is no {file}"));
        let found: Option<SsoSignIn> = file.load().await.map_err(hint)?;
        let found = found.ok_or_else(|| hint(missing()))?;
        if found.end() <= SystemTime::now() {
            return Err(hint(file.problem("has a token that is over")));
        }
        Ok(found.into_token())
    }

    fn refused(&self, error: Error) -> Error {
        if error.code() != Some("UnauthorizedException") {
            return error;
        }
        Error::new(ErrorKind::Credentials, "the token of single sign-on is no longer accepted")
            .with_cause(error)
            .with_hint(self.sign_in.clone())
    }
}

impl ProvideCredentials for SsoRequest {
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, Error>> {
        Box::pin(self.fetch())
    }
    fn origin(&self) -> Option<String> {
        Some(format!("role {} of account {} by single sign-on", self.role.name, self.role.account_id))
    }
    fn offer_identity(&self, identity: &'static Identity) {
        self.base.offer_identity(identity);
    }
}

impl fmt::Debug for SsoRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sso").field("role", &self.role).finish_non_exhaustive()
    }
}

/// What a profile asks for.
#[derive(Debug, PartialEq)]
struct Asked {
    role: Role,
    session: Option<String>,
    start_url: String,
    region: String,
}

impl Asked {
    /// botocore's rules: either of account and role asks for single sign-on and then all settings have to be there;
    /// what the sso-session has must not be other than what the profile has.
    fn of_profile(profiles: &Profiles, name: &str) -> Result<Option<Self>, Error> {
        let Some(profile) = profiles.profile(name) else { return Ok(None) };
        let own = |key: &str| profile.get(key).map(|resolved| resolved.value);
        if own("sso_account_id").is_none() && own("sso_role_name").is_none() {
            return Ok(None);
        }
        let error = |what: String| {
            Error::configuration(format!("profile `{name}` asks for single sign-on, but {what}"))
        };
        let session = own("sso_session");
        let section = match &session {
            None => None,
            Some(session) => Some(
                profiles
                    .sso_session(session)
                    .ok_or_else(|| error(format!("there is no section [sso-session {session}]")))?,
            ),
        };
        for (key, theirs) in section.into_iter().flat_map(|section| section.texts()) {
            if let Some(ours) = own(key).filter(|ours| ours != theirs) {
                return Err(error(format!(
                    "its `{key}` is `{ours}` and that of the sso-session is `{theirs}`"
                )));
            }
        }
        let text = |key: &str| own(key).or_else(|| section?.get(key).map(|resolved| resolved.value));
        let missing =
            ["sso_account_id", "sso_role_name", "sso_start_url", "sso_region"].map(|key| (key, text(key)));
        let [(_, Some(account_id)), (_, Some(role)), (_, Some(start_url)), (_, Some(region))] = missing
        else {
            let missing: Vec<_> = missing
                .iter()
                .filter(|(_, value)| value.is_none())
                .map(|(key, _)| format!("`{key}`"))
                .collect();
            return Err(error(format!("has no {}", missing.join(", "))));
        };
        Ok(Some(Self { role: Role { account_id, name: role }, session, start_url, region }))
    }
}

/// Single sign-on as a place of the chain.
pub(super) fn link(base: &Arc<Base>, profile: &str) -> impl Link + use<> {
    let source = SsoRequest::of_profile(base, profile);
    let features = match &source {
        Ok(Some(SsoRequest { token: SignIn::Session(_), .. })) => Features::SSO_PROFILE,
        _ => Features::SSO_LEGACY_PROFILE,
    };
    let place = format!("`sso_account_id` and `sso_role_name` of profile `{profile}`");
    Configured { source, place, features }
}

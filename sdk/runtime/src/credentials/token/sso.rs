//! [`SsoToken`]: the token that `aws sso login` leaves behind, refreshed as long as that can be.

use super::file::{CacheFile, SignIn, instant, sign_in_again};
use super::refresh;
use crate::credentials::document::Document;
use crate::credentials::{Identity, ProvideToken};
use crate::error::{Error, ErrorKind};
use crate::http::BoxFuture;
use crate::identity::{Ahead, Expires, Keeper};
use crate::settings::base::Base;
use crate::settings::profiles::Profiles;
use sha1::{Digest, Sha1};
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use zeroize::Zeroizing;

/// With less than this left a token is refreshed, as botocore does it.
const REFRESH: Duration = Duration::from_secs(15 * 60);

/// An `[sso-session …]` section: where a user signs in.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::credentials) struct SsoSession {
    /// The name of the section, after which the file with the token is named.
    pub name: String,
    /// The URL of the access portal.
    pub start_url: String,
    /// The region of IAM Identity Center.
    pub region: String,
}

impl SsoSession {
    /// The one that the profile names by `sso_session`, if it names any.
    ///
    /// # Errors
    /// When there is no such section, or it lacks `sso_start_url` or `sso_region`.
    pub fn of_profile(profiles: &Profiles, profile: &str) -> Result<Option<Self>, Error> {
        let Some(named) = profiles.profile(profile).and_then(|profile| profile.get("sso_session")) else {
            return Ok(None);
        };
        let name = named.value;
        let error = |what: &str| {
            let message = format!("[sso-session {name}], named by {}, {what}", named.source);
            Err(Error::configuration(message))
        };
        let Some(section) = profiles.sso_session(&name) else { return error("is not there") };
        let text = |key| section.get(key).map(|resolved| resolved.value);
        match (text("sso_start_url"), text("sso_region")) {
            (Some(start_url), Some(region)) => Ok(Some(Self { name, start_url, region })),
            (None, _) => error("has no `sso_start_url`"),
            (_, None) => error("has no `sso_region`"),
        }
    }
}

/// The file in which the AWS CLI keeps the token of an sso-session, or of a start URL where there is none.
pub(in crate::credentials) fn cache_file(base: &Base, name: &str) -> Result<CacheFile, Error> {
    CacheFile::new(&base.env, "~/.aws/sso/cache", &Sha1::digest(name))
}

/// The bearer token of a sign-in by `aws sso login`, for services that take one and for credentials of a role.
///
/// It is read from `~/.aws/sso/cache`. When less than 15 minutes are left of it, it is refreshed with what stands
/// beside it there, as long as the registration of the client holds; the new one is saved, so that the AWS CLI and
/// other programs go on with it.
///
/// A session whose profile has an `sso_session` uses this by itself.
#[derive(Clone)]
pub struct SsoToken {
    keeper: Keeper<Token>,
    request: Arc<TokenRequest>,
}

/// A token and its end.
#[derive(Clone)]
struct Token {
    text: Arc<Zeroizing<String>>,
    end: SystemTime,
}

impl Expires for Token {
    const NAME: &'static str = "a token";

    fn end(&self) -> Option<SystemTime> {
        Some(self.end)
    }
}

impl SsoToken {
    pub(crate) fn in_profile(base: &Arc<Base>, profile: &str) -> Result<Option<Self>, Error> {
        let session = SsoSession::of_profile(&base.profiles, profile)?;
        session.map(|session| Self::of_session(base, session, Some(profile))).transpose()
    }

    pub(in crate::credentials) fn of_session(
        base: &Arc<Base>,
        session: SsoSession,
        profile: Option<&str>,
    ) -> Result<Self, Error> {
        let sign_in = match profile {
            Some(profile) => sign_in_again("aws sso login", Some(profile)),
            None => format!("sign in again: `aws sso login --sso-session {}`", session.name),
        };
        let file = cache_file(base, &session.name)?;
        let request = Arc::new(TokenRequest { base: base.clone(), file, session, sign_in });
        Ok(Self { keeper: Keeper::new(Ahead::MINUTES, Arc::new(SystemTime::now)), request })
    }

    /// The token to use now.
    ///
    /// # Errors
    /// When nobody signed in, or the token is over and could not be refreshed: the hint says what to run.
    pub async fn get(&self) -> Result<String, Error> {
        let token = self.keeper.get(|| {
            let request = Arc::clone(&self.request);
            Box::pin(async move { request.fetch().await })
        });
        Ok(token.await?.text.as_str().to_owned())
    }
}

impl ProvideToken for SsoToken {
    fn token<'a>(&'a self, _signing_name: &'a str) -> BoxFuture<'a, Result<String, Error>> {
        Box::pin(self.get())
    }
    fn offer_identity(&self, identity: &'static Identity) {
        self.request.base.offer_identity(identity);
    }
}

impl fmt::Debug for SsoToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SsoToken({})", self.request.session.name)
    }
}

/// Reads and refreshes the token.
struct TokenRequest {
    base: Arc<Base>,
    session: SsoSession,
    file: CacheFile,
    sign_in: String,
}

impl TokenRequest {
    async fn fetch(&self) -> Result<Token, Error> {
        let _turn = self.file.turn().await;
        let old = self.load().await?;
        let now = SystemTime::now();
        if old.end > now + REFRESH {
            return Ok(old.token());
        }
        let error = match refresh::refresh(&self.base, &self.session, &old.document, now).await {
            Ok(new) => {
                self.file.save(new.document.clone()).await;
                return Ok(new.token());
            }
            Err(error) => error,
        };
        // Another program may have been quicker, and have used up the refresh token.
        let found = self.load().await?;
        if found.end > now {
            return Ok(found.token());
        }
        let message = format!("the token of sso-session `{}` is over", self.session.name);
        Err(Error::new(ErrorKind::Credentials, message).with_cause(error).with_hint(self.sign_in.clone()))
    }

    async fn load(&self) -> Result<SsoSignIn, Error> {
        let hint = |error: Error| error.with_hint(self.sign_in.clone());
        self.file.load().await.map_err(hint)?.ok_or_else(|| {
            let message = format!(
                "nobody signed in for sso-session `{}`: there is no {}",
                self.session.name, self.file
            );
            hint(Error::new(ErrorKind::Credentials, message))
        })
    }
}

/// What a file of the cache holds: a token, and what is needed to refresh it.
pub(in crate::credentials) struct SsoSignIn {
    pub(super) document: Document,
    access_token: String,
    end: SystemTime,
}

impl SsoSignIn {
    /// The text of the token.
    pub fn into_token(self) -> String {
        self.access_token
    }

    fn token(self) -> Token {
        Token { text: Arc::new(Zeroizing::new(self.access_token)), end: self.end }
    }
}

impl SignIn for SsoSignIn {
    fn read(document: Document) -> Result<Self, String> {
        let access_token = document.required("accessToken")?;
        let end = document.required("expiresAt")?;
        let end = instant(&end).ok_or("has an expiresAt that is no timestamp")?;
        Ok(Self { document, access_token, end })
    }

    fn end(&self) -> SystemTime {
        self.end
    }
}

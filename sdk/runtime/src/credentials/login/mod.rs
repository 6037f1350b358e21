//! [`Login`]: credentials of a user signed in to the console, by `aws login`.

mod dpop;
#[cfg(all(test, feature = "sso"))]
mod tests;

use super::chain::Link;
use super::configured::Configured;
use super::document::Document;
use super::token::{CacheFile, SignIn, instant, sign_in_again, written};
use super::{Credentials, Identity, ProvideCredentials, Refreshing};
use crate::ecdsa::SigningKey;
use crate::error::{Error, ErrorKind};
use crate::features::Features;
use crate::http::BoxFuture;
use crate::settings::base::Base;
use dpop::Proof;
use sha2::{Digest, Sha256};
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// With less than this left credentials are refreshed, as botocore does it: they hold for 15 minutes.
const REFRESH: Duration = Duration::from_secs(5 * 60);

/// Credentials of a user who signed in by `aws login`. They hold for 15 minutes and are refreshed for as long as the
/// sign-in holds; what is refreshed is saved, so that the AWS CLI and other programs go on with it.
///
/// A session whose profile has `login_session` uses this by itself.
#[derive(Clone, Debug)]
pub struct Login(Refreshing);

impl Login {
    pub(crate) fn signed_in(base: &Arc<Base>, login_session: &str) -> Result<Self, Error> {
        let source = LoginRequest::new(base, login_session, None)?;
        Ok(Self(Refreshing::new(source)))
    }

    pub(crate) fn in_profile(base: &Arc<Base>, profile: &str) -> Result<Option<Self>, Error> {
        let source = LoginRequest::of_profile(base, profile)?;
        Ok(source.map(|source| Self(Refreshing::new(source))))
    }
}

impl ProvideCredentials for Login {
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

/// Reads and refreshes the credentials.
struct LoginRequest {
    base: Arc<Base>,
    login_session: String,
    file: CacheFile,
    sign_in: String,
}

impl LoginRequest {
    fn new(base: &Arc<Base>, login_session: &str, profile: Option<&str>) -> Result<Self, Error> {
        // Where the AWS CLI keeps sign-ins to the console.
        let directory = base.env.get("AWS_LOGIN_CACHE_DIRECTORY");
        let directory = directory.as_deref().unwrap_or("~/.aws/login/cache");
        Ok(Self {
            base: base.clone(),
            login_session: login_session.to_owned(),
            file: CacheFile::new(&base.env, directory, &Sha256::digest(login_session))?,
            sign_in: sign_in_again("aws login", profile),
        })
    }

    fn of_profile(base: &Arc<Base>, profile: &str) -> Result<Option<Self>, Error> {
        let login_session = base.profiles.profile(profile).and_then(|it| it.get("login_session"));
        login_session.map(|it| Self::new(base, &it.value, Some(profile))).transpose()
    }

    async fn fetch(&self) -> Result<Credentials, Error> {
        let _turn = self.file.turn().await;
        let old = self.load().await?;
        let now = SystemTime::now();
        if old.end > now + REFRESH {
            return Ok(old.credentials);
        }
        let error = match self.refresh(&old.document, now).await {
            Ok(new) => {
                self.file.save(new.document.clone()).await;
                return Ok(new.credentials);
            }
            Err(error) => error,
        };
        // Another program may have been quicker, and have used up the refresh token.
        let found = self.load().await?;
        if found.end > now { Ok(found.credentials) } else { Err(error) }
    }

    /// Asks for new credentials, and proves by a signature to be the client that signed in.
    async fn refresh(&self, old: &Document, now: SystemTime) -> Result<ConsoleSignIn, Error> {
        let part = |name: &str| old.required(name).map_err(|problem| self.problem(&problem));
        let key = SigningKey::from_pem(&part("dpopKey")?)
            .ok_or_else(|| self.problem("has a dpopKey that is no key on the curve P-256"))?;
        let mut call = self.base.call("signin", "CreateOAuth2Token")?;
        // Sign-ins of older CLIs do not say where they were made.
        if let Some(region) = old.optional("signInRegion") {
            call = call.region(&region);
        }
        let answer = call
            .text("tokenInput.clientId", &part("clientId")?)
            .text("tokenInput.grantType", "refresh_token")
            .text("tokenInput.refreshToken", &part("refreshToken")?)
            .interceptor(Proof(key))
            .send()
            .await
            .map_err(|error| self.refused(error))?;
        let given = |name: &str| answer.required(&format!("tokenOutput.{name}"));
        let seconds = answer.number("tokenOutput.expiresIn").and_then(|seconds| u64::try_from(seconds).ok());
        let account = old.object("accessToken").and_then(|token| token.optional("accountId"));
        let mut new = old.clone();
        new.set(
            "accessToken",
            serde_json::json!({
                "accessKeyId": given("accessToken.accessKeyId")?,
                "secretAccessKey": given("accessToken.secretAccessKey")?,
                "sessionToken": given("accessToken.sessionToken")?,
                "accountId": account,
                "expiresAt": written(now + Duration::from_secs(seconds.unwrap_or(0))),
            }),
        );
        new.set("refreshToken", given("refreshToken")?);
        ConsoleSignIn::read(new).map_err(|problem| self.error(format!("the answer {problem}")))
    }

    async fn load(&self) -> Result<ConsoleSignIn, Error> {
        let found = self.file.load().await.map_err(|error| error.with_hint(self.sign_in.clone()))?;
        found.ok_or_else(|| {
            self.error(format!("nobody signed in as `{}`: there is no {}", self.login_session, self.file))
        })
    }

    /// What is wrong with the file.
    fn problem(&self, problem: &str) -> Error {
        self.file.problem(problem).with_hint(self.sign_in.clone())
    }

    fn error(&self, message: String) -> Error {
        Error::new(ErrorKind::Credentials, message).with_hint(self.sign_in.clone())
    }

    /// Says in words why the service gives nothing. The reason stands in a field of its own.
    fn refused(&self, error: Error) -> Error {
        let response = error.response();
        let reason = response.and_then(|response| Document::parse(response.body()).ok()?.optional("error"));
        let message = match reason.as_deref() {
            Some("TOKEN_EXPIRED") => "the sign-in is over",
            Some("USER_CREDENTIALS_CHANGED") => "the password of the user was changed",
            Some("INSUFFICIENT_PERMISSIONS") => {
                return Error::new(ErrorKind::Credentials, "the user may not refresh a sign-in")
                    .with_cause(error)
                    .with_hint("the permission `signin:CreateOAuth2Token` is needed");
            }
            _ => return error,
        };
        self.error(message.to_owned()).with_cause(error)
    }
}

impl ProvideCredentials for LoginRequest {
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, Error>> {
        Box::pin(self.fetch())
    }
    fn origin(&self) -> Option<String> {
        Some("console login".to_owned())
    }
    fn offer_identity(&self, identity: &'static Identity) {
        self.base.offer_identity(identity);
    }
}

impl fmt::Debug for LoginRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Login").field(&self.login_session).finish()
    }
}

/// What such a file holds: credentials, and what is needed to refresh them.
struct ConsoleSignIn {
    document: Document,
    credentials: Credentials,
    end: SystemTime,
}

impl SignIn for ConsoleSignIn {
    fn read(document: Document) -> Result<Self, String> {
        let token = document.object("accessToken").ok_or("has no accessToken")?;
        // Without these the credentials could not be refreshed in a few minutes, which is better told at the start.
        for part in ["refreshToken", "dpopKey", "clientId"] {
            document.required(part)?;
        }
        let end = token.required("expiresAt")?;
        let end = instant(&end).ok_or("has an expiresAt that is no timestamp")?;
        let credentials =
            Credentials::builder(token.required("accessKeyId")?, token.required("secretAccessKey")?)
                .session_token(token.required("sessionToken")?)
                .expiration(end)
                .account_id(token.optional("accountId").unwrap_or_default())
                .build();
        Ok(Self { document, credentials: credentials.of_feature(Features::LOGIN), end })
    }

    fn end(&self) -> SystemTime {
        self.end
    }
}

/// Console login as a place of the chain.
pub(super) fn link(base: &Arc<Base>, profile: &str) -> impl Link + use<> {
    Configured {
        source: LoginRequest::of_profile(base, profile),
        place: format!("`login_session` of profile `{profile}`"),
        features: Features::LOGIN_PROFILE,
    }
}

//! A new token of SSO for an old one: CreateToken of SSO OIDC.

use super::file::{SignIn, instant, written};
use super::sso::{SsoSession, SsoSignIn};
use crate::credentials::document::Document;
use crate::error::{Error, ErrorKind};
use crate::settings::base::Base;
use std::time::{Duration, SystemTime};

/// Gives a sign-in with a new token and what is needed to refresh it again.
///
/// # Errors
/// When the file has no refresh token, the registration of the client is over, or the service refuses.
pub(super) async fn refresh(
    base: &Base,
    session: &SsoSession,
    old: &Document,
    now: SystemTime,
) -> Result<SsoSignIn, Error> {
    let useless =
        |why: String| Error::new(ErrorKind::Credentials, format!("the token cannot be refreshed: {why}"));
    let part = |name: &str| old.required(name).map_err(|problem| useless(format!("its file {problem}")));
    let (client, secret, token) = (part("clientId")?, part("clientSecret")?, part("refreshToken")?);
    let registered = instant(&part("registrationExpiresAt")?)
        .ok_or_else(|| useless("its file has a registrationExpiresAt that is no timestamp".to_owned()))?;
    if registered <= now {
        return Err(useless(format!("the registration of the client ended at {}", written(registered))));
    }
    let answer = base
        .call("sso-oidc", "CreateToken")?
        .region(&session.region)
        .text("grantType", "refresh_token")
        .text("clientId", &client)
        .text("clientSecret", &secret)
        .text("refreshToken", &token)
        .send()
        .await?;
    let seconds = answer.number("expiresIn").and_then(|seconds| u64::try_from(seconds).ok()).unwrap_or(0);
    let mut new = old.clone();
    new.set("startUrl", session.start_url.clone());
    new.set("region", session.region.clone());
    new.set("accessToken", answer.required("accessToken")?);
    new.set("expiresAt", written(now + Duration::from_secs(seconds)));
    if let Some(token) = answer.text("refreshToken") {
        new.set("refreshToken", token.into_owned());
    }
    SsoSignIn::read(new)
        .map_err(|problem| Error::new(ErrorKind::Credentials, format!("the answer {problem}")))
}

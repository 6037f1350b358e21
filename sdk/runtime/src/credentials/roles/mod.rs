//! Roles, whose credentials STS hands out: for other credentials, or for the token of another identity provider.

mod assume;
mod profile;
#[cfg(test)]
mod tests;
mod web_identity;

pub use assume::{AssumeRole, AssumeRoleBuilder};
pub(super) use profile::role;
pub(super) use web_identity::web_identity;
pub use web_identity::{WebIdentity, WebIdentityBuilder};

use super::Credentials;
use super::identity::call::IdentityAnswer;
use crate::error::{Error, ErrorKind};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The name of a provider's sessions, where none is given: it is seen in logs of the account.
fn session_name() -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    format!("tucuxi-session-{}", since.as_secs())
}

/// A duration as STS takes it.
fn whole_seconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_secs()).unwrap_or(i64::MAX)
}

/// The credentials in an answer of STS; their account is in the name of the role's user.
fn credentials(answer: &IdentityAnswer) -> Result<Credentials, Error> {
    let arn = answer.text("AssumedRoleUser.Arn");
    let account = arn.as_deref().and_then(account).map(str::to_owned);
    let credentials = answer.credentials("Credentials", account)?;
    match credentials.expiration() {
        Some(_) => Ok(credentials),
        None => Err(Error::new(ErrorKind::Credentials, "the answer has no Credentials.Expiration")),
    }
}

/// The account of an ARN, if it is one.
fn account(arn: &str) -> Option<&str> {
    let parts: Vec<_> = arn.splitn(6, ':').collect();
    match parts.as_slice() {
        ["arn", _, _, _, account, _] if !account.is_empty() => Some(account),
        _ => None,
    }
}

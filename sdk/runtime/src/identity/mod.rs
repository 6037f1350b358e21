//! Whom calls are signed for: credentials, and the traits of what provides them and tokens.

mod keeper;
mod keys;
mod refreshing;

#[cfg(feature = "sso")]
pub(crate) use keeper::Expires;
pub(crate) use keeper::{Ahead, Clock, Keeper};
pub(crate) use keys::SigningKeys;
pub use refreshing::Refreshing;
pub(crate) use refreshing::kept;

use crate::error::{Error, ErrorKind};
use crate::features::Features;
use crate::http::BoxFuture;
use crate::schema::Identity;
use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;
use zeroize::Zeroizing;

/// An access key, its secret and what belongs to them. Cheap to clone. When the last clone is dropped, secret and session
/// token are wiped from memory.
///
/// `Debug` shows the access key id, the expiration and the account id, which are not secret. In place of the secret and of
/// the session token it shows `[redacted]`.
///
/// ```
/// let credentials = tucuxi::credentials::Credentials::from_keys("AKIDEXAMPLE", "a secret");
/// let shown = format!("{credentials:?}");
/// assert!(shown.contains("AKIDEXAMPLE") && shown.contains("[redacted]"));
/// assert!(!shown.contains("a secret"));
/// ```
#[derive(Clone)]
pub struct Credentials(Arc<Inner>);

struct Inner {
    access_key_id: String,
    secret_access_key: Zeroizing<String>,
    session_token: Option<Zeroizing<String>>,
    expiration: Option<SystemTime>,
    account_id: Option<String>,
    /// Where they come from, for the user agent.
    features: Features,
    keys: SigningKeys,
}

impl Credentials {
    /// Long-term credentials: an access key and its secret. For more parts, use [`builder`](Self::builder).
    pub fn from_keys(access_key_id: impl Into<String>, secret_access_key: impl Into<String>) -> Self {
        Self::builder(access_key_id, secret_access_key).build()
    }

    /// Starts credentials with an access key and its secret. White space and line ends around keys, token and account id
    /// are left out.
    ///
    /// ```
    /// use std::time::{Duration, SystemTime};
    /// use tucuxi::credentials::Credentials;
    ///
    /// let end = SystemTime::now() + Duration::from_secs(3600);
    /// let credentials =
    ///     Credentials::builder("ASIAEXAMPLE", "secret").session_token("token").expiration(end).build();
    /// assert_eq!(credentials.session_token(), Some("token"));
    /// assert_eq!(credentials.expiration(), Some(end));
    /// ```
    pub fn builder(
        access_key_id: impl Into<String>,
        secret_access_key: impl Into<String>,
    ) -> CredentialsBuilder {
        CredentialsBuilder(Inner {
            access_key_id: trimmed(access_key_id.into()),
            secret_access_key: Zeroizing::new(trimmed(secret_access_key.into())),
            session_token: None,
            expiration: None,
            account_id: None,
            features: Features::NONE,
            keys: SigningKeys::default(),
        })
    }

    /// The access key id.
    pub fn access_key_id(&self) -> &str {
        &self.0.access_key_id
    }

    /// The secret.
    pub fn secret_access_key(&self) -> &str {
        &self.0.secret_access_key
    }

    /// The session token of temporary credentials.
    pub fn session_token(&self) -> Option<&str> {
        self.0.session_token.as_ref().map(|token| token.as_str())
    }

    /// When they end; `None` for never.
    pub fn expiration(&self) -> Option<SystemTime> {
        self.0.expiration
    }

    /// The account they belong to, where the source tells.
    pub fn account_id(&self) -> Option<&str> {
        self.0.account_id.as_deref()
    }

    /// The same, of which the user agent tells also that they come from there.
    pub(crate) fn of_feature(self, feature: Features) -> Self {
        let features = self.0.features.and(feature);
        if features == self.0.features {
            return self;
        }
        Self(Arc::new(Inner {
            access_key_id: self.0.access_key_id.clone(),
            secret_access_key: self.0.secret_access_key.clone(),
            session_token: self.0.session_token.clone(),
            expiration: self.0.expiration,
            account_id: self.0.account_id.clone(),
            features,
            keys: SigningKeys::default(),
        }))
    }

    /// Where they come from, for the user agent.
    pub(crate) fn features(&self) -> Features {
        self.0.features
    }

    /// The keys derived from the secret so far.
    pub(crate) fn signing_keys(&self) -> &SigningKeys {
        &self.0.keys
    }
}

/// Makes [`Credentials`] of their parts; see [`Credentials::builder`].
#[must_use = "a builder does nothing until it is built"]
pub struct CredentialsBuilder(Inner);

impl CredentialsBuilder {
    /// The session token of temporary credentials. An empty one counts as none.
    pub fn session_token(mut self, token: impl Into<String>) -> Self {
        let token = trimmed(token.into());
        self.0.session_token = (!token.is_empty()).then(|| Zeroizing::new(token));
        self
    }

    /// When the credentials end: a [`SystemTime`], or `None` for never, which is the default.
    pub fn expiration(mut self, end: impl Into<Option<SystemTime>>) -> Self {
        self.0.expiration = end.into();
        self
    }

    /// The account that the credentials belong to, twelve digits; some endpoints carry it. An empty one counts as none.
    pub fn account_id(mut self, id: impl Into<String>) -> Self {
        let id = trimmed(id.into());
        self.0.account_id = (!id.is_empty()).then_some(id);
        self
    }

    /// The credentials.
    pub fn build(self) -> Credentials {
        Credentials(Arc::new(self.0))
    }
}

/// Without secrets.
impl fmt::Debug for CredentialsBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("CredentialsBuilder").field(&self.0).finish()
    }
}

/// A text without the white space around it, which keys and tokens never have but files and scripts add.
fn trimmed(text: String) -> String {
    let inner = text.trim();
    if inner.len() == text.len() {
        return text;
    }
    let inner = inner.to_owned();
    drop(Zeroizing::new(text));
    inner
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Without secrets.
impl fmt::Debug for Inner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("access_key_id", &self.access_key_id)
            .field("secret_access_key", &"[redacted]")
            .field("session_token", &self.session_token.as_ref().map(|_| "[redacted]"))
            .field("expiration", &self.expiration)
            .field("account_id", &self.account_id)
            .finish()
    }
}

/// Credentials provide themselves.
impl ProvideCredentials for Credentials {
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, Error>> {
        Box::pin(std::future::ready(Ok(self.clone())))
    }
    fn origin(&self) -> Option<String> {
        Some("code".to_owned())
    }
    fn keeps(&self) -> bool {
        true
    }
}

/// Nothing to sign with: what a client that never signs has in place of credentials.
#[derive(Debug)]
pub(crate) struct Unsigned;

impl ProvideCredentials for Unsigned {
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, Error>> {
        let error = Error::new(ErrorKind::Credentials, "a client that never signs has no credentials");
        Box::pin(std::future::ready(Err(error)))
    }
}

/// Provides credentials, fetching or refreshing them when needed.
///
/// A provider given to a [session](crate::session::SessionBuilder::credentials_provider) or a
/// [client](crate::client::Builder::credentials_provider) need not keep what it fetches: [`Refreshing`] does it, as for the
/// built-in providers.
///
/// ```
/// use std::time::{Duration, SystemTime};
/// use tucuxi::credentials::{Credentials, ProvideCredentials};
/// use tucuxi::http::BoxFuture;
///
/// #[derive(Debug)]
/// struct Vault;
///
/// impl ProvideCredentials for Vault {
///     fn credentials(&self) -> BoxFuture<'_, Result<Credentials, tucuxi::Error>> {
///         Box::pin(async {
///             // Ask the vault. Without an end, the credentials would never be fetched again.
///             let end = SystemTime::now() + Duration::from_secs(3600);
///             Ok(Credentials::builder("ASIAEXAMPLE", "secret").session_token("token").expiration(end).build())
///         })
///     }
/// }
///
/// # fn main() -> Result<(), tucuxi::Error> {
/// # let home = [("HOME", "/nonexistent")];
/// let session = tucuxi::Session::builder().credentials_provider(Vault).env(home).build()?;
/// # Ok(())
/// # }
/// ```
pub trait ProvideCredentials: Send + Sync + fmt::Debug {
    /// The credentials to use now.
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, Error>>;

    /// Where the credentials come from, in words for people, once that is known.
    fn origin(&self) -> Option<String> {
        None
    }

    /// Whether the provider itself keeps its credentials, and fetches new ones ahead of their end.
    ///
    /// Sessions and clients wrap a provider that does not in [`Refreshing`], so that it is asked once, not for each call.
    /// A provider that returns true is asked for each call.
    fn keeps(&self) -> bool {
        false
    }

    /// Takes the operations by which credentials are fetched, from the service crate of a client that will use these
    /// credentials. A provider that asks other providers of this crate hands them on; others need not do anything.
    fn offer_identity(&self, _identity: &'static Identity) {}
}

/// Provides a bearer token for a service.
pub trait ProvideToken: Send + Sync + fmt::Debug {
    /// The token to use now for the service that signs as `signing_name`.
    fn token<'a>(&'a self, signing_name: &'a str) -> BoxFuture<'a, Result<String, Error>>;

    /// Takes the operations by which tokens are fetched, from the service crate of a client that will use these tokens.
    /// A provider that asks other providers of this crate hands them on; others need not do anything.
    fn offer_identity(&self, _identity: &'static Identity) {}
}

/// A provider shared with others.
impl<T: ProvideCredentials + ?Sized> ProvideCredentials for Arc<T> {
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, Error>> {
        T::credentials(self)
    }
    fn origin(&self) -> Option<String> {
        T::origin(self)
    }
    fn keeps(&self) -> bool {
        T::keeps(self)
    }
    fn offer_identity(&self, identity: &'static Identity) {
        T::offer_identity(self, identity);
    }
}

/// A provider shared with others.
impl<T: ProvideToken + ?Sized> ProvideToken for Arc<T> {
    fn token<'a>(&'a self, signing_name: &'a str) -> BoxFuture<'a, Result<String, Error>> {
        T::token(self, signing_name)
    }
    fn offer_identity(&self, identity: &'static Identity) {
        T::offer_identity(self, identity);
    }
}

//! [`Session`]: settings and credentials that clients share, as `boto3.Session`.
//!
//! A setting is taken from code, else from the environment, else from the profile, else its default holds. Where this
//! differs from boto3 it does what the current AWS SDKs do:
//! `AWS_REGION` counts, before `AWS_DEFAULT_REGION` (boto3: only the latter); `AWS_PROFILE` goes before
//! `AWS_DEFAULT_PROFILE` (boto3: the other way round); a variable that is empty or blank is one that is not set.
//!
//! The settings, their names and defaults are the rows of [`SETTINGS`].

mod builder;
mod client_config;
mod clients;
mod explain;
mod providers;
#[cfg(test)]
mod settings_page;
#[cfg(test)]
mod tests;

pub use crate::settings::{Resolved, SETTINGS, Setting, SettingKind, SettingSource};
pub use builder::SessionBuilder;
pub use explain::{Explained, Explanation};

use crate::credentials::{ProvideCredentials, ProvideToken};
use crate::error::Error;
use crate::settings::{Base, Id};
use std::fmt;
use std::sync::Arc;

/// Settings and credentials that clients share, as `boto3.Session`. Cheap to clone.
///
/// Environment and files are read once, when the session is made; credentials are looked for when a call needs them.
/// Sessions do not affect each other, so that one program can use several profiles, regions and roles.
///
/// ```
/// # fn main() -> Result<(), tucuxi::Error> {
/// # let files = [("HOME", "/nonexistent")];
/// let session = tucuxi::Session::builder().region("eu-west-1").env(files).build()?;
/// assert_eq!(session.region(), Some("eu-west-1"));
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Session(Arc<Inner>);

struct Inner {
    base: Arc<Base>,
    credentials: Arc<dyn ProvideCredentials>,
    token: Arc<dyn ProvideToken>,
    /// What the session was made of.
    given: SessionBuilder,
}

impl Session {
    /// A session with the settings of environment and profile.
    ///
    /// # Errors
    /// When the profile asked for does not exist, a file breaks the syntax or a setting has a value it cannot have.
    pub fn new() -> Result<Self, Error> {
        Self::builder().build()
    }

    /// A session with settings of your own: profile, region, credentials and more.
    pub fn builder() -> SessionBuilder {
        SessionBuilder::default()
    }

    /// A builder with the settings of this session, to make another one like it.
    ///
    /// Environment variables are read again; what was set in code stays. The new session shares the credentials and tokens
    /// that this one has found, unless the builder changes where they come from: profile, files, environment, or a provider.
    /// It shares connections unless the builder changes how they are made.
    ///
    /// ```
    /// # fn main() -> Result<(), tucuxi::Error> {
    /// # let home = [("HOME", "/nonexistent")];
    /// let session = tucuxi::Session::builder().region("eu-west-1").max_attempts(5).env(home).build()?;
    /// let there = session.to_builder().region("us-east-1").build()?;
    /// assert_eq!(there.region(), Some("us-east-1"));
    /// assert_eq!(there.setting("max_attempts").map(|setting| setting.value.as_str()), Some("5"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn to_builder(&self) -> SessionBuilder {
        self.0.given.clone().inherit(self)
    }

    /// What there is without credentials.
    pub(crate) fn base(&self) -> &Arc<Base> {
        &self.0.base
    }

    /// Whether nothing is signed.
    pub(crate) fn is_anonymous(&self) -> bool {
        self.0.given.is_anonymous()
    }

    /// The region, if one is set.
    pub fn region(&self) -> Option<&str> {
        self.0.base.settings.text(Id::Region)
    }

    /// The name of the profile in use.
    pub fn profile(&self) -> &str {
        &self.0.base.profile.value
    }

    /// The names of all profiles in the shared files, sorted: boto3's `available_profiles`.
    pub fn available_profiles(&self) -> Vec<&str> {
        self.0.base.profiles.names().collect()
    }

    /// Where credentials come from.
    pub fn credentials(&self) -> &Arc<dyn ProvideCredentials> {
        &self.0.credentials
    }

    /// Where bearer tokens come from.
    pub fn token(&self) -> &Arc<dyn ProvideToken> {
        &self.0.token
    }

    /// The value of a setting by its name in [`SETTINGS`], and where it came from; `None` if it has none.
    pub fn setting(&self, name: &str) -> Option<&Resolved> {
        match SETTINGS.iter().position(|row| row.name == name)? {
            row if row == Id::Profile as usize => Some(&self.0.base.profile),
            row => self.0.base.settings.at(row),
        }
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("profile", &self.profile())
            .field("region", &self.region())
            .field("credentials", &self.0.credentials)
            .finish_non_exhaustive()
    }
}

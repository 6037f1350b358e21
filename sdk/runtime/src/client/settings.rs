//! [`Config`]: the settings of a client, to read.

use super::Core;
use crate::config::{ChecksumMode, ClientConfig, RetryMode};
use crate::credentials::ProvideCredentials;
use crate::endpoint;
use crate::error::Error;
use crate::retry;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// The settings that a client works with, to read: `client.config()`. [`Core::customize`] makes a client with others.
///
/// Of a client whose settings contradict each other, so that its calls fail, there are none: [`error`](Self::error) says
/// why.
#[derive(Clone, Copy)]
pub struct Config<'a>(&'a Core);

impl<'a> Config<'a> {
    /// Those of `core`.
    pub fn of(core: &'a Core) -> Self {
        Self(core)
    }

    /// All settings.
    ///
    /// # Errors
    /// The error that the client's calls fail with.
    pub fn all(&self) -> Result<&'a ClientConfig, Error> {
        self.0.config()
    }

    fn known(&self) -> Option<&'a ClientConfig> {
        self.0.config().ok()
    }

    /// Why the client's calls fail, if its settings contradict each other.
    pub fn error(&self) -> Option<Error> {
        self.0.config().err()
    }

    /// The region: boto3's `client.meta.region_name`.
    pub fn region(&self) -> Option<&'a str> {
        self.known()?.region.as_deref()
    }

    /// The endpoint URL that was set for the client, its session, or in environment and profile, in place of the service's
    /// own. [`endpoint`](Self::endpoint) gives the URL that calls go to, whether set or not.
    pub fn endpoint_url(&self) -> Option<&'a str> {
        self.known()?.endpoint_url.as_deref()
    }

    /// The URL that calls go to, as far as it depends on no input: boto3's `client.meta.endpoint_url`. A call may go to
    /// another host, such as that of its bucket or its account.
    ///
    /// # Errors
    /// When the client has no region, or the service has no endpoint for these settings or without an input.
    pub fn endpoint(&self) -> Result<String, Error> {
        let params = endpoint::client_params(self.0.service(), self.all()?);
        Ok(self.0.resolver()?.resolve(&params)?.url.clone())
    }

    /// Whether endpoints have FIPS 140 cryptography.
    pub fn use_fips(&self) -> bool {
        self.known().is_some_and(|config| config.use_fips)
    }

    /// Whether endpoints have IPv6.
    pub fn use_dual_stack(&self) -> bool {
        self.known().is_some_and(|config| config.use_dual_stack)
    }

    /// How failed calls are retried.
    pub fn retry_mode(&self) -> RetryMode {
        self.known().map(|config| config.retry_mode).unwrap_or_default()
    }

    /// How often a call is tried in all: what was set, else the default of service and retry mode.
    pub fn max_attempts(&self) -> u32 {
        let set = self.known().and_then(|config| config.max_attempts);
        set.unwrap_or_else(|| retry::default_attempts(self.0.service(), self.retry_mode()))
    }

    /// Limit for one attempt as a whole, if one is set.
    pub fn attempt_timeout(&self) -> Option<Duration> {
        self.known()?.attempt_timeout
    }

    /// Limit for a call with all its attempts, if one is set.
    pub fn operation_timeout(&self) -> Option<Duration> {
        self.known()?.operation_timeout
    }

    /// Where credentials come from; `None` for a client that does not sign.
    pub fn credentials(&self) -> Option<&'a Arc<dyn ProvideCredentials>> {
        self.known().filter(|config| !config.anonymous).map(|config| &config.credentials)
    }

    /// Whether requests that can carry a checksum do: what was set, else what suits the endpoint. Servers that are not AWS's get
    /// only those that an operation must have.
    pub fn request_checksums(&self) -> ChecksumMode {
        self.0.live.as_ref().map_or(ChecksumMode::WhenRequired, |live| live.checksums.requests)
    }

    /// The name of the program in the user agent, if one is set.
    pub fn app_id(&self) -> Option<&'a str> {
        self.known()?.app_id.as_deref()
    }
}

impl fmt::Debug for Config<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("region", &self.region())
            .field("endpoint_url", &self.endpoint_url())
            .field("retry_mode", &self.retry_mode())
            .field("max_attempts", &self.max_attempts())
            .finish_non_exhaustive()
    }
}

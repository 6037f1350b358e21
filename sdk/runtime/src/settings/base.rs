//! [`Base`]: what a session knows without credentials, which is also what looks for them.

use super::env::Env;
use super::profiles::Profiles;
use super::table::{Resolved, Settings};
#[cfg(feature = "roles")]
use crate::error::Error;
#[cfg(feature = "roles")]
use crate::http::BoxFuture;
use crate::http::{ClientCertificate, Connections, HttpClient, Layer, ProxyOptions};
use crate::schema::Identity;
use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

/// Asks for the code of the MFA device with this serial number.
#[cfg(feature = "roles")]
pub(crate) type AskMfa = Arc<dyn Fn(String) -> BoxFuture<'static, Result<String, Error>> + Send + Sync>;

/// Environment, profiles, settings and connections of a session. Clients and providers of credentials share it.
pub(crate) struct Base {
    pub settings: Settings,
    /// The name of the profile in use.
    pub profile: Resolved,
    pub profiles: Arc<Profiles>,
    pub env: Env,
    /// The default HTTP layer, once it is needed. A session with an HTTP layer of the program needs none.
    pub layer: OnceLock<Arc<Layer>>,
    /// The default HTTP layers of this session and those it is derived from, which may be shared.
    pub connections: Arc<Connections>,
    /// The HTTP layer of the program, if it gave one. Requests to the machine itself go through this one or one of their
    /// own, never through the default one, which may have a proxy.
    pub given_http: Option<Arc<dyn HttpClient>>,
    pub client_certificate: Option<ClientCertificate>,
    pub max_pool_connections: Option<usize>,
    /// Proxies set in code, in place of those of environment and profile.
    pub proxy: Option<ProxyOptions>,
    #[cfg(feature = "native-roots")]
    pub native_roots: bool,
    pub connect_timeout: Option<Duration>,
    pub read_timeout: Option<Duration>,
    pub attempt_timeout: Option<Duration>,
    pub operation_timeout: Option<Duration>,
    /// The operations that providers of credentials call, once the program or a service crate has brought them.
    pub identity: OnceLock<&'static Identity>,
    /// Who is asked for the code of an MFA device.
    #[cfg(feature = "roles")]
    pub mfa: Option<AskMfa>,
}

impl Base {
    /// Takes the operations of a service crate, unless there are some already.
    pub fn offer_identity(&self, identity: &'static Identity) {
        let _ = self.identity.set(identity);
    }

    /// The operations at hand.
    #[cfg(any(feature = "roles", feature = "sso", feature = "login"))]
    pub fn identity(&self) -> Option<&'static Identity> {
        self.identity.get().copied()
    }
}

/// The profile only: keys may be among the settings.
impl fmt::Debug for Base {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Base").field("profile", &self.profile.value).finish_non_exhaustive()
    }
}

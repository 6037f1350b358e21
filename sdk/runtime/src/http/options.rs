//! [`HttpOptions`]: what settings the default HTTP layer takes.

use super::HttpClient;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// Settings of the default HTTP layer.
#[derive(Clone, Debug)]
pub struct HttpOptions {
    /// Limit for a connection: name resolution, TCP and TLS together.
    pub connect_timeout: Duration,
    /// Limit for each wait for the server: for the head of a response and for each piece of its body.
    pub read_timeout: Duration,
    /// A PEM file with the certificate authorities to trust, in place of Mozilla's.
    pub ca_bundle: Option<PathBuf>,
    /// Whether idle connections are kept alive by TCP.
    pub tcp_keepalive: bool,
    /// Proxies.
    pub proxy: ProxyOptions,
}

/// Which requests go through a proxy.
#[derive(Clone, Default)]
pub struct ProxyOptions {
    /// The proxy for http: `http://user:password@host:port`, all but the host optional.
    pub http: Option<String>,
    /// The proxy for https, itself spoken to by http.
    pub https: Option<String>,
    /// Hosts, domains, addresses and networks reached without a proxy, separated by commas; `*` for all.
    pub no: Option<String>,
}

/// URLs of proxies may hold passwords.
impl fmt::Debug for ProxyOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProxyOptions")
            .field("http", &self.http.as_ref().map(|_| "…"))
            .field("https", &self.https.as_ref().map(|_| "…"))
            .field("no", &self.no)
            .finish()
    }
}

/// botocore's defaults: 60 seconds each.
impl Default for HttpOptions {
    fn default() -> Self {
        let timeout = Duration::from_secs(60);
        Self {
            connect_timeout: timeout,
            read_timeout: timeout,
            ca_bundle: None,
            tcp_keepalive: false,
            proxy: ProxyOptions::default(),
        }
    }
}

/// The HTTP layer of a session that is given none.
#[cfg(feature = "hyper")]
pub(crate) fn default_client(options: &HttpOptions) -> Result<Arc<dyn HttpClient>, String> {
    Ok(Arc::new(super::HyperClient::new(options)?))
}

/// Without the feature `hyper` there is no default.
#[cfg(not(feature = "hyper"))]
pub(crate) fn default_client(_: &HttpOptions) -> Result<Arc<dyn HttpClient>, String> {
    Err("this build has no HTTP layer: switch on the feature `hyper` of the crate `tucuxi`, or give a client with \
         `Session::builder().http_client(…)`"
        .to_owned())
}

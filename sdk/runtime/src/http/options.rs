//! [`HttpOptions`]: what settings the default HTTP layer takes.

use super::HttpClient;
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
}

/// botocore's defaults: 60 seconds each.
impl Default for HttpOptions {
    fn default() -> Self {
        let timeout = Duration::from_secs(60);
        Self { connect_timeout: timeout, read_timeout: timeout, ca_bundle: None, tcp_keepalive: false }
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

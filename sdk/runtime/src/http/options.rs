//! [`HttpOptions`]: what settings the default HTTP layer takes.

use super::HttpClient;
use crate::error::Error;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// Settings of the default HTTP layer, made by [`HttpOptions::builder`].
///
/// ```
/// use std::time::Duration;
/// use tucuxi::http::{HttpOptions, ProxyOptions};
///
/// let options = HttpOptions::builder()
///     .connect_timeout(Duration::from_secs(2))
///     .proxy(ProxyOptions::builder().https("http://proxy.example:3128").build())
///     .build();
/// assert_eq!(options.connect_timeout, Duration::from_secs(2));
/// assert_eq!(options.read_timeout, Duration::from_secs(60), "what is not set has its default");
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct HttpOptions {
    /// Limit for a connection: name resolution, TCP and TLS together. `Duration::MAX` for none.
    pub connect_timeout: Duration,
    /// Limit for each wait for the server: for the head of a response and for each piece of its body. `Duration::MAX`
    /// for none.
    pub read_timeout: Duration,
    /// A PEM file with the certificate authorities to trust, in place of all others.
    pub ca_bundle: Option<PathBuf>,
    /// Whether the certificate authorities of the operating system are trusted, in place of Mozilla's. A `ca_bundle` goes
    /// before both.
    #[cfg(feature = "native-roots")]
    pub native_roots: bool,
    /// The certificate shown to servers that ask for one.
    pub client_certificate: Option<ClientCertificate>,
    /// Whether idle connections are kept alive by TCP.
    pub tcp_keepalive: bool,
    /// How many idle connections to one host are kept for later requests; `None` for as many as there were at once.
    ///
    /// This is no limit on connections in use, as it is none in botocore: a request that finds no idle one always gets
    /// another. A limit would let a program that holds the bodies of several responses wait for itself for ever.
    pub max_pool_connections: Option<usize>,
    /// How long an idle connection is kept.
    ///
    /// It has to be shorter than the server keeps it, or a request may meet the end of its connection. AWS names no
    /// figures; load balancers close after 60 seconds, some services well before.
    pub idle_timeout: Duration,
    /// Proxies.
    pub proxy: ProxyOptions,
}

/// A certificate and its private key, both in PEM.
///
/// ```
/// use tucuxi::http::ClientCertificate;
///
/// let certificate = ClientCertificate::new("client.pem").with_key("client.key");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ClientCertificate {
    /// The file with the certificate, and those of the authorities between it and what the server trusts after it.
    pub certificate: PathBuf,
    /// The file with the private key; `None` if it is in the file with the certificate.
    pub key: Option<PathBuf>,
}

impl ClientCertificate {
    /// The certificate in this file, which has the private key too.
    pub fn new(certificate: impl Into<PathBuf>) -> Self {
        Self { certificate: certificate.into(), key: None }
    }

    /// The private key in a file of its own.
    #[must_use]
    pub fn with_key(mut self, key: impl Into<PathBuf>) -> Self {
        self.key = Some(key.into());
        self
    }
}

/// Which requests go through a proxy, made by [`ProxyOptions::builder`].
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct ProxyOptions {
    /// The proxy for http: `http://user:password@host:port`, all but the host optional.
    pub http: Option<String>,
    /// The proxy for https, which is asked for a tunnel. An `https://` URL is that of a proxy spoken to by TLS.
    pub https: Option<String>,
    /// Hosts, domains, addresses and networks reached without a proxy, separated by commas or spaces; `*` for all.
    ///
    /// A domain stands for all hosts below it as well: `example.com`, `.example.com` and `*.example.com` mean the same.
    /// Dots at the end do not count. `host:port` stands for this port alone.
    pub no: Option<String>,
    /// A PEM file with the certificate authorities to trust for proxies, in place of those for servers.
    pub ca_bundle: Option<PathBuf>,
    /// The certificate shown to proxies that ask for one.
    pub client_certificate: Option<ClientCertificate>,
    /// Whether a proxy spoken to by TLS gets https requests to forward, rather than to tunnel. It then sees all that is
    /// in them.
    pub forward_https: bool,
}

/// URLs of proxies may hold passwords.
impl fmt::Debug for ProxyOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProxyOptions")
            .field("http", &self.http.as_ref().map(|_| "…"))
            .field("https", &self.https.as_ref().map(|_| "…"))
            .field("no", &self.no)
            .field("ca_bundle", &self.ca_bundle)
            .field("client_certificate", &self.client_certificate)
            .field("forward_https", &self.forward_https)
            .finish()
    }
}

/// botocore's defaults: 60 seconds for connecting and reading. But where botocore keeps 10 idle connections, this keeps
/// all for a while: programs with thousands of tasks are common here, those with so many threads are not.
impl Default for HttpOptions {
    fn default() -> Self {
        let timeout = Duration::from_secs(60);
        Self {
            connect_timeout: timeout,
            read_timeout: timeout,
            ca_bundle: None,
            #[cfg(feature = "native-roots")]
            native_roots: false,
            client_certificate: None,
            tcp_keepalive: false,
            max_pool_connections: None,
            idle_timeout: Duration::from_secs(20),
            proxy: ProxyOptions::default(),
        }
    }
}

impl HttpOptions {
    /// Starts with the defaults.
    pub fn builder() -> HttpOptionsBuilder {
        HttpOptionsBuilder(Self::default())
    }

    /// Refuses limits of zero, which no request could keep.
    #[cfg(feature = "hyper")]
    pub(super) fn check(&self) -> Result<(), Error> {
        for (name, limit) in [("connect_timeout", self.connect_timeout), ("read_timeout", self.read_timeout)]
        {
            if limit.is_zero() {
                let message =
                    format!("`{name}` is zero: give a limit above zero, or `Duration::MAX` for none");
                return Err(Error::configuration(message));
            }
        }
        Ok(())
    }
}

impl ProxyOptions {
    /// Starts with no proxy.
    pub fn builder() -> ProxyOptionsBuilder {
        ProxyOptionsBuilder(Self::default())
    }
}

/// Makes [`HttpOptions`]. What is not set has its default.
#[derive(Clone, Debug)]
#[must_use = "a builder does nothing until it is built"]
pub struct HttpOptionsBuilder(HttpOptions);

impl HttpOptionsBuilder {
    /// Limit for a connection: name resolution, TCP and TLS together; 60 seconds by default, `Duration::MAX` for none.
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.0.connect_timeout = limit;
        self
    }

    /// Limit for each wait for the server; 60 seconds by default, `Duration::MAX` for none.
    pub fn read_timeout(mut self, limit: Duration) -> Self {
        self.0.read_timeout = limit;
        self
    }

    /// A PEM file with the certificate authorities to trust, in place of all others.
    pub fn ca_bundle(mut self, file: impl Into<PathBuf>) -> Self {
        self.0.ca_bundle = Some(file.into());
        self
    }

    /// Whether the certificate authorities of the operating system are trusted, in place of Mozilla's; not so by default. A
    /// [`ca_bundle`](Self::ca_bundle) goes before both. The variables `SSL_CERT_FILE` and `SSL_CERT_DIR` name other places
    /// to look for them, as for OpenSSL.
    #[cfg(feature = "native-roots")]
    pub fn native_roots(mut self, yes: bool) -> Self {
        self.0.native_roots = yes;
        self
    }

    /// The certificate shown to servers that ask for one.
    pub fn client_certificate(mut self, certificate: ClientCertificate) -> Self {
        self.0.client_certificate = Some(certificate);
        self
    }

    /// Whether idle connections are kept alive by TCP; not so by default.
    pub fn tcp_keepalive(mut self, yes: bool) -> Self {
        self.0.tcp_keepalive = yes;
        self
    }

    /// How many idle connections to one host are kept; by default as many as there were at once.
    pub fn max_pool_connections(mut self, count: usize) -> Self {
        self.0.max_pool_connections = Some(count);
        self
    }

    /// How long an idle connection is kept; 20 seconds by default.
    pub fn idle_timeout(mut self, limit: Duration) -> Self {
        self.0.idle_timeout = limit;
        self
    }

    /// Proxies; none by default.
    pub fn proxy(mut self, proxy: ProxyOptions) -> Self {
        self.0.proxy = proxy;
        self
    }

    /// The options.
    pub fn build(self) -> HttpOptions {
        self.0
    }
}

/// Makes [`ProxyOptions`].
#[derive(Clone, Debug)]
#[must_use = "a builder does nothing until it is built"]
pub struct ProxyOptionsBuilder(ProxyOptions);

impl ProxyOptionsBuilder {
    /// The proxy for http: `http://user:password@host:port`, all but the host optional.
    pub fn http(mut self, url: impl Into<String>) -> Self {
        self.0.http = Some(url.into());
        self
    }

    /// The proxy for https, which is asked for a tunnel.
    pub fn https(mut self, url: impl Into<String>) -> Self {
        self.0.https = Some(url.into());
        self
    }

    /// Hosts, domains, addresses and networks reached without a proxy, separated by commas or spaces; `*` for all.
    pub fn no(mut self, hosts: impl Into<String>) -> Self {
        self.0.no = Some(hosts.into());
        self
    }

    /// A PEM file with the certificate authorities to trust for proxies, in place of those for servers.
    pub fn ca_bundle(mut self, file: impl Into<PathBuf>) -> Self {
        self.0.ca_bundle = Some(file.into());
        self
    }

    /// The certificate shown to proxies that ask for one.
    pub fn client_certificate(mut self, certificate: ClientCertificate) -> Self {
        self.0.client_certificate = Some(certificate);
        self
    }

    /// Whether a proxy spoken to by TLS gets https requests to forward, rather than to tunnel; not so by default. It then
    /// sees all that is in them.
    pub fn forward_https(mut self, yes: bool) -> Self {
        self.0.forward_https = yes;
        self
    }

    /// The options.
    pub fn build(self) -> ProxyOptions {
        self.0
    }
}

/// The HTTP layer of a session that is given none.
#[cfg(feature = "hyper")]
pub(crate) fn default_client(options: &HttpOptions) -> Result<Arc<dyn HttpClient>, Error> {
    Ok(Arc::new(super::HyperClient::new(options)?))
}

/// Without the feature `hyper` there is no default.
#[cfg(not(feature = "hyper"))]
pub(crate) fn default_client(_: &HttpOptions) -> Result<Arc<dyn HttpClient>, Error> {
    let hint = "switch on the feature `hyper` of the crate `tucuxi`, or give a client with \
                `Session::builder().http_client(…)`";
    Err(Error::configuration("this build has no HTTP layer").with_hint(hint))
}

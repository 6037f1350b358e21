//! [`ClientConfig`]: the settings of one client, resolved.

use super::Interceptor;
use crate::checksum::{Policy, Wishes};
use crate::error::Error;
use crate::http::{HttpClient, HttpOptions, Layer};
use crate::identity::{ProvideCredentials, ProvideToken};
use crate::modes::{AccountIdEndpointMode, ChecksumMode, EndpointDiscovery, RetryMode, S3Config};
use crate::place::Place;
use crate::retry::ClockSkew;
use crate::rules::Partition;
use crate::schema::AuthScheme;
use http::HeaderMap;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// Adds headers that name the trace a request belongs to.
pub type TraceContext = Arc<dyn Fn(&mut HeaderMap) + Send + Sync>;

/// All that a client takes from its session and its builder, resolved once when it is made.
#[derive(Clone)]
pub struct ClientConfig {
    /// The region, if one is set anywhere.
    pub region: Option<String>,
    /// An endpoint URL that replaces the one of the rules.
    pub endpoint_url: Option<String>,
    /// Endpoints with FIPS 140 cryptography.
    pub use_fips: bool,
    /// Endpoints with IPv6.
    pub use_dual_stack: bool,
    /// Whether endpoints carry the account id, where a service offers it.
    pub account_id_endpoint_mode: AccountIdEndpointMode,
    /// Whether endpoints are discovered by an operation of the service, where it has one.
    pub endpoint_discovery: EndpointDiscovery,
    /// STS at its global endpoint rather than in the region (`sts_regional_endpoints = legacy`).
    pub sts_global_endpoint: bool,
    /// Whether the host prefixes of operations are put before hosts; not so with `disable_host_prefix_injection`.
    pub inject_host_prefix: bool,
    /// Settings only S3 has.
    pub s3: S3Config,
    /// Values for `clientContextParams`, by snake-case name.
    pub client_context: Vec<(String, bool)>,
    /// Auth schemes in the order preferred by the user; empty for the service's order.
    pub auth_scheme_preference: Vec<AuthScheme>,
    /// The scheme that `signature_version` of the service's map in the profile wants.
    pub signature_version: Option<AuthScheme>,
    /// The regions that signatures of SigV4a hold in, with commas, `*` for all; `None` for what the endpoint rules say.
    pub sigv4a_region_set: Option<String>,
    /// Never sign.
    pub anonymous: bool,
    /// Where credentials come from.
    pub credentials: Arc<dyn ProvideCredentials>,
    /// Where bearer tokens come from.
    pub token: Arc<dyn ProvideToken>,
    /// The HTTP layer.
    pub http: Arc<dyn HttpClient>,
    /// The default HTTP layer that `http` was when the client took it from its session, to make one with other options. If
    /// `http` is another one since, it does not count.
    pub(crate) layer: Option<Arc<Layer>>,
    /// How failed calls are retried.
    pub retry_mode: RetryMode,
    /// How often a call is tried in all; `None` for the default of service and mode.
    pub max_attempts: Option<u32>,
    /// Limit for one attempt as a whole.
    pub attempt_timeout: Option<Duration>,
    /// How long the HTTP layer waits for the server, which services are told in further attempts.
    pub(crate) read_timeout: Duration,
    /// Limit for a call with all its attempts, without the time it takes to get credentials.
    pub operation_timeout: Option<Duration>,
    /// Whether input is checked against the model before it is sent.
    pub validate: bool,
    /// When requests carry a checksum; `None` for `WhenSupported`, and for `WhenRequired` with an endpoint URL whose host is
    /// not AWS's.
    pub request_checksums: Option<ChecksumMode>,
    /// When the checksum of a response is verified; `None` for `WhenSupported`, and for `WhenRequired` with an endpoint URL
    /// whose host is not AWS's.
    pub response_checksums: Option<ChecksumMode>,
    /// Whether an operation that must have a checksum gets `Content-MD5` rather than CRC-32, where its input names no
    /// algorithm; `None` for `Content-MD5` only with an endpoint URL whose host is not AWS's, unless requests carry
    /// checksums when supported.
    pub content_md5: Option<bool>,
    /// Bodies of at least this many bytes are compressed where the operation allows; `None` for never.
    pub compress_from: Option<usize>,
    /// Bodies of at least this many bytes, and those that can be sent only once, wait until the service wants them, for at
    /// most a second (`Expect: 100-continue`); `None` for never. Operations of S3 that upload objects do so; the default
    /// is 2 MiB.
    pub expect_continue_from: Option<u64>,
    /// Goes into the user agent as `app/…`.
    pub app_id: Option<String>,
    /// Whether calls come from resources, which the user agent tells.
    pub resources: bool,
    /// Hooks of the user, in order.
    pub interceptors: Vec<Arc<dyn Interceptor>>,
    /// Adds the context of the trace, such as `traceparent`, to the headers of each attempt, which are not signed.
    pub trace_context: Option<TraceContext>,
    /// The clock of this machine. A service that says it is wrong is believed: [`now`](Self::now) is what calls are
    /// signed with.
    pub clock: Arc<dyn Fn() -> SystemTime + Send + Sync>,
    /// What services said of that clock.
    pub(crate) skew: ClockSkew,
    /// Makes the random part of the delay between two attempts, in [0, 1).
    pub jitter: Arc<dyn Fn() -> f64 + Send + Sync>,
    /// Makes idempotency tokens: UUIDs of random bytes that the operating system gives. An error fails the call.
    pub idempotency_token: Arc<dyn Fn() -> Result<String, Error> + Send + Sync>,
    /// Places where a region was looked for, for the error when there is none.
    pub region_searched: Arc<str>,
}

impl ClientConfig {
    /// The time calls are signed with.
    pub fn now(&self) -> SystemTime {
        self.skew.correct((self.clock)())
    }

    /// The options of the HTTP layer, if it is a default one.
    pub(crate) fn http_options(&self) -> Option<&HttpOptions> {
        let layer = self.layer.as_ref().filter(|layer| Arc::ptr_eq(layer.client(), &self.http));
        layer.map(|layer| layer.options())
    }

    /// Replaces a default HTTP layer by one with these options.
    ///
    /// # Errors
    /// When there can be no HTTP layer with them.
    pub(crate) fn set_http_options(&mut self, options: HttpOptions) -> Result<(), Error> {
        let Some(layer) = &self.layer else { return Ok(()) };
        let layer = layer.with(options)?;
        self.http = Arc::clone(layer.client());
        self.read_timeout = layer.options().read_timeout;
        self.layer = Some(Arc::new(layer));
        Ok(())
    }

    /// Refuses limits that no call could keep.
    pub(crate) fn check(&self) -> Result<(), Error> {
        if self.max_attempts == Some(0) {
            return Err(Error::configuration("`max_attempts` is 0: set 1 for no retries"));
        }
        let limits = [
            ("read_timeout", Some(self.read_timeout)),
            ("attempt_timeout", self.attempt_timeout),
            ("operation_timeout", self.operation_timeout),
        ];
        match limits.iter().find(|(_, limit)| *limit == Some(Duration::ZERO)) {
            Some((name, _)) => {
                let message = format!("`{name}` is zero: set a limit above zero, or none");
                Err(Error::configuration(message))
            }
            None => Ok(()),
        }
    }

    /// Returns when calls with these settings carry checksums, for a service in `partitions`.
    pub(crate) fn checksums(&self, partitions: &[Partition]) -> Policy {
        let wishes = Wishes {
            requests: self.request_checksums,
            responses: self.response_checksums,
            content_md5: self.content_md5,
        };
        Policy::new(wishes, self.endpoint_url.as_deref(), partitions)
    }

    /// Where calls with these settings go.
    pub(crate) fn place(&self) -> Place {
        Place {
            region: self.region.clone(),
            endpoint_url: self.endpoint_url.clone(),
            use_fips: self.use_fips,
            use_dual_stack: self.use_dual_stack,
            client_context: self.client_context.clone(),
        }
    }

    /// Sets the region. A region of old that means FIPS, `fips-us-gov-west-1` or `us-gov-west-1-fips`, switches FIPS
    /// on.
    pub fn set_region(&mut self, region: &str) {
        let plain = region.replace("fips-", "").replace("-fips", "");
        self.use_fips |= plain != region;
        self.region = Some(plain);
    }
}

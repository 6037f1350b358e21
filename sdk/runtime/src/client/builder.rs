//! [`Builder`]: settings of one client, or of one call, over those of the session.

use super::{Context, Core, Features, Interceptor};
use crate::checksum;
use crate::context::{ClientConfig, Shared};
use crate::credentials::{Credentials, ProvideCredentials, kept};
use crate::error::Error;
use crate::http::{Body, HttpClient, HttpOptions, Request};
use crate::modes::{ChecksumMode, EndpointDiscovery, RetryMode, S3Config};
use crate::retry::ClockSkew;
use crate::schema::ServiceSchema;
use crate::settings::misspelt;
use http::{HeaderMap, HeaderName, HeaderValue, header};
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// Settings of one client over those of its session; also those of one call over its client's (`customize`).
///
/// A setting that cannot be right makes the calls fail, with an error that says so.
#[must_use = "a builder does nothing until it is built"]
pub struct Builder<C> {
    service: &'static ServiceSchema,
    config: Result<ClientConfig, Error>,
    shared: Arc<Shared>,
    /// Options of the default HTTP layer that differ from those of the session, and the name of a setting among them.
    http: Option<(&'static str, HttpOptions)>,
    client: PhantomData<fn() -> C>,
}

impl<C: From<Core>> Builder<C> {
    pub(crate) fn over(
        service: &'static ServiceSchema,
        config: Result<ClientConfig, Error>,
        shared: Arc<Shared>,
    ) -> Self {
        Self { service, config, shared, http: None, client: PhantomData }
    }

    /// The client.
    pub fn build(self) -> C {
        let http = self.http;
        let config = self.config.and_then(|mut config| {
            if let Some((setting, options)) = http {
                config.http_options().ok_or_else(|| given_and(setting))?;
                config.set_http_options(options)?;
            }
            Ok(config)
        });
        Core::with_shared(self.service, config, self.shared).into()
    }

    /// Changes any setting. What was learnt of a clock is forgotten with it.
    pub fn configure(mut self, change: impl FnOnce(&mut ClientConfig)) -> Self {
        if let Ok(config) = &mut self.config {
            let clock = Arc::clone(&config.clock);
            change(config);
            if !Arc::ptr_eq(&clock, &config.clock) {
                config.skew = ClockSkew::default();
            }
        }
        self
    }

    /// The region, `eu-west-1`.
    pub fn region(self, region: impl Into<String>) -> Self {
        let region = region.into();
        self.configure(|config| config.set_region(&region))
    }

    /// An endpoint URL in place of the service's own: `http://127.0.0.1:5000`.
    pub fn endpoint_url(self, url: impl Into<String>) -> Self {
        self.configure(|config| config.endpoint_url = Some(url.into()))
    }

    /// Endpoints with FIPS 140 cryptography.
    pub fn use_fips(self, yes: bool) -> Self {
        self.configure(|config| config.use_fips = yes)
    }

    /// Endpoints with IPv6.
    pub fn use_dual_stack(self, yes: bool) -> Self {
        self.configure(|config| config.use_dual_stack = yes)
    }

    /// Whether endpoints are discovered by an operation of the service, where it has one.
    pub fn endpoint_discovery(self, discovery: EndpointDiscovery) -> Self {
        self.configure(|config| config.endpoint_discovery = discovery)
    }

    /// Where credentials come from. The client keeps what the provider gives, and asks it again ahead of the end.
    pub fn credentials_provider(self, provider: impl ProvideCredentials + 'static) -> Self {
        if let Some(identity) = self.service.identity {
            provider.offer_identity(identity);
        }
        self.configure(|config| config.credentials = kept(provider))
    }

    /// These credentials, whatever the session has.
    pub fn credentials(self, credentials: Credentials) -> Self {
        self.credentials_provider(credentials.of_feature(Features::CREDENTIALS_CODE))
    }

    /// Whether calls go unsigned, for public data; as the session has it by default.
    pub fn anonymous(self, yes: bool) -> Self {
        self.configure(|config| config.anonymous = yes)
    }

    /// The HTTP layer, in place of that of the session. It has time-outs, certificates and proxies of its own: those of
    /// the session do not count, and with options of the default one set on this builder calls fail.
    pub fn http_client(self, http: impl HttpClient + 'static) -> Self {
        self.configure(|config| config.http = Arc::new(http))
    }

    /// Limit for making a connection, in place of that of the session; `Duration::MAX` for none.
    ///
    /// A client with a limit of its own has connections of its own, which it shares with clients of the session that have
    /// the same one. Set it for a client rather than for a call, for which connections would be made anew.
    pub fn connect_timeout(self, limit: Duration) -> Self {
        self.change_http("connect_timeout", |options| options.connect_timeout = limit)
    }

    /// Limit for each wait for the server to send something, in place of that of the session; `Duration::MAX` for none. As with
    /// [`connect_timeout`](Self::connect_timeout), the client has connections of its own.
    pub fn read_timeout(self, limit: Duration) -> Self {
        self.change_http("read_timeout", |options| options.read_timeout = limit)
    }

    /// Changes any option of the default HTTP layer: proxies, certificates, kept connections. As with
    /// [`connect_timeout`](Self::connect_timeout), the client has connections of its own.
    pub fn http_options(self, change: impl FnOnce(&mut HttpOptions)) -> Self {
        self.change_http("http_options", change)
    }

    fn change_http(mut self, setting: &'static str, change: impl FnOnce(&mut HttpOptions)) -> Self {
        if let Ok(config) = &self.config {
            let of_session = || (setting, config.http_options().cloned().unwrap_or_default());
            change(&mut self.http.get_or_insert_with(of_session).1);
        }
        self
    }

    /// How failed calls are retried.
    pub fn retry_mode(self, mode: RetryMode) -> Self {
        self.configure(|config| config.retry_mode = mode)
    }

    /// How often a call is tried in all; 1 for no retries. With 0 calls fail before they send anything.
    pub fn max_attempts(self, attempts: u32) -> Self {
        self.configure(|config| config.max_attempts = Some(attempts))
    }

    /// Limit for one attempt, from sending up to the response's headers and, unless it is streamed, its body.
    pub fn attempt_timeout(self, limit: Duration) -> Self {
        self.configure(|config| config.attempt_timeout = Some(limit))
    }

    /// Limit for a call with all its attempts and the pauses between them. The time it takes to get credentials does not
    /// count.
    pub fn operation_timeout(self, limit: Duration) -> Self {
        self.configure(|config| config.operation_timeout = Some(limit))
    }

    /// Whether input is checked against the model before it is sent; it is unless you say no.
    pub fn validate(self, yes: bool) -> Self {
        self.configure(|config| config.validate = yes)
    }

    /// When requests carry a checksum. The default is `WhenSupported`, and `WhenRequired` with an endpoint URL whose host is
    /// not AWS's: other servers may refuse checksums that they do not know.
    pub fn request_checksums(self, mode: ChecksumMode) -> Self {
        self.configure(|config| config.request_checksums = Some(mode))
    }

    /// When the checksum of a response is verified. The default is `WhenSupported`, and `WhenRequired` with an endpoint URL
    /// whose host is not AWS's.
    pub fn response_checksums(self, mode: ChecksumMode) -> Self {
        self.configure(|config| config.response_checksums = Some(mode))
    }

    /// Whether operations that must have a checksum, such as S3's DeleteObjects, get `Content-MD5` rather than CRC-32, where
    /// the input names no algorithm.
    ///
    /// The default is `Content-MD5` with an endpoint URL whose host is not AWS's, unless
    /// [`request_checksums`](Self::request_checksums) is `WhenSupported`; CRC-32 otherwise. `Content-MD5` needs the feature
    /// `checksums` of the crate `tucuxi`, which the crate of S3 switches on. Without it the default is CRC-32, and `true`
    /// makes such calls fail.
    pub fn content_md5(self, yes: bool) -> Self {
        self.configure(|config| config.content_md5 = Some(yes))
    }

    /// From how many bytes on a body waits, for at most a second, until the service wants it (`Expect: 100-continue`), so
    /// that a refused upload is not sent; `None` for never. The default is 2 MiB. A stream that can be sent only once
    /// waits whatever its length.
    pub fn expect_continue_from(self, bytes: impl Into<Option<u64>>) -> Self {
        let bytes = bytes.into();
        self.configure(|config| config.expect_continue_from = bytes)
    }

    /// Settings only S3 has.
    pub fn s3(self, change: impl FnOnce(&mut S3Config)) -> Self {
        self.configure(|config| change(&mut config.s3))
    }

    /// A setting only this service has (`clientContextParams`), by its snake-case name. With a name that the service does
    /// not have, calls fail with an error that names those it has.
    pub fn client_context(self, name: impl Into<String>, value: bool) -> Self {
        let name = name.into();
        if !self.service.client_context.iter().any(|known| known.name == name) {
            let error = unknown_context(self.service, &name);
            return self.fail(error);
        }
        self.configure(|config| {
            config.client_context.retain(|(other, _)| *other != name);
            config.client_context.push((name, value));
        })
    }

    /// Hooks around each call, after those of the session and those set before.
    pub fn interceptor(self, interceptor: impl Interceptor + 'static) -> Self {
        self.configure(|config| config.interceptors.push(Arc::new(interceptor)))
    }

    /// Adds the context of the current trace to the headers of each attempt, such as `traceparent`
    /// ([W3C Trace Context](https://www.w3.org/TR/trace-context/)). `add` is called in the span of the attempt; the headers
    /// are not signed. The crate `tracing` has no such context of its own; with OpenTelemetry:
    ///
    /// ```ignore
    /// .trace_context(|headers| {
    ///     let context = tracing::Span::current().context();
    ///     opentelemetry::global::get_text_map_propagator(|propagator| {
    ///         propagator.inject_context(&context, &mut opentelemetry_http::HeaderInjector(headers))
    ///     })
    /// })
    /// ```
    pub fn trace_context(self, add: impl Fn(&mut HeaderMap) + Send + Sync + 'static) -> Self {
        self.configure(|config| config.trace_context = Some(Arc::new(add)))
    }

    /// A header on every request, in place of one the SDK would send under this name. It is signed.
    pub fn header(self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        let header = name.as_ref().parse::<HeaderName>();
        match (header, HeaderValue::from_str(value.as_ref())) {
            (Ok(name), Ok(value)) => self.interceptor(ExtraHeader(name, value)),
            _ => {
                let message = format!("`{}` cannot be a header with that value", name.as_ref());
                self.fail(Error::configuration(message))
            }
        }
    }

    /// Makes the calls fail with `error`, unless they do already.
    fn fail(mut self, error: Error) -> Self {
        self.config = self.config.and(Err(error));
        self
    }

    /// The time requests are signed with. What was learnt of another clock is forgotten.
    pub fn clock(self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.configure(|config| config.clock = Arc::new(clock))
    }

    /// Makes idempotency tokens.
    pub fn idempotency_token(self, make: impl Fn() -> String + Send + Sync + 'static) -> Self {
        self.configure(|config| config.idempotency_token = Arc::new(move || Ok(make())))
    }
}

/// The error for an HTTP layer of the program beside a setting of the default one.
pub(crate) fn given_and(setting: &str) -> Error {
    let message =
        format!("`http_client` and `{setting}` are both set, but the HTTP layer of the program has its own");
    Error::configuration(message)
        .with_hint("set it there, for a `HyperClient` in its `HttpOptions`, or leave `http_client` out")
}

/// The error for a setting that `service` does not have.
fn unknown_context(service: &ServiceSchema, name: &str) -> Error {
    let known = || service.client_context.iter().map(|known| known.name);
    let list = known().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let has = if list.is_empty() { "no settings of its own".to_owned() } else { format!("only {list}") };
    let error = Error::configuration(format!("`{name}` is not a setting of {}; it has {has}", service.id));
    match misspelt::nearest(name, known()) {
        Some(meant) => error.with_hint(format!("is `{meant}` meant?")),
        None => error,
    }
}

/// A header the user wants sent.
struct ExtraHeader(HeaderName, HeaderValue);

impl ExtraHeader {
    /// Whether it says something of the body, which is then prepared accordingly.
    fn describes_body(&self) -> bool {
        [header::CONTENT_LENGTH, header::CONTENT_ENCODING].contains(&self.0)
            || self.0 == "x-amz-decoded-content-length"
            || checksum::is_checksum(self.0.as_str())
    }
}

impl Interceptor for ExtraHeader {
    fn after_serialize(&self, _: &mut Context, request: &mut Request) -> Result<(), Error> {
        if self.describes_body() {
            request.headers.insert(self.0.clone(), self.1.clone());
        }
        Ok(())
    }

    fn before_sign(&self, _: &mut Context, request: &mut http::Request<Body>) -> Result<(), Error> {
        if !self.describes_body() {
            request.headers_mut().insert(self.0.clone(), self.1.clone());
        }
        Ok(())
    }
}

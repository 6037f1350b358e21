//! [`SessionBuilder`]: a session with settings of the program's own.

use super::{Inner, Session};
use crate::client::{Features, Interceptor, given_and};
use crate::config::{RetryMode, TraceContext};
#[cfg(feature = "roles")]
use crate::credentials::AskMfa;
use crate::credentials::{Chain, Credentials, Identity, ProvideCredentials, ProvideToken, TokenChain, kept};
use crate::error::{Error, ErrorKind};
use crate::http::{ClientCertificate, Connections, HttpClient, ProxyOptions};
use crate::settings::{Base, Env, Id, Profiles, Resolved, SettingSource, Settings, table};
use http::HeaderMap;
use std::fmt;
use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

/// Makes a [`Session`]. What is set here goes before environment and profile.
#[derive(Clone, Default)]
#[must_use = "a builder does nothing until it is built"]
pub struct SessionBuilder {
    code: Vec<(Id, String)>,
    env: Env,
    credentials: Option<Arc<dyn ProvideCredentials>>,
    token: Option<Arc<dyn ProvideToken>>,
    http: Option<Arc<dyn HttpClient>>,
    client_certificate: Option<ClientCertificate>,
    max_pool_connections: Option<usize>,
    proxy: Option<ProxyOptions>,
    #[cfg(feature = "native-roots")]
    native_roots: bool,
    connect_timeout: Option<Duration>,
    read_timeout: Option<Duration>,
    attempt_timeout: Option<Duration>,
    operation_timeout: Option<Duration>,
    anonymous: bool,
    interceptors: Vec<Arc<dyn Interceptor>>,
    trace_context: Option<TraceContext>,
    connections: Arc<Connections>,
    /// What is taken over from the session that this builder comes from.
    inherited: Option<Inherited>,
    identity: Option<&'static Identity>,
    #[cfg(feature = "roles")]
    mfa: Option<AskMfa>,
}

/// What a session hands to one made from it, as long as both look for it in the same places.
#[derive(Clone)]
struct Inherited {
    profile: Resolved,
    profiles: Arc<Profiles>,
    credentials: Arc<dyn ProvideCredentials>,
    token: Arc<dyn ProvideToken>,
}

impl SessionBuilder {
    /// The profile. With a profile set here, keys in the environment do not count, as in boto3.
    pub fn profile(self, name: impl Into<String>) -> Self {
        self.apart().set(Id::Profile, name)
    }

    /// The region, `eu-west-1`.
    pub fn region(self, region: impl Into<String>) -> Self {
        self.set(Id::Region, region)
    }

    /// An endpoint URL for every service: `http://127.0.0.1:5000` for an emulator.
    pub fn endpoint_url(self, url: impl Into<String>) -> Self {
        self.set(Id::EndpointUrl, url)
    }

    /// Whether endpoint URLs of environment and profile are left alone.
    pub fn ignore_configured_endpoint_urls(self, yes: bool) -> Self {
        self.set(Id::IgnoreConfiguredEndpointUrls, yes.to_string())
    }

    /// Endpoints with FIPS 140 cryptography.
    pub fn use_fips(self, yes: bool) -> Self {
        self.set(Id::UseFips, yes.to_string())
    }

    /// Endpoints with IPv6.
    pub fn use_dual_stack(self, yes: bool) -> Self {
        self.set(Id::UseDualStack, yes.to_string())
    }

    /// The file with profiles, in place of `~/.aws/config`.
    pub fn config_file(self, path: impl AsRef<Path>) -> Self {
        self.apart().set(Id::ConfigFile, path.as_ref().to_string_lossy())
    }

    /// The file with keys, in place of `~/.aws/credentials`.
    pub fn credentials_file(self, path: impl AsRef<Path>) -> Self {
        self.apart().set(Id::CredentialsFile, path.as_ref().to_string_lossy())
    }

    /// How failed calls are retried.
    pub fn retry_mode(self, mode: RetryMode) -> Self {
        self.set(Id::RetryMode, mode.as_str())
    }

    /// How often a call is tried in all; 1 for no retries.
    pub fn max_attempts(self, attempts: u32) -> Self {
        self.set(Id::MaxAttempts, attempts.to_string())
    }

    /// A name of the program for the user agent.
    pub fn app_id(self, name: impl Into<String>) -> Self {
        self.set(Id::AppName, name)
    }

    /// A PEM file with the certificate authorities to trust, in place of all others.
    pub fn ca_bundle(self, path: impl AsRef<Path>) -> Self {
        self.set(Id::CaBundle, path.as_ref().to_string_lossy())
    }

    /// Whether the certificate authorities of the operating system are trusted, in place of Mozilla's; not so by default. A CA
    /// bundle, also one of environment or profile, goes before both. If the system has none, clients fail with an error.
    ///
    /// The variables `SSL_CERT_FILE` and `SSL_CERT_DIR` of the process name other places to look for them, as for OpenSSL.
    #[cfg(feature = "native-roots")]
    pub fn native_roots(mut self, yes: bool) -> Self {
        self.native_roots = yes;
        self
    }

    /// Proxies in place of those of environment and profile; `ProxyOptions::builder().build()` for none.
    pub fn proxy(mut self, proxy: ProxyOptions) -> Self {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let (http, https, no) = (text(&proxy.http), text(&proxy.https), text(&proxy.no));
        self.proxy = Some(proxy);
        // so that `explain` shows them
        self.set(Id::HttpProxy, http).set(Id::HttpsProxy, https).set(Id::NoProxy, no)
    }

    /// These credentials, whatever environment and profile have.
    pub fn credentials(self, credentials: Credentials) -> Self {
        self.credentials_provider(credentials.of_feature(Features::CREDENTIALS_CODE))
    }

    /// Where credentials come from, in place of environment and profile. The session keeps what the provider gives, and
    /// asks it again ahead of the end, one call at a time.
    pub fn credentials_provider(mut self, provider: impl ProvideCredentials + 'static) -> Self {
        self.credentials = Some(kept(provider));
        self
    }

    /// The operations that credentials are fetched by where a profile asks for a role, single sign-on and the like:
    /// `&tucuxi_identity::IDENTITY`. Clients bring them along; this is for credentials without any client.
    pub fn identity(mut self, identity: &'static Identity) -> Self {
        self.identity = Some(identity);
        self.apart()
    }

    /// Who is asked for the code of an MFA device, by its serial number, where the role of a profile has an
    /// `mfa_serial`. It is asked for each fetch of the role's credentials, once an hour unless the profile has another
    /// `duration_seconds`.
    ///
    /// ```
    /// # fn main() -> Result<(), tucuxi::Error> {
    /// # let home = [("HOME", "/nonexistent")];
    /// let session = tucuxi::Session::builder()
    ///     .mfa_code(|serial| async move {
    ///         // ask the user, without blocking
    ///         Ok(format!("the six digits that {serial} shows"))
    ///     })
    ///     .env(home)
    ///     .build()?;
    /// # Ok(())
    /// # }
    /// ```
    #[cfg(feature = "roles")]
    pub fn mfa_code<F, T>(mut self, ask: F) -> Self
    where
        F: Fn(String) -> T + Send + Sync + 'static,
        T: Future<Output = Result<String, Error>> + Send + 'static,
    {
        self.mfa = Some(Arc::new(move |serial| Box::pin(ask(serial))));
        self.apart()
    }

    /// Where bearer tokens come from.
    pub fn token_provider(mut self, provider: impl ProvideToken + 'static) -> Self {
        self.token = Some(Arc::new(provider));
        self
    }

    /// Whether calls go unsigned, for public data; not so by default.
    pub fn anonymous(mut self, yes: bool) -> Self {
        self.anonymous = yes;
        self
    }

    /// The HTTP layer of all clients of the session, in place of the default one. It has time-outs, certificates and proxies of
    /// its own: a session cannot be built with both this and a setting in code of the default one, such as
    /// [`connect_timeout`](Self::connect_timeout). Those of environment and profile do not count.
    ///
    /// Requests to the endpoints of containers and instances (`169.254.169.254`, `169.254.170.2` and the like) also go
    /// through it, and must reach them without a proxy.
    pub fn http_client(mut self, http: impl HttpClient + 'static) -> Self {
        self.http = Some(Arc::new(http));
        self
    }

    /// The certificate shown to servers that ask for one: boto3's `client_cert`.
    pub fn client_certificate(mut self, certificate: ClientCertificate) -> Self {
        self.client_certificate = Some(certificate);
        self
    }

    /// How many idle connections to one host are kept for later requests; by default as many as there were at once.
    /// Calls never wait for a connection of others.
    pub fn max_pool_connections(mut self, count: usize) -> Self {
        self.max_pool_connections = Some(count);
        self
    }

    /// Limit for making a connection; 60 seconds unless `defaults_mode` says otherwise.
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.connect_timeout = Some(limit);
        self
    }

    /// Limit for each wait for the server to send something; 60 seconds by default.
    pub fn read_timeout(mut self, limit: Duration) -> Self {
        self.read_timeout = Some(limit);
        self
    }

    /// Limit for one attempt of a call.
    pub fn attempt_timeout(mut self, limit: Duration) -> Self {
        self.attempt_timeout = Some(limit);
        self
    }

    /// Limit for a call with all its attempts.
    pub fn operation_timeout(mut self, limit: Duration) -> Self {
        self.operation_timeout = Some(limit);
        self
    }

    /// Environment variables in place of those of the process, for tests and for programs that serve several users.
    pub fn env<K: Into<String>, V: Into<String>>(
        mut self,
        variables: impl IntoIterator<Item = (K, V)>,
    ) -> Self {
        let variables = variables.into_iter().map(|(name, value)| (name.into(), value.into()));
        self.env = Env::Fixed(Arc::new(variables.collect()));
        self.apart()
    }

    /// Hooks around each call of all clients of the session, in the order they are set here, before those of the client. Calls
    /// that fetch credentials have none.
    pub fn interceptor(mut self, interceptor: impl Interceptor + 'static) -> Self {
        self.interceptors.push(Arc::new(interceptor));
        self
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
    ///
    /// Calls that fetch credentials have none.
    pub fn trace_context(mut self, add: impl Fn(&mut HeaderMap) + Send + Sync + 'static) -> Self {
        self.trace_context = Some(Arc::new(add));
        self
    }

    /// With what `session` has found.
    pub(super) fn inherit(mut self, session: &Session) -> Self {
        let Inner { base, credentials, token, .. } = &*session.0;
        self.inherited = Some(Inherited {
            profile: base.profile.clone(),
            profiles: Arc::clone(&base.profiles),
            credentials: Arc::clone(credentials),
            token: Arc::clone(token),
        });
        self
    }

    /// Without what another session has found, since it looked elsewhere.
    fn apart(mut self) -> Self {
        self.inherited = None;
        self
    }

    /// The interceptors of the session's clients.
    pub(super) fn interceptors(&self) -> &[Arc<dyn Interceptor>] {
        &self.interceptors
    }

    /// What names the trace in requests of the session's clients.
    pub(super) fn trace_headers(&self) -> Option<TraceContext> {
        self.trace_context.clone()
    }

    /// Whether the session's clients do not sign.
    pub(super) fn is_anonymous(&self) -> bool {
        self.anonymous
    }

    fn set(mut self, id: Id, value: impl Into<String>) -> Self {
        self.code.push((id, value.into()));
        self
    }

    fn in_code(&self, id: Id) -> Option<&str> {
        self.code.iter().rev().find(|(other, _)| *other == id).map(|(_, value)| value.as_str())
    }

    /// The session: reads environment and files.
    ///
    /// # Errors
    /// When the profile asked for does not exist, a file breaks the syntax, a setting has a value it cannot have, or two
    /// settings contradict each other.
    pub fn build(mut self) -> Result<Session, Error> {
        self.check_http()?;
        let name = table::first_of(Id::Profile, self.in_code(Id::Profile), &self.env);
        let inherited = self.inherited.take().filter(|other| other.profile == name);
        let profiles = match &inherited {
            Some(inherited) => Arc::clone(&inherited.profiles),
            None => {
                let file = |id| table::first_of(id, self.in_code(id), &self.env).value;
                Arc::new(Profiles::load(&file(Id::ConfigFile), &file(Id::CredentialsFile), &self.env)?)
            }
        };
        let profile = profiles.profile(&name.value);
        if profile.is_none() && name.source != SettingSource::Default {
            return Err(unknown_profile(&name.value, &name.source, &profiles));
        }
        let settings = Settings::resolve(&self.code, &self.env, profile)?;
        check_services(&settings, &profiles)?;
        let with_environment = name.source != SettingSource::Code;
        let base = self.base(settings, name, profiles);
        let (credentials, token) =
            inherited.map(|inherited| (inherited.credentials, inherited.token)).unzip();
        let credentials = self.credentials.clone().or(credentials);
        let credentials = credentials.unwrap_or_else(|| Arc::new(Chain::standard(&base, with_environment)));
        let token = self.token.clone().or(token).unwrap_or_else(|| Arc::new(TokenChain::standard(&base)));
        Ok(Session(Arc::new(Inner { base, credentials, token, given: self })))
    }

    /// Refuses settings of the default HTTP layer beside an HTTP layer of the program.
    fn check_http(&self) -> Result<(), Error> {
        #[cfg(feature = "native-roots")]
        let native_roots = self.native_roots;
        #[cfg(not(feature = "native-roots"))]
        let native_roots = false;
        let settings = [
            ("ca_bundle", self.in_code(Id::CaBundle).is_some()),
            ("client_certificate", self.client_certificate.is_some()),
            ("connect_timeout", self.connect_timeout.is_some()),
            ("max_pool_connections", self.max_pool_connections.is_some()),
            ("native_roots", native_roots),
            ("proxy", self.proxy.is_some()),
            ("read_timeout", self.read_timeout.is_some()),
        ];
        match settings.into_iter().find(|(_, is_set)| *is_set && self.http.is_some()) {
            Some((name, _)) => Err(given_and(name)),
            None => Ok(()),
        }
    }

    fn base(&self, settings: Settings, profile: Resolved, profiles: Arc<Profiles>) -> Arc<Base> {
        Arc::new(Base {
            settings,
            profile,
            profiles,
            env: self.env.clone(),
            layer: OnceLock::new(),
            connections: Arc::clone(&self.connections),
            given_http: self.http.clone(),
            client_certificate: self.client_certificate.clone(),
            max_pool_connections: self.max_pool_connections,
            proxy: self.proxy.clone(),
            #[cfg(feature = "native-roots")]
            native_roots: self.native_roots,
            connect_timeout: self.connect_timeout,
            read_timeout: self.read_timeout,
            attempt_timeout: self.attempt_timeout,
            operation_timeout: self.operation_timeout,
            identity: self.identity.map(OnceLock::from).unwrap_or_default(),
            #[cfg(feature = "roles")]
            mfa: self.mfa.clone(),
        })
    }
}

/// Names only: keys may be among the settings.
impl fmt::Debug for SessionBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionBuilder")
            .field("settings", &self.code)
            .field("env", &self.env)
            .field("credentials", &self.credentials)
            .finish_non_exhaustive()
    }
}

fn unknown_profile(name: &str, source: &SettingSource, profiles: &Profiles) -> Error {
    let show = |path: &Option<std::path::PathBuf>| match path {
        Some(path) => path.display().to_string(),
        None => "a home directory, but HOME is not set".to_owned(),
    };
    let known: Vec<_> = profiles.names().collect();
    let known = if known.is_empty() {
        "there are no profiles".to_owned()
    } else {
        format!("there are {}", known.join(", "))
    };
    let message = format!(
        "profile `{name}` (from {source}) is neither in {} nor in {}; {known}",
        show(&profiles.config_path),
        show(&profiles.credentials_path),
    );
    let error = Error::new(ErrorKind::Configuration, message);
    match profiles.misplaced(name) {
        Some(advice) => error.with_hint(advice.to_owned()),
        None => error,
    }
}

/// A profile that names a `services` section must have it.
fn check_services(settings: &Settings, profiles: &Profiles) -> Result<(), Error> {
    match settings.get(Id::Services) {
        Some(services)
            if settings.flag(Id::IgnoreConfiguredEndpointUrls) != Some(true)
                && profiles.service(&services.value).is_none() =>
        {
            let message =
                format!("there is no section [services {}], named by {}", services.value, services.source);
            Err(Error::new(ErrorKind::Configuration, message))
        }
        _ => Ok(()),
    }
}

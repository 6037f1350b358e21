//! From the settings of a session to those of one client.

use super::Session;
use crate::auth;
use crate::config::{
    AccountIdEndpointMode, AddressingStyle, ChecksumMode, ClientConfig, EndpointDiscovery, RetryMode,
    S3Config,
};
use crate::credentials::{EnvironmentToken, Unsigned};
use crate::error::Error;
use crate::http::{ClientCertificate, HttpOptions, Layer, ProxyOptions};
use crate::random;
use crate::retry::ClockSkew;
use crate::schema::{AuthScheme, ServiceSchema};
use crate::settings::{Base, Id, Resolved, Settings, table};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// botocore's limit for connecting, and for each wait while reading.
const TIMEOUT: Duration = Duration::from_secs(60);
/// From where on bodies wait until a service wants them: below, the wait would cost more than a refused upload.
const EXPECT_CONTINUE_FROM: u64 = 2 << 20;

impl Session {
    /// The settings of a client of `service`.
    ///
    /// # Errors
    /// When the HTTP layer cannot be set up (the CA bundle cannot be read, or this build has none) and when an endpoint
    /// URL of environment or profile is not one.
    pub fn client_config(&self, service: &ServiceSchema) -> Result<ClientConfig, Error> {
        if let Some(identity) = service.identity {
            self.0.base.offer_identity(identity);
            // A role may be made with one session and used by the clients of another.
            self.0.credentials.offer_identity(identity);
            self.0.token.offer_identity(identity);
        }
        let mut config = self.0.base.client_config(service)?;
        config.interceptors = self.0.given.interceptors().to_vec();
        config.trace_context = self.0.given.trace_headers();
        config.anonymous = self.0.given.is_anonymous();
        config.credentials = self.0.credentials.clone();
        config.token = self.0.token.clone();
        Ok(config)
    }
}

impl Base {
    /// The settings of a client of the service, which does not sign.
    ///
    /// # Errors
    /// When the HTTP layer cannot be set up, an endpoint URL is not one, or the profile wants a signature that is not there.
    pub fn client_config(&self, service: &ServiceSchema) -> Result<ClientConfig, Error> {
        let settings = &self.settings;
        let mode = self.defaults_mode();
        let flag = |id| settings.flag(id) == Some(true);
        let endpoint = table::endpoint_url(service.id, settings, &self.env, &self.profiles)?;
        let (http, layer) = match &self.given_http {
            Some(http) => (Arc::clone(http), None),
            None => {
                let layer = self.layer(mode)?;
                (Arc::clone(layer.client()), Some(layer))
            }
        };
        let mut config = ClientConfig {
            region: None,
            endpoint_url: endpoint.map(|resolved| resolved.value),
            use_fips: flag(Id::UseFips),
            use_dual_stack: flag(Id::UseDualStack) || service.s3_signature && flag(Id::S3DualStack),
            account_id_endpoint_mode: account_id_mode(settings),
            endpoint_discovery: endpoint_discovery(settings),
            sts_global_endpoint: mode.is_none() && settings.is(Id::StsRegionalEndpoints, "legacy"),
            inject_host_prefix: !flag(Id::DisableHostPrefix),
            s3: s3(settings, mode),
            client_context: Vec::new(),
            auth_scheme_preference: auth_schemes(settings, self, service),
            signature_version: self.signature_version(service.name)?,
            sigv4a_region_set: settings.text(Id::Sigv4aRegionSet).map(without_blanks),
            anonymous: true,
            credentials: Arc::new(Unsigned),
            token: Arc::new(EnvironmentToken::new(self.env.clone())),
            http,
            layer,
            retry_mode: retry_mode(settings),
            max_attempts: settings.number(Id::MaxAttempts).and_then(|number| u32::try_from(number).ok()),
            attempt_timeout: self.attempt_timeout,
            read_timeout: self.read_timeout.unwrap_or(TIMEOUT),
            operation_timeout: self.operation_timeout,
            validate: flag(Id::Validation),
            request_checksums: checksums(settings, Id::RequestChecksums),
            response_checksums: checksums(settings, Id::ResponseChecksums),
            content_md5: None,
            compress_from: match flag(Id::DisableCompression) {
                true => None,
                false => settings.number(Id::MinCompression).and_then(|size| usize::try_from(size).ok()),
            },
            expect_continue_from: Some(EXPECT_CONTINUE_FROM),
            app_id: settings.text(Id::AppName).map(str::to_owned),
            resources: false,
            interceptors: Vec::new(),
            trace_context: None,
            clock: Arc::new(SystemTime::now),
            skew: ClockSkew::default(),
            jitter: Arc::new(random::fraction),
            idempotency_token: Arc::new(random::uuid),
            region_searched: self.region_searched().into(),
        };
        if let Some(region) = settings.text(Id::Region) {
            config.set_region(region);
        }
        Ok(config)
    }

    /// The scheme that the map of a service in the profile asks for: `signature_version` below `s3`, for example.
    fn signature_version(&self, service: &str) -> Result<Option<AuthScheme>, Error> {
        let profile = self.profiles.profile(&self.profile.value);
        let key = format!("{service}.signature_version");
        let Some(Resolved { value, source }) = profile.and_then(|profile| profile.get(&key)) else {
            return Ok(None);
        };
        let about = format!("`signature_version` cannot be `{value}` ({source})");
        match auth::signature_version(&value) {
            None => Err(Error::configuration(format!(
                "{about}: one of v2, v4, s3v4, v4a, s3v4a, bearer is wanted"
            ))),
            Some(scheme) if !auth::can_do(scheme) => Err(auth::without(scheme, about)),
            scheme => Ok(scheme),
        }
    }

    /// Where a region was looked for, in words.
    pub(crate) fn region_searched(&self) -> String {
        let name = &self.profile.value;
        let files = [&self.profiles.config_path, &self.profiles.credentials_path];
        let files: Vec<_> = files.into_iter().flatten().map(|path| path.display().to_string()).collect();
        let mut places = format!("{} `{name}`", Id::Region.row().places());
        if !files.is_empty() {
            places.push_str(&format!(" of {}", files.join(" or ")));
        }
        places
    }

    /// `defaults_mode`, `None` for `legacy`.
    fn defaults_mode(&self) -> Option<&str> {
        let mode =
            self.settings.text(Id::DefaultsMode).filter(|mode| !mode.eq_ignore_ascii_case("legacy"))?;
        if !mode.eq_ignore_ascii_case("auto") {
            return Some(mode);
        }
        // Outside of Lambda and its like, botocore would ask the instance metadata service where it runs; what it
        // does when that does not answer holds here.
        let here = self.env.get("AWS_REGION").or_else(|| self.env.get("AWS_DEFAULT_REGION"));
        match (self.env.get("AWS_EXECUTION_ENV"), here, self.settings.text(Id::Region)) {
            (Some(_), Some(here), Some(region)) if here == region => Some("in-region"),
            (Some(_), Some(_), Some(_)) => Some("cross-region"),
            _ => Some("standard"),
        }
    }

    /// The default HTTP layer, which all clients of the session share, so that they share connections.
    fn layer(&self, mode: Option<&str>) -> Result<Arc<Layer>, Error> {
        if let Some(layer) = self.layer.get() {
            return Ok(Arc::clone(layer));
        }
        let layer = Arc::new(Layer::new(&self.connections, self.http_options(mode))?);
        Ok(Arc::clone(self.layer.get_or_init(|| layer)))
    }

    fn http_options(&self, mode: Option<&str>) -> HttpOptions {
        let settings = &self.settings;
        let connect = match mode.map(str::to_ascii_lowercase).as_deref() {
            None => TIMEOUT,
            Some("in-region") => Duration::from_millis(1_100),
            Some("mobile") => Duration::from_secs(30),
            Some(_) => Duration::from_millis(3_100),
        };
        HttpOptions {
            connect_timeout: self.connect_timeout.unwrap_or(connect),
            read_timeout: self.read_timeout.unwrap_or(TIMEOUT),
            ca_bundle: self.file(Id::CaBundle),
            #[cfg(feature = "native-roots")]
            native_roots: self.native_roots,
            client_certificate: self.client_certificate.clone(),
            max_pool_connections: self.max_pool_connections,
            tcp_keepalive: settings.flag(Id::TcpKeepalive) == Some(true),
            proxy: self.proxy.clone().unwrap_or_else(|| self.configured_proxy()),
            ..HttpOptions::default()
        }
    }

    /// The proxies of environment and profile.
    fn configured_proxy(&self) -> ProxyOptions {
        let settings = &self.settings;
        ProxyOptions {
            http: settings.text(Id::HttpProxy).map(str::to_owned),
            https: settings.text(Id::HttpsProxy).map(str::to_owned),
            no: settings.text(Id::NoProxy).map(str::to_owned),
            ca_bundle: self.file(Id::ProxyCaBundle),
            client_certificate: self
                .file(Id::ProxyClientCert)
                .map(|certificate| ClientCertificate { certificate, key: None }),
            forward_https: settings.flag(Id::ProxyForward) == Some(true),
        }
    }

    fn file(&self, id: Id) -> Option<PathBuf> {
        let path = self.settings.text(id)?;
        Some(self.env.expand(path).unwrap_or_else(|| PathBuf::from(path)))
    }
}

fn account_id_mode(settings: &Settings) -> AccountIdEndpointMode {
    let modes = [AccountIdEndpointMode::Disabled, AccountIdEndpointMode::Required];
    let chosen = modes.into_iter().find(|mode| settings.is(Id::AccountIdEndpointMode, mode.as_str()));
    chosen.unwrap_or_default()
}

fn endpoint_discovery(settings: &Settings) -> EndpointDiscovery {
    match () {
        () if settings.is(Id::EndpointDiscovery, "true") => EndpointDiscovery::Enabled,
        () if settings.is(Id::EndpointDiscovery, "false") => EndpointDiscovery::Disabled,
        () => EndpointDiscovery::Auto,
    }
}

fn retry_mode(settings: &Settings) -> RetryMode {
    let modes = [RetryMode::Adaptive, RetryMode::Legacy];
    modes.into_iter().find(|mode| settings.is(Id::RetryMode, mode.as_str())).unwrap_or_default()
}

fn checksums(settings: &Settings, id: Id) -> Option<ChecksumMode> {
    match () {
        () if settings.is(id, "when_supported") => Some(ChecksumMode::WhenSupported),
        () if settings.is(id, "when_required") => Some(ChecksumMode::WhenRequired),
        () => None,
    }
}

fn s3(settings: &Settings, mode: Option<&str>) -> S3Config {
    let flag = |id| settings.flag(id) == Some(true);
    S3Config {
        addressing_style: match () {
            () if settings.is(Id::S3AddressingStyle, "virtual") => AddressingStyle::Virtual,
            () if settings.is(Id::S3AddressingStyle, "path") => AddressingStyle::Path,
            () => AddressingStyle::Auto,
        },
        use_accelerate_endpoint: flag(Id::S3Accelerate),
        use_arn_region: settings.flag(Id::S3UseArnRegion),
        us_east_1_regional: settings.is(Id::S3UsEast1, "regional")
            || (mode.is_some() && settings.is_default(Id::S3UsEast1)),
        disable_multi_region_access_points: flag(Id::S3DisableMrap),
        disable_express_session_auth: flag(Id::S3DisableExpress),
        disable_continued_bodies: false,
        payload_signing: settings.flag(Id::S3PayloadSigning),
    }
}

fn without_blanks(list: &str) -> String {
    list.split(',').map(str::trim).collect::<Vec<_>>().join(",")
}

/// The user's order of auth schemes. Of some services, as in botocore, a bearer token in the environment asks to be used,
/// whatever environment and profile prefer.
fn auth_schemes(settings: &Settings, base: &Base, service: &ServiceSchema) -> Vec<AuthScheme> {
    if service.environment_token && EnvironmentToken::new(base.env.clone()).has(service.signing_name) {
        return vec![AuthScheme::Bearer];
    }
    let list = settings.text(Id::AuthSchemePreference).unwrap_or_default();
    list.split(',').filter_map(|name| auth::scheme_named(name.trim())).collect()
}

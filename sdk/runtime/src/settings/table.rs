//! The table of settings: what each is called in the environment and in profiles, its default and its meaning.
//!
//! Code and documentation share it. A setting is taken from code, else from the environment, else from the profile,
//! else its default holds; [`Resolved`] keeps where it came from.

use super::env::Env;
use super::profiles::{Profile, Profiles};
use crate::error::{Error, ErrorKind};
use http::Uri;
use std::fmt;
use std::path::Path;
use std::sync::Arc;

/// One row of the table of settings.
#[derive(Debug)]
#[non_exhaustive]
pub struct Setting {
    /// What the setting is called in this documentation and by `Session::explain`.
    pub name: &'static str,
    /// Environment variables, the first that is set wins.
    pub environment: &'static [&'static str],
    /// Keys in a profile, the first that is there wins; `s3.x` is `x` in the map below `s3`.
    pub profile: &'static [&'static str],
    /// The default; empty for none.
    pub default: &'static str,
    /// What values it takes.
    pub kind: SettingKind,
    /// What it does.
    pub meaning: &'static str,
}

/// What values a setting takes.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum SettingKind {
    /// Any text.
    Text,
    /// `true` in any case; any other value is false, as in botocore.
    Boolean,
    /// A number between these.
    Number(u64, u64),
    /// One of these words, in any case.
    Choice(&'static [&'static str]),
    /// Words separated by commas.
    List,
    /// A region: letters, digits and inner hyphens, not digits alone.
    Region,
}

macro_rules! settings {
    ($($id:ident: $name:literal, [$($environment:literal),*], [$($key:literal),*], $default:literal, $kind:expr,
        $meaning:literal;)*) => {
        /// A row of [`SETTINGS`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[cfg_attr(
            not(feature = "credentials"),
            allow(dead_code, reason = "settings of what a build lacks are told nevertheless")
        )]
        pub(crate) enum Id { $(#[doc = $meaning] $id,)* }

        /// Every setting that environment and profiles have.
        ///
        /// | setting | environment | profile | default | meaning |
        /// |---|---|---|---|---|
        $(#[doc = concat!(
            "| `", $name, "` | ", $("`", $environment, "` ",)* "| ", $("`", $key, "` ",)* "| ", $default, " | ",
            $meaning, " |"
        )])*
        pub const SETTINGS: &[Setting] = &[$(Setting {
            name: $name,
            environment: &[$($environment),*],
            profile: &[$($key),*],
            default: $default,
            kind: $kind,
            meaning: $meaning,
        },)*];
    };
}

use SettingKind::{Boolean, Choice, List, Number, Region, Text};

const CHECKSUMS: SettingKind = Choice(&["when_supported", "when_required"]);

settings! {
    Profile: "profile", ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"], [], "default", Text,
        "The profile whose settings and credentials are used.";
    ConfigFile: "config_file", ["AWS_CONFIG_FILE"], [], "~/.aws/config", Text,
        "The file with profiles.";
    CredentialsFile: "credentials_file", ["AWS_SHARED_CREDENTIALS_FILE"], [], "~/.aws/credentials", Text,
        "The file with keys, laid over the profiles.";
    Region: "region", ["AWS_REGION", "AWS_DEFAULT_REGION"], ["region"], "", Region,
        "The region clients call.";
    EndpointUrl: "endpoint_url", ["AWS_ENDPOINT_URL"], ["endpoint_url"], "", Text,
        "An endpoint for every service; `AWS_ENDPOINT_URL_<SERVICE_ID>` and the profile's `services` section give one \
         for a single service and go first, each before the general one of its place.";
    Services: "services", [], ["services"], "", Text,
        "The `[services …]` section that holds endpoints of single services.";
    IgnoreConfiguredEndpointUrls: "ignore_configured_endpoint_urls", ["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"],
        ["ignore_configured_endpoint_urls"], "false", Boolean,
        "Whether only endpoint URLs set in code count.";
    UseFips: "use_fips_endpoint", ["AWS_USE_FIPS_ENDPOINT"], ["use_fips_endpoint"], "false", Boolean,
        "Endpoints with FIPS 140 cryptography.";
    UseDualStack: "use_dualstack_endpoint", ["AWS_USE_DUALSTACK_ENDPOINT"], ["use_dualstack_endpoint"], "false",
        Boolean, "Endpoints with IPv6.";
    AccountIdEndpointMode: "account_id_endpoint_mode", ["AWS_ACCOUNT_ID_ENDPOINT_MODE"],
        ["account_id_endpoint_mode"], "preferred", Choice(&["preferred", "disabled", "required"]),
        "Whether endpoints carry the account id, where a service offers it.";
    EndpointDiscovery: "endpoint_discovery_enabled", ["AWS_ENDPOINT_DISCOVERY_ENABLED"],
        ["endpoint_discovery_enabled"], "auto", Choice(&["auto", "true", "false"]),
        "Whether endpoints are discovered by an operation of the service; `auto` where it cannot be called otherwise.";
    StsRegionalEndpoints: "sts_regional_endpoints", ["AWS_STS_REGIONAL_ENDPOINTS"], ["sts_regional_endpoints"],
        "regional", Choice(&["regional", "legacy"]),
        "Whether STS is called in the client's region or, `legacy`, at its global endpoint.";
    DisableHostPrefix: "disable_host_prefix_injection", ["AWS_DISABLE_HOST_PREFIX_INJECTION"],
        ["disable_host_prefix_injection"], "false", Boolean,
        "Whether the host prefixes of operations are left out.";
    DefaultsMode: "defaults_mode", ["AWS_DEFAULTS_MODE"], ["defaults_mode"], "legacy",
        Choice(&["legacy", "standard", "in-region", "cross-region", "mobile", "auto"]),
        "A set of defaults: connect time-out, retries, regional endpoints.";
    RetryMode: "retry_mode", ["AWS_RETRY_MODE"], ["retry_mode"], "standard",
        Choice(&["standard", "adaptive", "legacy"]), "How failed calls are retried.";
    MaxAttempts: "max_attempts", ["AWS_MAX_ATTEMPTS"], ["max_attempts"], "", Number(0, u32::MAX as u64),
        "How often a call is tried in all; by default 3, DynamoDB 4; in the legacy mode 5 and 10.";
    AppName: "sdk_ua_app_id", ["AWS_SDK_UA_APP_ID"], ["sdk_ua_app_id"], "", Text,
        "A name of the program for the user agent, at most 50 characters.";
    MinCompression: "request_min_compression_size_bytes", ["AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES"],
        ["request_min_compression_size_bytes"], "10240", Number(0, 1_048_576),
        "From which size on bodies are compressed, where an operation allows it.";
    DisableCompression: "disable_request_compression", ["AWS_DISABLE_REQUEST_COMPRESSION"],
        ["disable_request_compression"], "false", Boolean, "Whether bodies are never compressed.";
    RequestChecksums: "request_checksum_calculation", ["AWS_REQUEST_CHECKSUM_CALCULATION"],
        ["request_checksum_calculation"], "", CHECKSUMS,
        "When requests carry a checksum; by default `when_supported`, and `when_required` with an endpoint URL whose host is \
         not AWS's.";
    ResponseChecksums: "response_checksum_validation", ["AWS_RESPONSE_CHECKSUM_VALIDATION"],
        ["response_checksum_validation"], "", CHECKSUMS,
        "When the checksum of a response is verified; by default `when_supported`, and `when_required` with an endpoint URL \
         whose host is not AWS's.";
    AuthSchemePreference: "auth_scheme_preference", ["AWS_AUTH_SCHEME_PREFERENCE"], ["auth_scheme_preference"], "",
        List, "Auth schemes, best first: `sigv4`, `sigv4a`, `httpBearerAuth`, `noAuth`.";
    Sigv4aRegionSet: "sigv4a_signing_region_set", ["AWS_SIGV4A_SIGNING_REGION_SET"], ["sigv4a_signing_region_set"], "",
        List, "The regions that signatures of `sigv4a` hold in, `*` for all; by default those of the endpoint rules.";
    Validation: "parameter_validation", [], ["parameter_validation"], "true", Boolean,
        "Whether input is checked against the model before it is sent.";
    CaBundle: "ca_bundle", ["AWS_CA_BUNDLE", "REQUESTS_CA_BUNDLE"], ["ca_bundle"], "", Text,
        "A PEM file with the certificate authorities to trust, in place of Mozilla's.";
    HttpProxy: "http_proxy", ["http_proxy", "HTTP_PROXY"], [], "", Text, "A proxy for http: `http://host:port`.";
    HttpsProxy: "https_proxy", ["https_proxy", "HTTPS_PROXY"], [], "", Text, "A proxy for https: `http://host:port`.";
    NoProxy: "no_proxy", ["no_proxy", "NO_PROXY"], [], "", Text,
        "Hosts, domains (`example.com`, `.example.com` or `*.example.com`) and networks reached without a proxy, separated by commas.";
    ProxyCaBundle: "proxies_config.proxy_ca_bundle", [], ["proxies_config.proxy_ca_bundle"], "", Text,
        "A PEM file with the certificate authorities to trust for proxies, in place of those for servers.";
    ProxyClientCert: "proxies_config.proxy_client_cert", [], ["proxies_config.proxy_client_cert"], "", Text,
        "A PEM file with the certificate shown to proxies that ask for one, and its private key.";
    ProxyForward: "proxies_config.proxy_use_forwarding_for_https", [],
        ["proxies_config.proxy_use_forwarding_for_https"], "false", Boolean,
        "Whether a proxy spoken to by TLS gets https requests to forward, rather than to tunnel.";
    TcpKeepalive: "tcp_keepalive", ["BOTOCORE_TCP_KEEPALIVE"], ["tcp_keepalive"], "false", Boolean,
        "Whether idle connections are kept alive by TCP.";
    MetadataDisabled: "ec2_metadata_disabled", ["AWS_EC2_METADATA_DISABLED"], [], "false", Boolean,
        "Whether the metadata service of EC2 is not asked for credentials.";
    MetadataEndpoint: "ec2_metadata_service_endpoint", ["AWS_EC2_METADATA_SERVICE_ENDPOINT"],
        ["ec2_metadata_service_endpoint"], "", Text,
        "The URL of the metadata service of EC2; by default `http://169.254.169.254/`.";
    MetadataEndpointMode: "ec2_metadata_service_endpoint_mode", ["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"],
        ["ec2_metadata_service_endpoint_mode"], "", Choice(&["ipv4", "ipv6"]),
        "Whether the metadata service of EC2 is asked at its IPv4 address or, `ipv6`, at `http://[fd00:ec2::254]/`.";
    MetadataIpv6: "imds_use_ipv6", ["AWS_IMDS_USE_IPV6"], ["imds_use_ipv6"], "false", Boolean,
        "The older way to ask the metadata service of EC2 at its IPv6 address.";
    MetadataV1Disabled: "ec2_metadata_v1_disabled", ["AWS_EC2_METADATA_V1_DISABLED"],
        ["ec2_metadata_v1_disabled"], "false", Boolean,
        "Whether the metadata service of EC2 is never asked without a session token.";
    MetadataTimeout: "metadata_service_timeout", ["AWS_METADATA_SERVICE_TIMEOUT"], ["metadata_service_timeout"],
        "1", Number(1, 3600), "Limit for one request to the metadata service of EC2, in seconds.";
    MetadataAttempts: "metadata_service_num_attempts", ["AWS_METADATA_SERVICE_NUM_ATTEMPTS"],
        ["metadata_service_num_attempts"], "3", Number(1, 100),
        "How often each request to the metadata service of EC2 is sent in all, where it is lost, takes too long or gets a \
         status of 429 or 5xx; one to an address that cannot be reached is sent once.";
    S3AddressingStyle: "s3.addressing_style", [], ["s3.addressing_style"], "auto",
        Choice(&["auto", "virtual", "path"]), "Whether the bucket goes into the host or the path.";
    S3Accelerate: "s3.use_accelerate_endpoint", [], ["s3.use_accelerate_endpoint"], "false", Boolean,
        "S3 Transfer Acceleration.";
    S3DualStack: "s3.use_dualstack_endpoint", [], ["s3.use_dualstack_endpoint"], "", Boolean,
        "Endpoints with IPv6 for S3 alone.";
    S3PayloadSigning: "s3.payload_signing_enabled", [], ["s3.payload_signing_enabled"], "", Boolean,
        "Whether the payload of S3 uploads is always signed.";
    S3UseArnRegion: "s3.use_arn_region", ["AWS_S3_USE_ARN_REGION"], ["s3_use_arn_region", "s3.use_arn_region"], "",
        Boolean, "Whether the region of an ARN goes before the client's; by default so for S3, not for S3 Control.";
    S3UsEast1: "s3.us_east_1_regional_endpoint", ["AWS_S3_US_EAST_1_REGIONAL_ENDPOINT"],
        ["s3_us_east_1_regional_endpoint", "s3.us_east_1_regional_endpoint"], "legacy",
        Choice(&["regional", "legacy"]), "Whether us-east-1 has its own S3 host or, `legacy`, the global one.";
    S3DisableMrap: "s3.s3_disable_multiregion_access_points", ["AWS_S3_DISABLE_MULTIREGION_ACCESS_POINTS"],
        ["s3.s3_disable_multiregion_access_points"], "false", Boolean, "No multi-region access points.";
    S3DisableExpress: "s3_disable_express_session_auth", ["AWS_S3_DISABLE_EXPRESS_SESSION_AUTH"],
        ["s3_disable_express_session_auth"], "false", Boolean, "No S3 Express sessions.";
}

impl Id {
    /// The row.
    pub fn row(self) -> &'static Setting {
        &SETTINGS[self as usize]
    }
}

impl Setting {
    /// Where the setting can be set, in words: for an error that says it is missing.
    pub(crate) fn places(&self) -> String {
        let environment = self.environment.iter().map(|name| format!("environment variable {name}"));
        let profile = self.profile.iter().map(|key| format!("`{key}` in the profile"));
        environment.chain(profile).collect::<Vec<_>>().join(", ")
    }

    fn check(&self, value: &str) -> Result<(), String> {
        match self.kind {
            Text | Boolean | List => Ok(()),
            Region if is_region(value) => Ok(()),
            Region => Err("letters, digits and hyphens are wanted".to_owned()),
            Number(low, high) => match value.parse::<u64>() {
                Ok(number) if (low..=high).contains(&number) => Ok(()),
                _ => Err(format!("a number from {low} to {high} is wanted")),
            },
            Choice(words) if words.iter().any(|word| value.eq_ignore_ascii_case(word)) => Ok(()),
            Choice(words) => Err(format!("one of {} is wanted", words.join(", "))),
        }
    }
}

/// Whether a name can be a label of a host, as regions are.
fn is_region(name: &str) -> bool {
    let inner = !name.starts_with('-') && !name.ends_with('-') && name.len() < 64;
    let digits_only = name.bytes().all(|b| b.is_ascii_digit());
    inner && !digits_only && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

/// Where the value of a setting came from.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SettingSource {
    /// The program.
    Code,
    /// This environment variable.
    Environment(String),
    /// This key of a profile or section, in this file.
    File {
        /// The file.
        path: Arc<Path>,
        /// The line in it.
        line: usize,
        /// The key; `s3.x` is `x` in the map below `s3`.
        key: String,
    },
    /// The default.
    Default,
}

impl fmt::Display for SettingSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code => f.write_str("code"),
            Self::Environment(name) => write!(f, "environment variable {name}"),
            Self::File { path, line, key } => write!(f, "`{key}` in {} line {line}", path.display()),
            Self::Default => f.write_str("default"),
        }
    }
}

/// A value and where it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Resolved {
    /// The value, as written.
    pub value: String,
    /// Where it came from.
    pub source: SettingSource,
}

/// The settings of a session: one place for each row of [`SETTINGS`].
#[derive(Debug)]
pub(crate) struct Settings(Vec<Option<Resolved>>);

impl Settings {
    /// Takes each setting from the first place that has it.
    ///
    /// # Errors
    /// When a value is not one the setting takes: the message names the place.
    pub fn resolve(code: &[(Id, String)], env: &Env, profile: Option<&Profile>) -> Result<Self, Error> {
        let mut values = Vec::with_capacity(SETTINGS.len());
        for (index, row) in SETTINGS.iter().enumerate() {
            let from_code = code.iter().rev().find(|(id, _)| *id as usize == index);
            let resolved = match from_code {
                Some((_, value)) => {
                    Some(Resolved { value: value.trim().to_owned(), source: SettingSource::Code })
                }
                None => from_environment(row, env).or_else(|| from_profile(row, profile)),
            };
            if let Some(Resolved { value, source }) = &resolved {
                row.check(value).map_err(|wanted| {
                    let message = format!("`{}` cannot be `{value}` ({source}): {wanted}", row.name);
                    Error::new(ErrorKind::Configuration, message)
                })?;
            }
            let default = || Resolved { value: row.default.to_owned(), source: SettingSource::Default };
            values.push(resolved.or_else(|| (!row.default.is_empty()).then(default)));
        }
        Ok(Self(values))
    }

    /// Value and place.
    pub fn get(&self, id: Id) -> Option<&Resolved> {
        self.at(id as usize)
    }

    /// Value and place, by row.
    pub fn at(&self, row: usize) -> Option<&Resolved> {
        self.0.get(row)?.as_ref()
    }

    /// The value as text; for a word out of a choice, compare with [`is`](Self::is).
    pub fn text(&self, id: Id) -> Option<&str> {
        Some(&self.get(id)?.value)
    }

    /// Whether a choice is this word.
    pub fn is(&self, id: Id, word: &str) -> bool {
        self.text(id).is_some_and(|value| value.eq_ignore_ascii_case(word))
    }

    /// The value as a boolean, if it is set at all.
    pub fn flag(&self, id: Id) -> Option<bool> {
        self.text(id).map(|value| value.eq_ignore_ascii_case("true"))
    }

    /// The value as a number; it was checked to be one.
    pub fn number(&self, id: Id) -> Option<u64> {
        self.text(id)?.parse().ok()
    }

    /// Whether nobody set it.
    pub fn is_default(&self, id: Id) -> bool {
        self.get(id).is_none_or(|resolved| resolved.source == SettingSource::Default)
    }
}

/// One setting, before there are profiles: which profile and which files.
pub(crate) fn first_of(id: Id, code: Option<&str>, env: &Env) -> Resolved {
    let row = id.row();
    match code {
        Some(value) => Resolved { value: value.to_owned(), source: SettingSource::Code },
        None => from_environment(row, env)
            .unwrap_or_else(|| Resolved { value: row.default.to_owned(), source: SettingSource::Default }),
    }
}

fn from_environment(row: &Setting, env: &Env) -> Option<Resolved> {
    row.environment.iter().find_map(|name| {
        let value = env.get(name)?;
        Some(Resolved { value, source: SettingSource::Environment((*name).to_owned()) })
    })
}

fn from_profile(row: &Setting, profile: Option<&Profile>) -> Option<Resolved> {
    let profile = profile?;
    row.profile.iter().find_map(|key| profile.get(key)).filter(|resolved| !resolved.value.is_empty())
}

/// The endpoint URL for the service whose id is `service_id`: from a variable of its own, the general variable, the
/// `services` section of the profile, or the profile.
///
/// # Errors
/// When it is not the URL of a server: the message names the place and says what to write.
pub(crate) fn endpoint_url(
    service_id: &str,
    settings: &Settings,
    env: &Env,
    profiles: &Profiles,
) -> Result<Option<Resolved>, Error> {
    let found = find_endpoint_url(service_id, settings, env, profiles);
    if let Some(resolved) = &found {
        check_url(resolved)?;
    }
    Ok(found)
}

fn find_endpoint_url(
    service_id: &str,
    settings: &Settings,
    env: &Env,
    profiles: &Profiles,
) -> Option<Resolved> {
    let general = settings.get(Id::EndpointUrl).filter(|resolved| !resolved.value.is_empty());
    if let Some(resolved) = general.filter(|resolved| resolved.source == SettingSource::Code) {
        return Some(resolved.clone());
    }
    if settings.flag(Id::IgnoreConfiguredEndpointUrls) == Some(true) {
        return None;
    }
    let key = service_id.replace([' ', '-'], "_").to_lowercase();
    let variable = format!("AWS_ENDPOINT_URL_{}", key.to_uppercase());
    let own =
        env.get(&variable).map(|value| Resolved { value, source: SettingSource::Environment(variable) });
    own.or_else(|| {
        let is_environment = |resolved: &&Resolved| matches!(resolved.source, SettingSource::Environment(_));
        general.filter(is_environment).cloned()
    })
    .or_else(|| {
        let section = profiles.service(settings.text(Id::Services)?)?;
        section.get(&format!("{key}.endpoint_url")).filter(|resolved| !resolved.value.is_empty())
    })
    .or_else(|| general.cloned())
}

/// Refuses what is not the URL of a server, a host without a scheme above all.
fn check_url(Resolved { value, source }: &Resolved) -> Result<(), Error> {
    let (scheme, rest) = value.split_once("://").unwrap_or(("", value.trim_start_matches('/')));
    // The scheme may be written in capital letters, which http::Uri does not take.
    let host = match format!("http://{rest}").parse::<Uri>() {
        // as in `https:/host`, where the slash was forgotten
        Ok(_) if scheme.is_empty() && rest.split('/').next().is_some_and(|host| host.ends_with(':')) => false,
        Ok(uri) => uri.host().is_some_and(|host| !host.is_empty()),
        Err(_) => false,
    };
    let is_known = scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http");
    let with_tls = without_secrets(&format!("https://{rest}"));
    let rest = with_tls.strip_prefix("https://").unwrap_or_default();
    let (problem, hint) = match (scheme, host) {
        (_, true) if is_known => return Ok(()),
        ("", true) => ("has no scheme", format!("write `https://{rest}`, or `http://{rest}` without TLS")),
        (_, true) => ("is not one of https or http", format!("write `https://{rest}` or `http://{rest}`")),
        (_, false) => ("is not a URL", "write it as `https://host` or `http://127.0.0.1:5000`".to_owned()),
    };
    let shown = if scheme.is_empty() { rest.to_owned() } else { format!("{scheme}://{rest}") };
    Err(Error::configuration(format!("the endpoint URL `{shown}` ({source}) {problem}")).with_hint(hint))
}

/// A URL without user and password; any other text as it is.
pub(crate) fn without_secrets(value: &str) -> String {
    let parts = value.split_once("://").and_then(|(scheme, rest)| {
        let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
        let (_, host) = authority.rsplit_once('@')?;
        Some(format!("{scheme}://[redacted]@{host}{}", &rest[authority.len()..]))
    });
    parts.unwrap_or_else(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_default_is_a_value_the_setting_takes() {
        for row in SETTINGS.iter().filter(|row| !row.default.is_empty()) {
            assert_eq!(row.check(row.default), Ok(()), "{}", row.name);
        }
    }

    #[test]
    fn what_is_not_the_url_of_a_server_is_refused() {
        let check = |value: &str| {
            let resolved =
                Resolved { value: value.to_owned(), source: SettingSource::Environment("X".to_owned()) };
            check_url(&resolved).map_err(|error| error.to_string())
        };
        for url in ["http://127.0.0.1:5000", "https://s3.example/path", "HTTPS://[::1]:8/", "http://u:p@host"]
        {
            assert_eq!(check(url), Ok(()), "{url}");
        }
        let refused = |url: &str, problem: &str, hint: &str| {
            let error = check(url).unwrap_err();
            assert!(error.contains(problem) && error.contains(hint), "{error}");
            assert!(error.contains("environment variable X") && !error.contains("hidden"), "{error}");
        };
        let plain = "the endpoint URL `localhost:4566` (environment variable X) has no scheme";
        refused(
            "localhost:4566",
            plain,
            "write `https://localhost:4566`, or `http://localhost:4566` without TLS",
        );
        refused("//host/x", "has no scheme", "write `https://host/x`");
        refused("me:hidden@host", "`[redacted]@host` (environment variable X) has no scheme", "https://");
        refused("ftp://me:hidden@host", "is not one of https or http", "write `https://");
        for url in ["https://", "http:///x", "a b", "https:/host", "", "http://me:hidden@"] {
            refused(url, "is not a URL", "write it as");
        }
    }

    #[test]
    fn names_are_unique() {
        let mut names: Vec<_> = SETTINGS.iter().map(|row| row.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), SETTINGS.len());
    }
}

//! The `User-Agent` header: SDK, system, language, features, settings and application, as AWS SDKs write it.

use super::ClientConfig;
use crate::checksum::Policy;
use crate::features::Features;
use crate::modes::{AccountIdEndpointMode, ChecksumMode, EndpointDiscovery, RetryMode};
use http::HeaderValue;
use std::env;
use std::fmt::Write;

/// Longest application id sent.
const APP_ID_LIMIT: usize = 50;

/// What the header says for all calls of a client.
#[derive(Debug)]
pub(crate) struct UserAgent {
    /// What stands before the features.
    before: String,
    features: Features,
    /// What stands behind them.
    after: String,
}

impl UserAgent {
    /// That of a client with these settings.
    pub(crate) fn new(config: &ClientConfig, checksums: Policy) -> Self {
        Self { before: before(), features: features(config, checksums), after: after(config) }
    }

    /// The header of a call that makes use of `features` beside those of the client.
    pub(crate) fn header(&self, features: Features) -> HeaderValue {
        let mut text = String::with_capacity(self.before.len() + self.after.len() + 32);
        text.push_str(&self.before);
        let mut separator = " m/";
        for code in self.features.and(features).codes() {
            text.push_str(separator);
            text.push_str(code);
            separator = ",";
        }
        text.push_str(&self.after);
        HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static("tucuxi ua/2.1"))
    }
}

fn before() -> String {
    let mut text = format!(
        "tucuxi/{} ua/2.1 os/{} md/arch#{} lang/rust",
        env!("CARGO_PKG_VERSION"),
        os_name(env::consts::OS),
        env::consts::ARCH,
    );
    if let Ok(environment) = env::var("AWS_EXECUTION_ENV") {
        let _ = write!(text, " exec-env/{}", token(&environment));
    }
    text
}

fn after(config: &ClientConfig) -> String {
    let mut text = format!(" cfg/retry-mode#{}", config.retry_mode.as_str());
    if config.endpoint_discovery == EndpointDiscovery::Enabled {
        text.push_str(" cfg/endpoint-discovery");
    }
    if let Some(id) = &config.app_id {
        let id: String = token(id).chars().take(APP_ID_LIMIT).collect();
        let _ = write!(text, " app/{id}");
    }
    if config.resources {
        text.push_str(" Resource");
    }
    text
}

/// What all calls of a client make use of.
fn features(config: &ClientConfig, checksums: Policy) -> Features {
    let retries = match config.retry_mode {
        RetryMode::Legacy => Features::RETRY_LEGACY,
        RetryMode::Standard => Features::RETRY_STANDARD,
        RetryMode::Adaptive => Features::RETRY_ADAPTIVE,
    };
    let requests = match checksums.requests {
        ChecksumMode::WhenSupported => Features::REQUEST_CHECKSUMS_SUPPORTED,
        ChecksumMode::WhenRequired => Features::REQUEST_CHECKSUMS_REQUIRED,
    };
    let responses = match checksums.responses {
        ChecksumMode::WhenSupported => Features::RESPONSE_CHECKSUMS_SUPPORTED,
        ChecksumMode::WhenRequired => Features::RESPONSE_CHECKSUMS_REQUIRED,
    };
    let endpoint = match config.endpoint_url {
        Some(_) => Features::ENDPOINT_OVERRIDE,
        None => Features::NONE,
    };
    retries.and(requests).and(responses).and(endpoint)
}

/// What a call makes use of whose endpoint may depend on the account.
pub(crate) fn account_features(config: &ClientConfig, known: bool) -> Features {
    let mode = match config.account_id_endpoint_mode {
        _ if config.anonymous => Features::ACCOUNT_ID_DISABLED,
        AccountIdEndpointMode::Preferred => Features::ACCOUNT_ID_PREFERRED,
        AccountIdEndpointMode::Disabled => Features::ACCOUNT_ID_DISABLED,
        AccountIdEndpointMode::Required => Features::ACCOUNT_ID_REQUIRED,
    };
    if known { mode.and(Features::ACCOUNT_ID) } else { mode }
}

/// The names of systems that AWS agreed upon.
fn os_name(os: &str) -> &str {
    match os {
        "linux" | "windows" | "macos" | "android" | "ios" | "tvos" | "watchos" => os,
        _ => "other",
    }
}

/// `text` with everything that has no place in a token of the header replaced by `-`.
fn token(text: &str) -> String {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "!$%&'*+-.^_`|~#,".contains(c);
    text.chars().map(|c| if allowed(c) { c } else { '-' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_token_cannot_hold_becomes_a_dash() {
        assert_eq!(token("my app/1.0 (x)\n"), "my-app-1.0--x--");
    }

    #[test]
    fn systems_without_an_agreed_name_are_other() {
        assert_eq!((os_name("linux"), os_name("freebsd")), ("linux", "other"));
    }
}

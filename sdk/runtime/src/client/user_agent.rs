//! The `User-Agent` header: SDK, system, language, settings and application, as AWS SDKs write it.

use crate::config::ClientConfig;
use http::HeaderValue;
use std::env;
use std::fmt::Write;

/// Longest application id sent.
const APP_ID_LIMIT: usize = 50;

/// The header of a client with these settings.
pub(super) fn header(config: &ClientConfig) -> HeaderValue {
    let mut text = format!(
        "tucuxi/{} ua/2.1 os/{} md/arch#{} lang/rust",
        env!("CARGO_PKG_VERSION"),
        os_name(env::consts::OS),
        env::consts::ARCH,
    );
    if let Ok(environment) = env::var("AWS_EXECUTION_ENV") {
        let _ = write!(text, " exec-env/{}", token(&environment));
    }
    let _ = write!(text, " cfg/retry-mode#{}", config.retry_mode.as_str());
    if let Some(id) = &config.app_id {
        let id: String = token(id).chars().take(APP_ID_LIMIT).collect();
        let _ = write!(text, " app/{id}");
    }
    if config.resources {
        text.push_str(" Resource");
    }
    HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static("tucuxi ua/2.1"))
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

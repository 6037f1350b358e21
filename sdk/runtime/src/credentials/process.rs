//! Credentials printed by a program: `credential_process`.

use super::Credentials;
use super::chain::Link;
use super::document::Document;
use crate::client::Features;
use crate::error::{Error, ErrorKind};
use crate::http::BoxFuture;
use crate::session::ini::shell_words;
use crate::session::profiles::Profiles;
use std::process::{Command, Output, Stdio};
use std::sync::Arc;
use zeroize::Zeroizing;

/// Runs the `credential_process` of a profile, without a shell, and reads the JSON document it prints.
#[derive(Debug)]
pub(super) struct Process {
    pub profiles: Arc<Profiles>,
    pub profile: String,
}

impl Process {
    fn setting(&self, key: &str) -> Option<String> {
        Some(self.profiles.profile(&self.profile)?.get(key)?.value).filter(|value| !value.is_empty())
    }

    async fn run(&self) -> Result<Option<Credentials>, Error> {
        let Some(command) = self.setting("credential_process") else { return Ok(None) };
        let error = |message: String| {
            Error::new(
                ErrorKind::Credentials,
                format!("credential_process of profile `{}`: {message}", self.profile),
            )
        };
        let words = shell_words(&command).filter(|words| !words.is_empty());
        let Some(words) = words else { return Err(error("a quote is not closed".to_owned())) };
        let program = words[0].clone();
        let output = tokio::task::spawn_blocking(move || execute(&words)).await;
        let output = output
            .map_err(|_| error(format!("`{program}` was given up")))?
            .map_err(|cause| error(format!("`{program}` cannot be run: {cause}")))?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            return Err(error(format!("`{program}` failed ({}): {}", output.status, said.trim())));
        }
        let problem = |problem| error(format!("what `{program}` printed {problem}"));
        self.document(&Zeroizing::new(output.stdout)).map(Some).map_err(problem)
    }

    /// Reads `{"Version": 1, "AccessKeyId": …, "SecretAccessKey": …, "SessionToken": …, "Expiration": …}`.
    fn document(&self, stdout: &[u8]) -> Result<Credentials, String> {
        let document = Document::parse(stdout)?;
        match document.get("Version") {
            Some(version) if *version == 1 => {}
            Some(version) => return Err(format!("is of Version {version}; only 1 is known")),
            None => return Err("has no Version".to_owned()),
        }
        document.credentials("SessionToken", self.setting("aws_account_id"))
    }
}

fn execute(words: &[String]) -> std::io::Result<Output> {
    let Some((program, arguments)) = words.split_first() else {
        return Err(std::io::ErrorKind::InvalidInput.into());
    };
    Command::new(program).args(arguments).stdin(Stdio::null()).output()
}

impl Link for Process {
    fn load(&self) -> BoxFuture<'_, Result<Option<Credentials>, Error>> {
        Box::pin(self.run())
    }

    fn features(&self) -> Features {
        Features::PROCESS.and(Features::PROCESS_PROFILE)
    }

    fn place(&self) -> String {
        format!("`credential_process` of profile `{}`", self.profile)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn document(text: &str) -> Result<Credentials, String> {
        let process = Process { profiles: Arc::default(), profile: "dev".to_owned() };
        process.document(text.as_bytes())
    }

    #[test]
    fn documents_of_version_1_are_read() {
        let text = r#"{"Version": 1, "AccessKeyId": "AKID", "SecretAccessKey": "s", "SessionToken": "t",
            "Expiration": "2030-01-01T00:00:00Z", "AccountId": "123456789012"}"#;
        let credentials = document(text).unwrap();
        assert_eq!(credentials.access_key_id(), "AKID");
        assert_eq!(credentials.session_token(), Some("t"));
        assert_eq!(credentials.account_id(), Some("123456789012"));
        let end = credentials.expiration().unwrap().duration_since(std::time::UNIX_EPOCH).unwrap();
        assert_eq!(end.as_secs(), 1_893_456_000);
    }

    #[test]
    fn other_documents_are_refused_without_showing_them() {
        let problem = |text| document(text).unwrap_err();
        assert_eq!(problem(r#"{"Version": 2}"#), "is of Version 2; only 1 is known");
        assert_eq!(problem("{}"), "has no Version");
        assert_eq!(problem(r#"{"Version": 1, "AccessKeyId": "A"}"#), "has no SecretAccessKey");
        assert!(!problem(r#"{"SecretAccessKey": "hidden""#).contains("hidden"));
        let bad = r#"{"Version": 1, "AccessKeyId": "A", "SecretAccessKey": "s", "Expiration": "soon"}"#;
        assert!(problem(bad).contains("soon"));
        let bad = r#"{"Version": 1, "AccessKeyId": "A", "SecretAccessKey": "s", "Expiration": 1893456000}"#;
        assert_eq!(problem(bad), "has something else than a text as Expiration");
    }
}

//! Credentials printed by a program: `credential_process`.

mod run;

use super::Credentials;
use super::chain::{Link, shortened};
use super::document::Document;
use crate::error::{Error, ErrorKind};
use crate::features::Features;
use crate::http::BoxFuture;
use crate::settings::profiles::Profiles;
use crate::settings::shell::{shell_syntax, shell_words};
use run::{Ended, Failure, LIMIT, Run};
use std::sync::Arc;

/// Runs the `credential_process` of a profile, without a shell, and reads the JSON document it prints. The program may
/// take a minute and print 1 MiB; it is killed when it does not end, or nobody waits for it any more.
#[derive(Debug)]
pub(super) struct Process {
    pub profiles: Arc<Profiles>,
    pub profile: String,
}

impl Process {
    fn setting(&self, key: &str) -> Option<String> {
        Some(self.profiles.profile(&self.profile)?.get(key)?.value).filter(|value| !value.is_empty())
    }

    async fn load(&self) -> Result<Option<Credentials>, Error> {
        let Some(command) = self.setting("credential_process") else { return Ok(None) };
        self.run(&command).await.map(Some).map_err(|message| {
            let message = format!("credential_process of profile `{}`: {message}", self.profile);
            let error = Error::new(ErrorKind::Credentials, message);
            match shell_syntax(&command) {
                Some(part) => error.with_hint(format!(
                    "the command is run without a shell, for which `{part}` has no meaning; put it into a script, or \
                     write `sh -c '…'`"
                )),
                None => error,
            }
        })
    }

    async fn run(&self, command: &str) -> Result<Credentials, String> {
        let words = shell_words(command).ok_or("a quote is not closed")?;
        let program = words.first().cloned().ok_or("it names no program")?;
        let start = tokio::task::spawn_blocking(move || Run::start(&words)).await;
        let run = start
            .map_err(|_| format!("`{program}` was given up"))?
            .map_err(|cause| format!("`{program}` cannot be run: {cause}"))?;
        let ended = run.end(|printed| Document::parse(printed).is_ok()).await;
        let Ended { status, stdout, stderr } = ended.map_err(|failure| match failure {
            Failure::Late => {
                format!("`{program}` was killed, as it did not end within {} seconds", LIMIT.as_secs())
            }
            Failure::TooMuch => format!("`{program}` was killed, as it printed more than 1 MiB"),
            Failure::Lost(cause) => format!("`{program}` was given up: {cause}"),
        })?;
        if !status.success() {
            return Err(format!("`{program}` failed ({status}): {stderr}"));
        }
        self.document(&stdout).map_err(|problem| format!("what `{program}` printed {problem}"))
    }

    /// Reads `{"Version": 1, "AccessKeyId": …, "SecretAccessKey": …, "SessionToken": …, "Expiration": …}`.
    fn document(&self, stdout: &[u8]) -> Result<Credentials, String> {
        let document = Document::parse(stdout)?;
        match document.get("Version") {
            Some(version) if *version == 1 => {}
            Some(version) => {
                let version = shortened(&version.to_string());
                return Err(format!("is of Version {version}; only 1 is known"));
            }
            None => return Err("has no Version".to_owned()),
        }
        document.credentials("SessionToken", self.setting("aws_account_id"))
    }
}

impl Link for Process {
    fn load(&self) -> BoxFuture<'_, Result<Option<Credentials>, Error>> {
        Box::pin(Process::load(self))
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
    fn an_empty_token_is_none_and_an_empty_key_no_key() {
        let text = r#"{"Version": 1, "AccessKeyId": "AKID\n", "SecretAccessKey": " s ", "SessionToken": ""}"#;
        let credentials = document(text).unwrap();
        assert_eq!((credentials.access_key_id(), credentials.secret_access_key()), ("AKID", "s"));
        assert_eq!(credentials.session_token(), None);
        let problem = document(r#"{"Version": 1, "AccessKeyId": " ", "SecretAccessKey": "s"}"#).unwrap_err();
        assert_eq!(problem, "has no AccessKeyId");
    }

    #[test]
    fn other_documents_are_refused_without_showing_them() {
        let problem = |text: &str| document(text).unwrap_err();
        assert_eq!(problem(r#"{"Version": 2}"#), "is of Version 2; only 1 is known");
        assert!(problem(&format!(r#"{{"Version": "{}"}}"#, "x".repeat(10_000))).len() < 100);
        assert_eq!(problem("{}"), "has no Version");
        assert_eq!(problem(r#"{"Version": 1, "AccessKeyId": "A"}"#), "has no SecretAccessKey");
        assert!(!problem(r#"{"SecretAccessKey": "hidden""#).contains("hidden"));
        let bad = r#"{"Version": 1, "AccessKeyId": "A", "SecretAccessKey": "s", "Expiration": "soon"}"#;
        assert!(problem(bad).contains("soon"));
        let bad = r#"{"Version": 1, "AccessKeyId": "A", "SecretAccessKey": "s", "Expiration": 1893456000}"#;
        assert_eq!(problem(bad), "has something else than a text as Expiration");
    }
}

//! Credentials written out in the shared files.

use super::Credentials;
use super::chain::Link;
use crate::error::{Error, ErrorKind};
use crate::features::Features;
use crate::http::BoxFuture;
use crate::settings::misspelt::misspelt;
use crate::settings::profiles::{Profile, Profiles};
use std::future::ready;
use std::path::PathBuf;
use std::sync::Arc;

/// Which of the two files.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum File {
    Credentials,
    Config,
}

/// `aws_access_key_id`, `aws_secret_access_key` and what belongs to them, of one profile in one file.
#[derive(Debug)]
pub(super) struct FileKeys {
    pub file: File,
    pub profiles: Arc<Profiles>,
    pub profile: String,
}

impl FileKeys {
    fn path(&self) -> Option<&PathBuf> {
        match self.file {
            File::Credentials => self.profiles.credentials_path.as_ref(),
            File::Config => self.profiles.config_path.as_ref(),
        }
    }

    fn profile(&self) -> Option<&Profile> {
        match self.file {
            File::Credentials => self.profiles.in_credentials(&self.profile),
            File::Config => self.profiles.in_config(&self.profile),
        }
    }

    fn read(&self) -> Result<Option<Credentials>, Error> {
        let text = |profile: &Profile, key: &str| {
            profile.get(key).map(|resolved| resolved.value).filter(|value| !value.is_empty())
        };
        let Some(profile) = self.profile() else { return Ok(None) };
        let Some(key) = text(profile, "aws_access_key_id") else { return Ok(None) };
        let Some(secret) = text(profile, "aws_secret_access_key") else {
            let message = format!("{} has `aws_access_key_id`, but no `aws_secret_access_key`", self.place());
            let error = Error::new(ErrorKind::Credentials, message);
            return Err(match misspelt(profile).next() {
                Some(hint) => error.with_hint(hint),
                None => error,
            });
        };
        let token = text(profile, "aws_security_token").or_else(|| text(profile, "aws_session_token"));
        Ok(Some(
            Credentials::builder(key, secret)
                .session_token(token.unwrap_or_default())
                .account_id(text(profile, "aws_account_id").unwrap_or_default())
                .build(),
        ))
    }
}

impl Link for FileKeys {
    fn remark(&self) -> Option<String> {
        let Some(profile) = self.profile() else {
            return self.profiles.misplaced(&self.profile).map(str::to_owned);
        };
        let half = profile
            .get("aws_secret_access_key")
            .map(|secret| format!("{} has no `aws_access_key_id` beside it", secret.source));
        let found: Vec<_> = misspelt(profile).chain(half).collect();
        (!found.is_empty()).then(|| found.join("; "))
    }

    fn load(&self) -> BoxFuture<'_, Result<Option<Credentials>, Error>> {
        Box::pin(ready(self.read()))
    }

    fn features(&self) -> Features {
        Features::CREDENTIALS_PROFILE
    }

    fn place(&self) -> String {
        match self.path() {
            Some(path) => {
                format!("profile `{}` of {}{}", self.profile, path.display(), self.profiles.note(path))
            }
            None => {
                format!("profile `{}` of a file in the home directory, but HOME is not set", self.profile)
            }
        }
    }
}

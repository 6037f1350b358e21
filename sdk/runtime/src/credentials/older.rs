//! Credentials in the files of older tools: those of EC2's first command line, and of boto before boto3.

use super::Credentials;
use super::chain::Link;
use crate::error::{Error, ErrorKind};
use crate::features::Features;
use crate::file;
use crate::http::BoxFuture;
use crate::settings::env::Env;
use crate::settings::ini::{self, Value};
use std::path::Path;

const CREDENTIAL_FILE: &str = "AWS_CREDENTIAL_FILE";
const BOTO_CONFIG: &str = "BOTO_CONFIG";
/// Where boto looked, if no variable named a file.
const BOTO_FILES: [&str; 2] = ["/etc/boto.cfg", "~/.boto"];

/// The file that `AWS_CREDENTIAL_FILE` names, with `AWSAccessKeyId=` and `AWSSecretKey=` in lines of their own.
#[derive(Debug)]
pub(super) struct Ec2File(pub Env);

impl Ec2File {
    async fn read(&self) -> Result<Option<Credentials>, Error> {
        let Some(name) = self.0.get(CREDENTIAL_FILE) else { return Ok(None) };
        let error = |what: String| {
            Error::new(
                ErrorKind::Credentials,
                format!("{name} (environment variable {CREDENTIAL_FILE}) {what}"),
            )
        };
        let path = self.0.expand(&name).ok_or_else(|| error("has no home directory to be in".to_owned()))?;
        let text = file::load_token(path).await;
        let text = text.map_err(|cause| error(format!("cannot be read: {cause}")))?;
        let value = |key: &str| {
            let lines = text.lines().filter_map(|line| line.split_once('='));
            lines.filter(|(name, _)| name.trim() == key).map(|(_, value)| value.trim()).next_back()
        };
        match (value("AWSAccessKeyId"), value("AWSSecretKey")) {
            (None, _) => Ok(None),
            (Some(_), None) => Err(error("has AWSAccessKeyId, but no AWSSecretKey".to_owned())),
            (Some(key), Some(secret)) => Ok(Some(Credentials::from_keys(key, secret))),
        }
    }
}

impl Link for Ec2File {
    fn load(&self) -> BoxFuture<'_, Result<Option<Credentials>, Error>> {
        Box::pin(self.read())
    }

    fn place(&self) -> String {
        format!("environment variable {CREDENTIAL_FILE}")
    }
}

/// The section `[Credentials]` of the file that `BOTO_CONFIG` names, else of `/etc/boto.cfg` or `~/.boto`.
#[derive(Debug)]
pub(super) struct BotoFiles(pub Env);

impl BotoFiles {
    fn names(&self) -> Vec<String> {
        match self.0.get(BOTO_CONFIG) {
            Some(name) => vec![name],
            None => BOTO_FILES.map(str::to_owned).to_vec(),
        }
    }

    async fn read(&self) -> Result<Option<Credentials>, Error> {
        for path in self.names().iter().filter_map(|name| self.0.expand(name)) {
            // one that is not there, or is not for us to read, is none
            let Ok(text) = file::load_token(path.clone()).await else { continue };
            if let Some(credentials) = of_boto(&path, &text)? {
                return Ok(Some(credentials));
            }
        }
        Ok(None)
    }
}

fn of_boto(path: &Path, text: &str) -> Result<Option<Credentials>, Error> {
    let error = |what: String| Error::new(ErrorKind::Credentials, format!("{} {what}", path.display()));
    let document = ini::parse(text);
    let document =
        document.map_err(|problem| error(format!("line {}: {}", problem.line, problem.message)))?;
    let Some(section) = document.sections.iter().find(|section| section.name == "Credentials") else {
        return Ok(None);
    };
    let value = |key: &str| match &section.keys.get(key)?.value {
        Value::Text(text) => Some(text.as_str()).filter(|text| !text.is_empty()),
        Value::Nested(_) => None,
    };
    match (value("aws_access_key_id"), value("aws_secret_access_key")) {
        (None, _) => Ok(None),
        (Some(_), None) => Err(error("has `aws_access_key_id`, but no `aws_secret_access_key`".to_owned())),
        (Some(key), Some(secret)) => Ok(Some(Credentials::from_keys(key, secret))),
    }
}

impl Link for BotoFiles {
    fn load(&self) -> BoxFuture<'_, Result<Option<Credentials>, Error>> {
        Box::pin(self.read())
    }

    fn features(&self) -> Features {
        Features::BOTO_FILES
    }

    fn place(&self) -> String {
        format!("[Credentials] of {}", self.names().join(" and "))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::sync::Arc;

    fn boto(text: &str) -> Result<Option<Credentials>, String> {
        of_boto(Path::new("boto.cfg"), text).map_err(|error| error.to_string())
    }

    #[test]
    fn the_section_of_boto_is_read() {
        let text = "[Boto]\ndebug = 1\n[Credentials]\naws_access_key_id = AKID\naws_secret_access_key = s\n";
        assert_eq!(boto(text).unwrap().unwrap().access_key_id(), "AKID");
        assert!(boto("[Boto]\ndebug = 1\n").unwrap().is_none());
        assert!(boto("[Credentials]\naws_secret_access_key = s\n").unwrap().is_none());
        let error = boto("[Credentials]\naws_access_key_id = AKID\n").unwrap_err();
        assert!(error.contains("boto.cfg has `aws_access_key_id`, but no"), "{error}");
        assert!(boto("nothing").unwrap_err().contains("line 1"));
    }

    #[tokio::test]
    async fn a_file_that_is_named_must_be_there() {
        let env = |value: &str| {
            Env::Fixed(Arc::new([(CREDENTIAL_FILE.to_owned(), value.to_owned())].into_iter().collect()))
        };
        let error = Ec2File(env("/nonexistent/keys")).load().await.unwrap_err().to_string();
        assert!(error.contains("/nonexistent/keys (environment variable AWS_CREDENTIAL_FILE)"), "{error}");
        assert!(Ec2File(env("")).load().await.unwrap().is_none());
    }
}

//! `service-models/models.lock`: which releases of botocore and boto3 the models come from.

use std::fmt::Write as _;
use std::path::Path;

use super::locate::Packages;
use super::package::Package;
use anyhow::{Context as _, Result, bail};
use serde::{Deserialize, Serialize};

/// The pinned releases.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lock {
    /// The release with the service models.
    pub botocore: Pin,
    /// The release with the resource models.
    pub boto3: Pin,
    /// The source package of botocore's release, with the test data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Pin>,
}

/// One pinned release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pin {
    /// The version on PyPI.
    pub version: String,
    /// SHA-256 of the file, in lower-case hex.
    pub sha256: String,
}

/// What a written lock begins with.
const HEAD: &str = "\
# The releases that the service models are taken from: `cargo xtask models fetch` downloads exactly these files. `source`
# is botocore's source package, whose test data `cargo xtask test` runs.
# `cargo xtask models update` moves all to the newest release and prints what changes.
";

impl Lock {
    /// Reads the lock at `path`.
    pub fn read(path: &Path) -> Result<Self> {
        let text =
            std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        let lock: Self = toml::from_str(&text).with_context(|| format!("{} is malformed", path.display()))?;
        let source = lock.source.iter().map(|source| ("source", source));
        for (name, pin) in lock.pins().into_iter().chain(source) {
            if pin.sha256.len() != 64 || !pin.sha256.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
                bail!("{}: {name}.sha256 is not 64 lower-case hex digits", path.display());
            }
            if !is_version(&pin.version) {
                bail!("{}: {name}.version {:?} is no version", path.display(), pin.version);
            }
        }
        Ok(lock)
    }

    /// The lock that pins `packages`, which must be wheels.
    pub fn of(packages: &Packages) -> Result<Self> {
        let pin = |package: &Package| {
            let sha256 = package.sha256()?.to_owned();
            Some(Pin { version: package.version().to_owned(), sha256 })
        };
        let (botocore, boto3) = (pin(&packages.botocore), packages.boto3.as_ref().and_then(pin));
        match (botocore, boto3) {
            (Some(botocore), Some(boto3)) => Ok(Self { botocore, boto3, source: None }),
            _ => bail!("only wheels of both botocore and boto3 can be pinned"),
        }
    }

    /// Writes the lock to `path` in one step.
    pub fn write(&self, path: &Path) -> Result<()> {
        let mut text = String::from(HEAD);
        let source = self.source.iter().map(|source| ("source", source));
        for (name, pin) in self.pins().into_iter().chain(source) {
            let Pin { version, sha256 } = pin;
            let _ = write!(text, "\n[{name}]\nversion = \"{version}\"\nsha256 = \"{sha256}\"\n");
        }
        let beside = path.with_extension("lock.new");
        std::fs::write(&beside, text)
            .and_then(|()| std::fs::rename(&beside, path))
            .with_context(|| format!("cannot write {}", path.display()))
    }

    /// Both packages with models, by their name on PyPI.
    pub fn pins(&self) -> [(&'static str, &Pin); 2] {
        [("botocore", &self.botocore), ("boto3", &self.boto3)]
    }
}

/// Whether `text` can stand for a version in a pip requirement: letters, digits, dots and the signs `+` and `!`.
pub fn is_version(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'+' | b'!'))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn pin(version: &str) -> Pin {
        Pin { version: version.into(), sha256: "ab".repeat(32) }
    }

    #[test]
    fn what_is_written_is_read_back() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("models.lock");
        let mut lock = Lock { botocore: pin("1.44.5"), boto3: pin("1.44.6"), source: None };
        lock.write(&path).unwrap();
        assert_eq!(Lock::read(&path).unwrap(), lock);
        lock.source = Some(pin("1.44.5"));
        lock.write(&path).unwrap();
        assert_eq!(Lock::read(&path).unwrap(), lock);
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn the_committed_lock_is_as_written_by_update() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../service-models/models.lock");
        let dir = tempfile::tempdir().unwrap();
        let copy = dir.path().join("models.lock");
        Lock::read(&path).unwrap().write(&copy).unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), std::fs::read_to_string(&copy).unwrap());
    }

    #[test]
    fn a_bad_hash_or_version_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("models.lock");
        let mut lock = Lock { botocore: pin("1.44.5"), boto3: pin("1.44.5"), source: None };
        lock.boto3.sha256 = "abc".into();
        lock.write(&path).unwrap();
        assert!(Lock::read(&path).unwrap_err().to_string().contains("boto3.sha256"));
        lock = Lock { botocore: pin("--index-url"), boto3: pin("1.44.5"), source: None };
        lock.write(&path).unwrap();
        assert!(Lock::read(&path).unwrap_err().to_string().contains("botocore.version"));
    }
}

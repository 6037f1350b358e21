//! [`SyncPlace`]: a directory, or the keys of a bucket below a prefix.

use std::fmt;
use std::path::{Path, PathBuf};
use tucuxi::Error;

/// One side of a synchronisation: a directory, or the keys of a bucket below a prefix.
///
/// Text that begins with `s3://` is a bucket and perhaps a prefix; in place of the bucket may be the ARN of an access point. All
/// other text is the path of a directory, and so is every [`Path`].
///
/// ```
/// use tucuxi_s3::SyncPlace;
///
/// assert_eq!(SyncPlace::from("s3://films/2026"), SyncPlace::bucket("films", "2026"));
/// assert_eq!(SyncPlace::from("films/2026"), SyncPlace::directory("films/2026"));
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct SyncPlace(Kind);

#[derive(Clone, PartialEq, Eq, Hash)]
enum Kind {
    Directory(PathBuf),
    Bucket { bucket: String, prefix: String },
}

/// A place whose text was understood.
#[derive(Clone)]
pub(super) enum Checked {
    Directory(PathBuf),
    /// The prefix is empty or ends with `/`.
    Bucket {
        bucket: String,
        prefix: String,
    },
}

impl SyncPlace {
    /// The directory at `path`.
    pub fn directory(path: impl Into<PathBuf>) -> Self {
        Self(Kind::Directory(path.into()))
    }

    /// The keys in `bucket` that begin with `prefix` and a `/`; all, if the prefix is empty.
    pub fn bucket(bucket: impl Into<String>, prefix: impl Into<String>) -> Self {
        Self(Kind::Bucket { bucket: bucket.into(), prefix: prefix.into() })
    }

    /// # Errors
    /// When no bucket or no path is given.
    pub(super) fn check(&self) -> Result<Checked, Error> {
        match &self.0 {
            Kind::Directory(path) if path.as_os_str().is_empty() => {
                Err(Error::validation("invalid input: the path of the directory is empty")
                    .with_hint("`.` is the present directory"))
            }
            Kind::Directory(path) => Ok(Checked::Directory(path.clone())),
            Kind::Bucket { bucket, .. } if bucket.is_empty() => {
                Err(Error::validation(format!("invalid input: `{self:?}` names no bucket"))
                    .with_hint("write it as `s3://BUCKET/PREFIX`"))
            }
            Kind::Bucket { bucket, prefix } => {
                let mut prefix = prefix.clone();
                if !prefix.is_empty() && !prefix.ends_with('/') {
                    prefix.push('/');
                }
                Ok(Checked::Bucket { bucket: bucket.clone(), prefix })
            }
        }
    }
}

/// Splits what follows `s3://`. In the ARN of an access point, the first `/` or `:` after `accesspoint` belongs to the ARN.
fn split(text: &str) -> (&str, &str) {
    const POINT: &str = "accesspoint";
    let skipped = match text.starts_with("arn:").then(|| text.find(POINT)).flatten() {
        Some(at) => at + POINT.len() + 1,
        None => 0,
    };
    let end = text.get(skipped..).and_then(|rest| rest.find('/')).map(|end| end + skipped);
    match end {
        Some(end) => (text.get(..end).unwrap_or_default(), text.get(end + 1..).unwrap_or_default()),
        None => (text, ""),
    }
}

impl From<&str> for SyncPlace {
    fn from(text: &str) -> Self {
        match text.strip_prefix("s3://") {
            Some(rest) => {
                let (bucket, prefix) = split(rest);
                Self::bucket(bucket, prefix)
            }
            None => Self::directory(text),
        }
    }
}

impl From<String> for SyncPlace {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<&String> for SyncPlace {
    fn from(text: &String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<PathBuf> for SyncPlace {
    fn from(path: PathBuf) -> Self {
        Self::directory(path)
    }
}

impl From<&PathBuf> for SyncPlace {
    fn from(path: &PathBuf) -> Self {
        Self::directory(path)
    }
}

impl From<&Path> for SyncPlace {
    fn from(path: &Path) -> Self {
        Self::directory(path)
    }
}

impl fmt::Debug for SyncPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Directory(path) => path.display().fmt(f),
            Kind::Bucket { bucket, prefix } => write!(f, "s3://{bucket}/{prefix}"),
        }
    }
}

impl Checked {
    /// How what is at `key` below this place is told.
    pub(super) fn name(&self, key: &str) -> String {
        match self {
            Self::Directory(path) => path.join(key).display().to_string(),
            Self::Bucket { bucket, prefix } => format!("s3://{bucket}/{prefix}{key}"),
        }
    }

    /// The path of `inner` from this place on, if the one is in the other.
    pub(super) fn relative<'a>(&self, inner: &'a Self) -> Option<&'a str> {
        match (self, inner) {
            (Self::Bucket { bucket, prefix }, Self::Bucket { bucket: other, prefix: inner }) => {
                inner.strip_prefix(prefix.as_str()).filter(|_| bucket == other)
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_a_bucket_or_a_path() {
        let arn = "arn:aws:s3:eu-west-1:123456789012:accesspoint/mine";
        for (text, bucket, prefix) in [
            ("s3://b", "b", ""),
            ("s3://b/", "b", ""),
            ("s3://b/a/c", "b", "a/c"),
            ("s3://b//a", "b", "/a"),
            (&format!("s3://{arn}/a/c"), arn, "a/c"),
            (&format!("s3://{arn}"), arn, ""),
        ] {
            assert_eq!(SyncPlace::from(text), SyncPlace::bucket(bucket, prefix), "{text}");
        }
        assert_eq!(SyncPlace::from("a/b"), SyncPlace::from(Path::new("a/b")));
    }

    #[test]
    fn what_names_nothing_is_refused() {
        for text in ["", "s3://", "s3:///key"] {
            assert!(SyncPlace::from(text).check().is_err(), "{text}");
        }
    }

    #[test]
    fn a_place_in_another_is_found() {
        let place = |text| SyncPlace::from(text).check().unwrap();
        assert_eq!(place("s3://b/a").relative(&place("s3://b/a/c")), Some("c/"));
        assert_eq!(place("s3://b").relative(&place("s3://b/a/c")), Some("a/c/"));
        assert_eq!(place("s3://b/a").relative(&place("s3://b/ac")), None);
        assert_eq!(place("s3://b/a").relative(&place("s3://c/a/c")), None);
    }
}
